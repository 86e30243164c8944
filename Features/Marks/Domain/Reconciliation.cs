using System.Globalization;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>How what families read departs from what was entered and validated.</summary>
public enum DifferenceKind
{
    /// <summary>The marks are not those the head validated, or nobody kept what they were.</summary>
    Seal,

    /// <summary>The marks agree with a seal made without a key, which anybody can make.</summary>
    Unkeyed,

    /// <summary>The key the marks were sealed with is not among this program's, so nothing can be said of them.</summary>
    KeyMissing,

    /// <summary>A published mark is another than the one entered.</summary>
    Cell,

    /// <summary>A pupil of the class has a mark and no published line with it.</summary>
    Missing,

    /// <summary>A mark is published of a sheet that is not, or before its hour.</summary>
    Early,

    /// <summary>The published average is not that of the published marks.</summary>
    Average,
}

/// <summary>One difference. The pupil is 0 where it is the whole sheet's.</summary>
public sealed record Difference(SheetKey Sheet, DifferenceKind Kind, long PupilId, string Expected, string Found);

/// <summary>A sheet in the three places its marks are: as validated, as entered, as published.</summary>
/// <param name="Validated">Null when the sheet was validated without a seal.</param>
/// <param name="Published">Over the pupils of the newest edition; null while no hour is set.</param>
/// <param name="ToPublish">What <paramref name="Published"/> must be: the entered marks of the same pupils.</param>
public sealed record ReconciledSheet(SheetKey Key, Seal? Validated, Seal Entered, Seal? Published, Seal? ToPublish, IReadOnlyList<Difference> Differences);

/// <summary>
/// Compares published results with the marks they were made of, and those with what was validated. What a pupil sees is what was
/// entered and approved: publication asks here before it is final, and <c>reconcile</c> asks for the whole country.
/// </summary>
public sealed class Reconciliation(MassarDb db, Sealer sealer)
{
    /// <summary>All validated sheets of a class, or of one of its subjects in a semester. Four statements: a sheet's columns do not come again with each of its marks.</summary>
    public async Task<IReadOnlyList<ReconciledSheet>> OfClass(int classId, string? subject, int? semester, CancellationToken ct)
    {
        var sheets = await db.Assessments.AsNoTracking().Include(a => a.Marks).AsSplitQuery()
            .Where(a => a.ClassId == classId && (subject == null || a.SubjectCode == subject) && (semester == null || a.Semester == semester)).ToListAsync(ct);
        var results = await db.PublishedResults.AsNoTracking()
            .Where(r => r.ClassId == classId && (subject == null || r.SubjectCode == subject) && (semester == null || r.Semester == semester)).ToListAsync(ct);
        var sitting = (await db.Enrollments.Marked().Where(e => e.ClassId == classId)
            .Select(e => e.PupilId).ToListAsync(ct)).ToHashSet();
        return Compare(sheets, results, sitting);
    }

    /// <summary>The comparison itself, of one class.</summary>
    /// <param name="sitting">Pupils who must have a published line when they have a mark.</param>
    public IReadOnlyList<ReconciledSheet> Compare(IReadOnlyList<Assessment> sheets, IReadOnlyList<PublishedResult> results, IReadOnlySet<long> sitting)
    {
        var lines = results.Select(r => new Line(r, TestsText.Read(r.Tests))).ToList();
        var bySubject = lines.ToLookup(l => (l.Row.SubjectCode, l.Row.Semester));
        var found = sheets.OrderBy(s => s.SubjectCode, StringComparer.Ordinal).ThenBy(s => s.Semester).ThenBy(s => s.Number)
            .Where(s => s.State >= AssessmentState.Validated || bySubject[(s.SubjectCode, s.Semester)].Any(l => l.Has(s.Number)))
            .Select(s => Compare(s, bySubject[(s.SubjectCode, s.Semester)].ToList(), sitting)).ToList();

        // Lines of no sheet, and averages, belong to the subject: they are told with its first sheet.
        foreach (var (key, own) in bySubject.Select(g => (g.Key, Own: g.ToList())))
        {
            var known = sheets.Where(s => s.SubjectCode == key.SubjectCode && s.Semester == key.Semester).Select(s => s.Number).ToHashSet();
            var sheet = new SheetKey(own[0].Row.ClassId, key.SubjectCode, key.Semester, 0);
            var stray = own.SelectMany(l => l.Tests.Where(t => !known.Contains(t.Number)).Select(t => new Difference(sheet with { Number = t.Number }, DifferenceKind.Early, l.Row.PupilId, "", t.Value.Plain)));
            var averages = own.Select(l => (Line: l, Right: Publication.AverageOf([.. l.Tests], l.Row.Share, Averages.RoundingOf(l.Row.FormulaVersion)))).Where(a => a.Right != a.Line.Row.Average)
                .Select(a => new Difference(sheet, DifferenceKind.Average, a.Line.Row.PupilId, Number(a.Right), Number(a.Line.Row.Average)));
            List<Difference> more = [.. stray, .. averages];
            if (more.Count > 0) found.Add(new ReconciledSheet(sheet, null, Seal.Of(sealer, sheet, []), null, null, more));
        }

        return found;
    }

    private ReconciledSheet Compare(Assessment sheet, List<Line> lines, IReadOnlySet<long> sitting)
    {
        var differences = new List<Difference>();
        var entered = sheet.Marks.Where(m => !m.Value.IsEmpty).ToDictionary(m => m.PupilId, m => m.Value);
        var now = sheet.SealNow(sealer);
        if (sheet.State >= AssessmentState.Validated && sheet.Seal != now)
            differences.Add(new Difference(sheet.Key, Kind(sheet), 0, sheet.Seal?.ToString() ?? "", now.ToString()));

        var hour = sheet.State >= AssessmentState.Scheduled ? sheet.PublishAt : null;
        foreach (var line in lines)
        {
            var isDue = IsDue(line);
            var shown = line.Has(sheet.Number) ? line.Of(sheet.Number) : (CellValue?)null;
            var right = entered.GetValueOrDefault(line.Row.PupilId, CellValue.Empty);
            if (!isDue && shown is not null) differences.Add(new Difference(sheet.Key, DifferenceKind.Early, line.Row.PupilId, "", shown.Value.Plain));
            else if (isDue && shown != right) differences.Add(new Difference(sheet.Key, DifferenceKind.Cell, line.Row.PupilId, right.Plain, shown?.Plain ?? "–"));
        }

        var newest = hour is null ? [] : lines.Where(IsDue).GroupBy(l => l.Row.PupilId).Select(g => g.MaxBy(l => l.Row.PublishAt)!).ToList();
        if (hour is not null)
        {
            var told = newest.Select(l => l.Row.PupilId).ToHashSet();
            differences.AddRange(entered.Where(e => sitting.Contains(e.Key) && !told.Contains(e.Key)).OrderBy(e => e.Key)
                .Select(e => new Difference(sheet.Key, DifferenceKind.Missing, e.Key, e.Value.Plain, "–")));
        }

        return new ReconciledSheet(sheet.Key, sheet.Seal, now,
            hour is null ? null : Seal.Of(sealer, sheet.Key, newest.Where(l => l.Has(sheet.Number)).Select(l => (l.Row.PupilId, l.Of(sheet.Number))), sheet.Seal),
            hour is null ? null : Seal.Of(sealer, sheet.Key, newest.Select(l => (l.Row.PupilId, entered.GetValueOrDefault(l.Row.PupilId, CellValue.Empty))), sheet.Seal), differences);

        // An edition for pupils alone, or for guardians alone, owes the test from their hour on.
        bool IsDue(Line line) => hour is not null && line.Row.PublishAt >= sheet.HourFor(line.Row.Audience);
    }

    private DifferenceKind Kind(Assessment sheet) =>
        sheet.AgreesWithPlainSeal ? DifferenceKind.Unkeyed
        : sheet.Seal is { IsPlain: false } seal && !sealer.HasKeyOf(seal.Code) ? DifferenceKind.KeyMissing
        : DifferenceKind.Seal;

    private static string Number(decimal? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A published row with its tests taken apart.</summary>
    private sealed class Line(PublishedResult of, IReadOnlyList<(int Number, CellValue Value)> tests)
    {
        public PublishedResult Row => of;

        public IReadOnlyList<(int Number, CellValue Value)> Tests => tests;

        public bool Has(int number) => tests.Any(t => t.Number == number);

        public CellValue Of(int number) => tests.First(t => t.Number == number).Value;
    }
}
