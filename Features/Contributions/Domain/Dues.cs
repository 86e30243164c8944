using System.Globalization;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions.Domain;

/// <summary>A pupil in this year's class list.</summary>
public sealed record Payer(long Id, string MassarCode, string NameAr, string NameLatin, int? ClassId, string? ClassName, int Order, string CycleCode);

/// <summary>What a pupil owes and paid under one heading.</summary>
/// <param name="Paid">In the year, at whatever school: who moves does not pay twice.</param>
public sealed record Due(string Code, string NameAr, string NameFr, decimal Amount, bool IsOptional, bool IsExempt, decimal Paid)
{
    /// <summary>What may still be received.</summary>
    public decimal Room => IsExempt ? 0 : Math.Max(0, Amount - Paid);

    /// <summary>What is still owed: of an optional heading nothing is.</summary>
    public decimal Owed => IsOptional ? 0 : Room;
}

/// <summary>All headings of one pupil, in their order.</summary>
public sealed record Account(Payer Payer, IReadOnlyList<Due> Lines)
{
    public decimal Owed => Lines.Sum(l => l.Owed);

    public decimal Paid => Lines.Sum(l => l.Paid);

    public Due? Find(string code) => Lines.FirstOrDefault(l => l.Code == code);
}

/// <summary>Reads who owes what, in four statements for any number of pupils.</summary>
public static class Dues
{
    /// <summary>The headings under which something is received, of all cycles, in order.</summary>
    public static Task<List<ContributionHeading>> HeadingsOf(this MassarDb db, int year, CancellationToken ct) =>
        db.ContributionHeadings.AsNoTracking().Where(h => h.SchoolYearId == year && h.Amount > 0).OrderBy(h => h.Order).ThenBy(h => h.CycleCode).ToListAsync(ct);

    /// <summary>The accounts of the pupils of some places in classes, in the order of class lists.</summary>
    /// <param name="seats">Of one school year; who left is not among them.</param>
    public static async Task<List<Account>> Of(MassarDb db, int year, IQueryable<Enrollment> seats, IReadOnlyList<ContributionHeading> headings, CancellationToken ct)
    {
        // Who is expected pays on the day of registration; who sits elsewhere by now does not.
        seats = seats.Where(e => e.SchoolYearId == year && (e.State == EnrollmentState.Active
            || (e.State == EnrollmentState.Expected && !db.Enrollments.Any(o => o.PupilId == e.PupilId && o.SchoolYearId == year && o.State == EnrollmentState.Active))));
        var payers = await (
            from e in seats
            join p in db.Pupils on e.PupilId equals p.Id
            join l in db.Levels on e.LevelCode equals l.Code
            join c in db.Classes on e.ClassId equals c.Id into classes
            from c in classes.DefaultIfEmpty()
            orderby l.Order, c.Name, e.OrderInClass, p.MassarCode
            select new Payer(p.Id, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, e.ClassId, c.Name, e.OrderInClass, l.CycleCode)).AsNoTracking().ToListAsync(ct);
        if (payers.Count == 0)
            return [];
        var paid = await Paid(db, db.CashEntries.Where(e => e.SchoolYearId == year && e.PupilId != null && seats.Any(s => s.PupilId == e.PupilId)), ct);
        var exempt = (await db.Exemptions.Where(x => x.SchoolYearId == year && x.LiveKey != null && seats.Any(s => s.PupilId == x.PupilId)).Select(x => new { x.PupilId, x.HeadingCode }).ToListAsync(ct))
            .Select(x => (x.PupilId, x.HeadingCode)).ToHashSet();
        var byCycle = headings.ToLookup(h => h.CycleCode);
        return [.. payers.Select(p => new Account(p, [.. byCycle[p.CycleCode].Select(h => new Due(h.Code, h.NameAr, h.NameFr, h.Amount!.Value, h.IsOptional, exempt.Contains((p.Id, h.Code)), paid.GetValueOrDefault((p.Id, h.Code))))]))];
    }

    /// <summary>What is left of receipts after their negative lines, by pupil and heading.</summary>
    private static async Task<Dictionary<(long Pupil, string Heading), decimal>> Paid(MassarDb db, IQueryable<CashEntry> entries, CancellationToken ct) =>
        await (
            from e in entries
            join l in db.CashLines on e.Id equals l.EntryId
            group l.Amount by new { e.PupilId, l.HeadingCode } into g
            select new { g.Key.PupilId, g.Key.HeadingCode, Sum = g.Sum() }).ToDictionaryAsync(g => (g.PupilId!.Value, g.HeadingCode), g => g.Sum, ct);

    /// <summary>What a form has seen of these accounts: when it is another now, somebody received or exempted meanwhile, or an amount was changed.</summary>
    public static string Seen(IEnumerable<Account> accounts) => Fingerprint.Of(string.Join(';',
        accounts.OrderBy(a => a.Payer.Id).SelectMany(a => a.Lines.Select(d => string.Create(CultureInfo.InvariantCulture, $"{a.Payer.Id}/{d.Code}/{d.Room:0.00}")))))[..16];
}
