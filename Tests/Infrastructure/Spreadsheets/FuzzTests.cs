using System.IO.Compression;
using Massar.Features.Marks.Workbooks;
using Massar.Infrastructure.Spreadsheets;
using Massar.Tests.Features.Marks.Workbooks;

namespace Massar.Tests.Infrastructure.Spreadsheets;

/// <summary>Broken files of every kind end in a workbook or a named refusal: no exception, no wait.</summary>
public sealed class FuzzTests
{
    private const int Mutations = 2_000;

    [Fact]
    public void Two_thousand_mutations_of_a_mark_sheet_never_surprise()
    {
        var original = NotesCcWriter.Write(Samples.Sheet(12));
        var part = Files.Names(original).ToDictionary(n => n, n => XlsxTests.Part(original, n));
        var random = new Random(20_252_026);
        int read = 0, refused = 0;
        for (var n = 0; n < Mutations; n++)
        {
            // half of them in the container, half in the XML inside a sound container
            var file = n % 2 == 0 ? Mutated(original, random) : Files.Zip(Mutated(part, random));
            var clock = System.Diagnostics.Stopwatch.StartNew();

            var failure = Record.Exception(() =>
            {
                var reading = NotesCcReader.Read(file);
                if (reading.Sheet is null) refused++;
                else read++;
                Assert.True(reading.Sheet is not null || reading.Problems.Count > 0);
                if (reading.Sheet is not null) NotesCcComparison.Compare(Samples.Sheet(12), reading);
                NotesCcWriter.Fill(file, Samples.Sheet(12));
                PlainMarkList.Read(file);
            });

            Assert.True(failure is null, $"mutation {n}: {failure}");
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"mutation {n}: {clock.Elapsed}");
        }

        // a test where everything is refused, or nothing, would prove little
        Assert.True(read > 100 && refused > 100, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Random_bytes_and_texts_never_surprise()
    {
        var random = new Random(42);
        for (var n = 0; n < 500; n++)
        {
            var bytes = new byte[random.Next(1, 3_000)];
            random.NextBytes(bytes);
            if (n % 3 == 1) for (var at = 0; at < bytes.Length; at++) bytes[at] = (byte)"\";,\t\r\n'=A1é"[bytes[at] % 11];
            if (n % 3 == 2) "PK\u0003\u0004"u8[..Math.Min(4, bytes.Length)].CopyTo(bytes);
            Assert.Null(Record.Exception(() => SpreadsheetFile.Read(bytes)));
            Assert.Null(Record.Exception(() => NotesCcReader.Read(bytes)));
        }
    }

    private static byte[] Mutated(byte[] original, Random random)
    {
        var file = (byte[])original.Clone();
        switch (random.Next(4))
        {
            case 0:
                return file[..random.Next(1, file.Length)];
            case 1:
                var (from, length) = (random.Next(file.Length), random.Next(1, 64));
                return [.. file[..from], .. file[Math.Min(file.Length, from + length)..]];
            case 2:
                // the directory at the end decides how everything else is read
                for (var n = 0; n < 4; n++) file[random.Next(Math.Max(0, file.Length - 700), file.Length)] = (byte)random.Next(256);
                return file;
            default:
                for (var n = random.Next(1, 20); n > 0; n--) file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
                return file;
        }
    }

    private static Dictionary<string, string> Mutated(Dictionary<string, string> parts, Random random)
    {
        string[] pieces = ["<", ">", "\"", "&", "</row>", "<c>", "<v>9e999</v>", "<v></v>", "-1", "99999999999", "r=\"XFD1048576\"", "t=\"s\"", "t=\"d\"", "<is><t>", "\u0000", "<!--", "]]>", "<f/>", "sgs", "#1#"];
        var mutated = new Dictionary<string, string>(parts);
        var name = random.Next(3) == 0 ? parts.Keys.ElementAt(random.Next(parts.Count)) : "xl/worksheets/sheet1.xml";
        var text = mutated[name];
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(text.Length);
            var end = Math.Min(text.Length, at + random.Next(1, 30));
            text = random.Next(5) switch
            {
                0 => text.Remove(at, end - at),
                1 => text.Insert(at, pieces[random.Next(pieces.Length)]),
                2 => text.Insert(at, text[at..end]),
                // a digit for another: mostly still a workbook
                _ => text[..at] + (char.IsDigit(text[at]) ? (char)('0' + random.Next(10)) : text[at]) + text[(at + 1)..],
            };
            if (text.Length == 0) text = " ";
        }

        mutated[name] = text;
        return mutated;
    }
}
