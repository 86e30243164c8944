using System.Globalization;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions.Domain;

/// <summary>What is left of a heading of a former year.</summary>
/// <param name="Year">The year the school year begins in.</param>
/// <param name="SchoolId">The school it was due at, which alone receives it.</param>
/// <param name="Paid">In that year, at whatever school.</param>
public sealed record FormerLine(long PupilId, int Year, int SchoolId, string SchoolAr, string SchoolFr, string Code, string NameAr, string NameFr, decimal Amount, decimal Paid)
{
    public decimal Owed => Amount - Paid;

    /// <summary>Names the line in forms and addresses.</summary>
    public string Key => KeyOf(Year, Code);

    public static string KeyOf(int year, string code) => string.Create(CultureInfo.InvariantCulture, $"{year}/{code}");
}

/// <summary>
/// Balances of former years: headings that were owed at a school which kept its cash book here in that year, so that what was paid on paper
/// before is asked of nobody. They go so many years back as the setting <c>contributions.former-years</c> of the current year says.
/// </summary>
public static class Former
{
    public const string Setting = "contributions.former-years";

    private const int Usual = 4;

    /// <summary>What is left, the latest year first. One statement.</summary>
    /// <param name="seats">Places in classes of any year; who never came owes nothing.</param>
    public static async Task<List<FormerLine>> Of(MassarDb db, IQueryable<Enrollment> seats, CancellationToken ct)
    {
        var rows = await (
            from e in seats.WasThere()
            where !db.Enrollments.Any(o => o.PupilId == e.PupilId && o.State == EnrollmentState.Deceased)
            from now in db.SchoolYears
            where now.IsCurrent && e.SchoolYearId < now.Id && db.CashEntries.Any(x => x.SchoolId == e.SchoolId && x.SchoolYearId == e.SchoolYearId)
            join level in db.Levels on e.LevelCode equals level.Code
            join h in db.ContributionHeadings.Where(h => h.Amount > 0 && !h.IsOptional) on new { Year = e.SchoolYearId, level.CycleCode } equals new { Year = h.SchoolYearId, h.CycleCode }
            join school in db.Places on e.SchoolId equals school.Id
            where !db.Exemptions.Any(x => x.PupilId == e.PupilId && x.SchoolYearId == e.SchoolYearId && x.HeadingCode == h.Code && x.LiveKey != null)
            orderby e.SchoolYearId descending, e.PupilId, h.Order, e.Id
            select new
            {
                Line = new FormerLine(e.PupilId, e.SchoolYearId, e.SchoolId, school.NameAr, school.NameFr, h.Code, h.NameAr, h.NameFr, h.Amount!.Value,
                    (from c in db.CashEntries join l in db.CashLines on c.Id equals l.EntryId where c.PupilId == e.PupilId && c.SchoolYearId == e.SchoolYearId && l.HeadingCode == h.Code select l.Amount).Sum()),
                Now = now.Id,
                Back = db.Settings.Where(s => s.SchoolYearId == now.Id && s.Code == Setting).Select(s => s.Value).FirstOrDefault(),
            }).AsNoTracking().ToListAsync(ct);
        // Who changed schools within a year owed it once: where the pupil came last.
        return [.. rows.Where(r => r.Now - r.Line.Year <= Years(r.Back) && r.Line.Owed > 0).Select(r => r.Line).GroupBy(l => (l.PupilId, l.Year, l.Code)).Select(g => g.Last()).OrderByDescending(l => l.Year)];
    }

    /// <summary>What a form has seen of it.</summary>
    public static string Seen(IEnumerable<FormerLine> lines) =>
        Fingerprint.Of(string.Join(';', lines.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.PupilId}/{l.Key}/{l.Owed:0.00}")).Order(StringComparer.Ordinal)))[..16];

    private static int Years(string? setting) => int.TryParse(setting, NumberStyles.None, CultureInfo.InvariantCulture, out var years) ? years : Usual;
}
