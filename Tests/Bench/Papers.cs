using System.Diagnostics;
using Bogus;
using Massar.Features.Certificates.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Pdf.Signing;
using Massar.Infrastructure.Seeding;

namespace Massar.Bench;

/// <summary>The real schooling certificate, drawn and signed on two threads.</summary>
internal static class Papers
{
    private const int Threads = 2;

    public static void Measure(Report report, string state, TimeSpan length)
    {
        using var printer = new PdfPrinter(Path.Combine(state, "papers"), PinnedFonts.SystemDirectories, Threads);
        using var school = DemoAuthority.Open(Path.Combine(state, "authority"), TimeProvider.System).Signer("school", "Demo school");
        var signer = new PdfSigner(TimeProvider.System);
        var people = Enumerable.Range(1, 200).Select(Certificate).ToList();
        var size = Make(0).Length;
        Run(length / 4);

        var (count, seconds) = Run(length);
        report.Note(0, "schooling certificate: drawn and signed a second, two threads", count / seconds, goal: "≥ 150");
        report.Note(0, "schooling certificate: bytes, signed", size, goal: "≤ 102,400");

        byte[] Make(int n)
        {
            var paper = printer.DrawAsync(new CertificatePaper(people[n % people.Count])).GetAwaiter().GetResult();
            return signer.Sign(paper.Bytes, school, paper.Fields.Single(f => f.Name == CertificatePaper.Field));
        }

        (int Count, double Seconds) Run(TimeSpan time)
        {
            var watch = Stopwatch.StartNew();
            var made = 0;
            var workers = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
            {
                while (watch.Elapsed < time)
                    Make(Interlocked.Increment(ref made));
            })).ToList();
            workers.ForEach(w => w.Start());
            workers.ForEach(w => w.Join());
            return (made, watch.Elapsed.TotalSeconds);
        }
    }

    private static CertificateContent Certificate(int n)
    {
        var draw = new Randomizer(n);
        var (first, family, head) = (InventedNames.Girl(draw), InventedNames.Family(draw), InventedNames.Boy(draw));
        var code = DocumentCode.New();
        return new CertificateContent(
            n, 2026, code, new Uri($"https://massar.invalid/v/{code}"), new DateTime(2026, 11, 21, 9, 0, 0, DateTimeKind.Utc), new DateOnly(2026, 11, 21), default,
            $"{family.Ar} {first.Ar}", $"{family.Latin} {first.Latin}", Sex.Female, Reserved.MassarCode(n), new DateOnly(2012, 3, 4), "أكادير", "Agadir",
            "الأولى إعدادي", "1re année collège", $"1APIC-{n % 8 + 1}", 2026, "90001A", "الثانوية الإعدادية النور", "Collège An-Nour",
            "أكادير إداوتنان", "Agadir Ida Outanane", "سوس ماسة", "Souss-Massa", "أكادير", "Agadir", $"{family.Ar} {head.Ar}", $"{family.Latin} {head.Latin}", IsDemo: true);
    }
}
