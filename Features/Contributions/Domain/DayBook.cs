using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions.Domain;

/// <summary>A day of the cash book with what it starts from and comes to.</summary>
/// <param name="Before">In the box before the day's first entry, by the book and earlier counts.</param>
/// <param name="After">In the box after its last.</param>
/// <param name="Headings">What of the day belongs to which heading.</param>
public sealed record DayBook(DayHead Head, decimal Before, decimal After, IReadOnlyList<HeadingSum> Headings);

/// <param name="ClosedBy">Account that counted.</param>
public sealed record DayHead(DateOnly Day, CashDayState State, decimal? Booked, decimal? Counted, decimal Difference, string? Reason, long? ClosedBy, string? ClosedByAr, string? ClosedByLatin, DateTime? ClosedAt, string? SignedByAr, string? SignedByLatin, DateTime? SignedAt, string? Remark, int Version);

public sealed record HeadingSum(string Code, string NameAr, string NameFr, decimal In, decimal Out);

/// <summary>Reads a day in five statements beside its entries.</summary>
public static class DayReading
{
    /// <summary>The day of a school; null where nothing was ever entered.</summary>
    public static async Task<DayBook?> DayOf(this MassarDb db, int school, DateOnly day, CancellationToken ct)
    {
        var head = await (
            from d in db.CashDays
            where d.SchoolId == school && d.Day == day
            join c in db.Accounts on d.ClosedByAccountId equals (long?)c.Id into closers
            from c in closers.DefaultIfEmpty()
            join s in db.Accounts on d.SignedByAccountId equals (long?)s.Id into signers
            from s in signers.DefaultIfEmpty()
            select new DayHead(d.Day, d.State, d.Booked, d.Counted, d.Difference, d.Reason, d.ClosedByAccountId, c.NameAr, c.NameLatin, d.ClosedAt, s.NameAr, s.NameLatin, d.SignedAt, d.Remark, d.Version)).AsNoTracking().SingleOrDefaultAsync(ct);
        if (head is null)
            return null;
        var after = await CashDesk.Balance(db, school, day, ct);
        var sums = await (
            from e in db.CashEntries
            where e.SchoolId == school && e.Day == day
            join l in db.CashLines on e.Id equals l.EntryId
            group l.Amount by new { l.HeadingCode, e.SchoolYearId, IsIn = e.Register == Documents.Domain.IssuedDocument.ReceiptKind } into g
            select new { g.Key.HeadingCode, g.Key.SchoolYearId, g.Key.IsIn, Sum = g.Sum() }).ToListAsync(ct);
        var years = sums.Select(s => s.SchoolYearId).Distinct().ToList();
        var names = (await db.ContributionHeadings.AsNoTracking().Where(h => years.Contains(h.SchoolYearId)).OrderByDescending(h => h.SchoolYearId).ThenBy(h => h.Order)
            .Select(h => new { h.Code, h.NameAr, h.NameFr }).ToListAsync(ct)).DistinctBy(h => h.Code);
        return new DayBook(head, after - sums.Sum(s => s.Sum), after,
            [.. names.Where(n => sums.Exists(s => s.HeadingCode == n.Code)).Select(n => new HeadingSum(n.Code, n.NameAr, n.NameFr, sums.Where(s => s.HeadingCode == n.Code && s.IsIn).Sum(s => s.Sum), -sums.Where(s => s.HeadingCode == n.Code && !s.IsIn).Sum(s => s.Sum)))]);
    }
}
