using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Massar.Features.Marks.Workbooks;
using Massar.Infrastructure.Spreadsheets;
using Massar.Tests.Infrastructure.Spreadsheets;
using Massar.Tests.Support;

namespace Massar.Tests.Features.Marks.Workbooks;

/// <summary>What a teacher is shown before anything is saved.</summary>
public sealed partial class ComparisonTests
{
    private static readonly NotesCcSheet Ours = Samples.Sheet(5);

    [Fact]
    public void The_same_file_changes_nothing()
    {
        var preview = NotesCcComparison.Compare(Ours, Read(Ours));
        Assert.Empty(preview.Changes);
        Assert.Empty(preview.Remarks);
        Assert.Empty(preview.LeftEmpty);
        Assert.Empty(preview.Problems);
        Assert.Equal(5 * 4, preview.Unchanged);
    }

    [Fact]
    public void Changed_marks_are_listed_old_and_new()
    {
        var preview = NotesCcComparison.Compare(Ours, Read(Ours.With(2, 1, MarkValue.Of(19.5m))));
        Assert.Equal(
            new MarkChange(Samples.Code(3), Ours.Rows[2].FullName, 2, "الفرض الثاني", Ours.Rows[2].Marks[1], MarkValue.Of(19.5m), "I20"),
            Assert.Single(preview.Changes));
    }

    [Fact]
    public void An_empty_cell_never_erases()
    {
        var ours = Ours.With(0, 0, MarkValue.Of(8)).With(1, 0, MarkValue.Exempt);
        var preview = NotesCcComparison.Compare(ours, Read(ours.With(0, 0, MarkValue.Empty).With(1, 0, MarkValue.Empty)));
        Assert.Empty(preview.Changes);
        Assert.Equal(MarkValue.Of(8), Assert.Single(preview.LeftEmpty).Old);
    }

    [Fact]
    public void Marks_off_the_scale_and_with_three_decimals_are_problems_not_changes()
    {
        var ours = Samples.Sheet(5, scale: 10);
        var preview = NotesCcComparison.Compare(ours, Read(ours.With(0, 0, MarkValue.Of(10.5m)).With(1, 0, MarkValue.Of(-1)).With(2, 0, MarkValue.Of(7.125m))));
        Assert.Empty(preview.Changes);
        Assert.Equal(
            [("marks.workbook.out-of-range", "G18"), ("marks.workbook.out-of-range", "G19"), ("marks.workbook.too-many-decimals", "G20")],
            preview.Problems.Select(p => (p.Key, p.Cell!)));
    }

    [Fact]
    public void Each_difference_of_the_file_is_a_problem_of_its_own()
    {
        var other = Ours with { SchoolCode = "11111A", ClassId = Guid.Empty, SubjectCode = "0019", Semester = 2, YearLabel = "2024/2025" };
        Assert.Equal(
            ["marks.workbook.wrong-school", "marks.workbook.wrong-class", "marks.workbook.wrong-subject", "marks.workbook.wrong-semester", "marks.workbook.wrong-year"],
            NotesCcComparison.Compare(Ours, Read(other)).Problems.Select(p => p.Key));
    }

    [Fact]
    public void Unknown_missing_and_repeated_pupils_are_reported_and_not_taken()
    {
        var rows = Ours.Rows.ToList();
        var theirs = Ours with
        {
            Rows = [rows[0], rows[1] with { Marks = rows[2].Marks }, rows[1], rows[3], rows[4] with { MassarCode = "Z999999999" }],
        };
        var preview = NotesCcComparison.Compare(Ours, Read(theirs));
        Assert.Empty(preview.Changes);
        Assert.Equal(
            ["marks.workbook.duplicate-pupil", "marks.workbook.duplicate-pupil", "marks.workbook.unknown-pupil", "marks.workbook.missing-pupil", "marks.workbook.missing-pupil"],
            preview.Problems.Select(p => p.Key));
        Assert.Equal("22", preview.Problems[2].Arguments[2]);
    }

    [Fact]
    public void A_code_sorted_away_from_its_line_is_caught()
    {
        var rows = Ours.Rows.ToList();
        var theirs = Ours with { Rows = [rows[0] with { MassarCode = rows[1].MassarCode }, rows[1] with { MassarCode = rows[0].MassarCode }, .. rows.Skip(2)] };
        var preview = NotesCcComparison.Compare(Ours, Read(theirs));
        Assert.Empty(preview.Changes);
        Assert.Equal(["marks.workbook.wrong-id", "marks.workbook.wrong-id"], preview.Problems.Select(p => p.Key));

        var renamed = NotesCcComparison.Compare(Ours, Read(Ours with { Rows = [rows[0] with { FullName = "إسم آخر" }, .. rows.Skip(1)] }));
        Assert.Equal(("marks.workbook.other-name", true), (Assert.Single(renamed.Problems).Key, renamed.Problems[0].IsRemark));
    }

    [Fact]
    public void Swapped_unknown_and_missing_assessments_are_reported()
    {
        var swapped = Ours with { Assessments = [new(1, "الفرض الثاني"), new(2, "الفرض الأول"), new(9, "فرض إضافي"), Ours.Assessments[3]] };
        var preview = NotesCcComparison.Compare(Ours, Read(swapped));
        Assert.Equal(
            ["marks.workbook.moved-assessment", "marks.workbook.moved-assessment", "marks.workbook.unknown-assessment", "marks.workbook.missing-assessment", "marks.workbook.missing-assessment", "marks.workbook.missing-assessment"],
            preview.Problems.Select(p => p.Key));
        Assert.All(preview.Changes, c => Assert.Equal(4, c.Marker));
    }

    [Fact]
    public void Any_list_with_codes_and_marks_is_read()
    {
        const string Csv = "ر.ت;رقم التلميذ;الاسم;الفرض الأول;فرض 2\r\n1;R130000001;اسم أول;12,5;\r\n2;r130000002;اسم ثان;غائب;7\r\n3;R13;اسم;9;8\r\n4;R130000003;اسم ثالث;١٤;6\r\n5;Z999999999;اسم;3;4\r\n";

        var list = PlainMarkList.Read(Encoding.UTF8.GetBytes(Csv));

        Assert.Equal([(4, "الفرض الأول"), (5, "فرض 2")], list.Columns.Select(c => (c.Column, c.Title)));
        var suggested = list.Suggest(Ours.Assessments);
        Assert.Equal([new(4, 1)], suggested);
        var preview = NotesCcComparison.Compare(Ours, list, suggested);
        Assert.Equal([("R130000001", 12.5m), ("R130000003", 14m)], preview.Changes.Select(c => (c.MassarCode, c.New.Points!.Value)));
        Assert.Equal(
            ["marks.workbook.not-a-code", "marks.workbook.not-a-mark", "marks.workbook.unknown-pupil", "marks.workbook.missing-pupil", "marks.workbook.missing-pupil"],
            preview.Problems.Select(p => p.Key));
        Assert.Equal("marks.workbook.no-codes", Assert.Single(PlainMarkList.Read("a;b\n1;2"u8.ToArray()).Problems).Key);
    }

    [Fact]
    public void A_teachers_own_workbook_may_compute_averages_but_not_the_marks_taken()
    {
        var file = Files.Xlsx(
            """
            <row r="1"><c r="A1" t="str"><v>مسار</v></c><c r="B1" t="str"><v>الفرض الأول</v></c><c r="C1" t="str"><v>الفرض الثاني</v></c><c r="D1" t="str"><v>المعدل</v></c></row>
            <row r="2"><c r="A2" t="str"><v>R130000001</v></c><c r="B2"><v>11</v></c><c r="C2"><v>13</v></c><c r="D2"><f>AVERAGE(B2:C2)</f><v>12</v></c></row>
            <row r="3"><c r="A3" t="str"><v>R130000002</v></c><c r="B3"><f>D3*2</f><v>18</v></c><c r="C3"><v>9</v></c><c r="D3"><f>9</f><v>9</v></c></row>
            """);
        var ours = Ours with { Rows = [Ours.Rows[0], Ours.Rows[1]] };

        var list = PlainMarkList.Read(file);
        var preview = NotesCcComparison.Compare(ours, list, list.Suggest(ours.Assessments));

        Assert.Equal([("B2", 11m), ("C2", 13m), ("C3", 9m)], preview.Changes.Select(c => (c.Cell, c.New.Points!.Value)));
        Assert.Equal(("marks.workbook.computed-mark", "B3"), (Assert.Single(preview.Problems).Key, preview.Problems[0].Cell));
    }

    [Fact]
    public void Absences_are_written_only_when_asked_for()
    {
        var ours = Ours.With(0, 0, MarkValue.Absent).With(1, 0, MarkValue.Exempt);

        var silent = NotesCcReader.Read(NotesCcWriter.Write(ours)).Sheet!;
        var stated = NotesCcReader.Read(NotesCcWriter.Write(ours, writeAbsences: true)).Sheet!;

        Assert.Equal(MarkValue.Empty, silent.Rows[0].Marks[0]);
        Assert.Equal(MarkValue.Absent, stated.Rows[0].Marks[0]);
        Assert.Equal(MarkValue.Empty, stated.Rows[1].Marks[0]);
    }

    [Fact]
    public void Every_key_used_in_the_rules_has_a_sentence()
    {
        var folder = Path.Combine(Repository.Root, "Features", "Marks", "Workbooks");
        var used = Directory.GetFiles(folder, "*.cs").SelectMany(f => UsedKey().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).ToHashSet();
        used.UnionWith(UsedReport().Matches(File.ReadAllText(Path.Combine(folder, "NotesCcComparison.cs"))).Select(m => $"marks.workbook.{m.Groups[1].Value}"));
        used.UnionWith(new[] { "school", "class", "subject", "semester", "year" }.SelectMany(w => new[] { $"marks.workbook.wrong-{w}", $"marks.workbook.no-{w}" }));
        var texts = Texts("ar");

        Assert.True(used.Count > 30, $"{used.Count} keys found in {folder}");
        Assert.Empty(used.Except(texts.Keys));
        // and no sentence waits for a key that no rule uses
        Assert.Empty(texts.Keys.Where(k => !k.StartsWith("marks.workbook.file.", StringComparison.Ordinal)).Except(used));
    }

    [Fact]
    public void Every_key_has_a_sentence_in_every_language_with_the_same_blanks()
    {
        var texts = new[] { "ar", "fr", "en" }.Select(Texts).ToList();
        var keys = typeof(SpreadsheetRefusals).GetFields().Select(f => $"marks.workbook.file.{f.GetRawConstantValue()}").ToList();
        Assert.All(keys, key => Assert.All(texts, t => Assert.True(t.ContainsKey(key), key)));
        Assert.All(texts[0], text =>
        {
            foreach (var other in texts.Skip(1)) Assert.Equal(Blanks(text.Value), Blanks(other[text.Key]));
        });
        Assert.All(texts, t => Assert.Equal(texts[0].Keys, t.Keys));

        static string[] Blanks(string text) => [.. Blank().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal)];
    }

    private static Dictionary<string, string> Texts(string language)
    {
        // a build may file a culture's resources in its satellite assembly
        var main = typeof(NotesCcSheet).Assembly;
        var (assembly, name) = new[] { main, Satellite(main, language) }.OfType<Assembly>()
            .SelectMany(a => a.GetManifestResourceNames().Select(n => (Assembly: a, Name: n)))
            .Single(r => r.Name.EndsWith($"Features.Marks.Strings.workbooks.{language}.json", StringComparison.Ordinal)
                || (r.Assembly != main && r.Name.EndsWith("Features.Marks.Strings.workbooks.json", StringComparison.Ordinal)));
        return JsonSerializer.Deserialize<Dictionary<string, string>>(assembly.GetManifestResourceStream(name)!)!;
    }

    private static Assembly? Satellite(Assembly main, string language)
    {
        try
        {
            return main.GetSatelliteAssembly(CultureInfo.GetCultureInfo(language));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static NotesCcReading Read(NotesCcSheet sheet) => NotesCcReader.Read(NotesCcWriter.Write(sheet), sheet.Scale);

    [GeneratedRegex("\"(marks\\.workbook\\.[a-z-]+)\"")]
    private static partial Regex UsedKey();

    [GeneratedRegex("(?:Report|Refuse)\\(\"([a-z-]+)\"")]
    private static partial Regex UsedReport();

    [GeneratedRegex("\\{\\d\\}")]
    private static partial Regex Blank();
}
