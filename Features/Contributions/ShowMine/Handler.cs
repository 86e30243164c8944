using System.Text.Json.Serialization;
using Massar.Features.Contributions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions.ShowMine;

public sealed record Query : IQuery<Family>;

public sealed record Family(IReadOnlyList<Child> Children);

/// <param name="Receipts">Of this year, and those made in it for former ones, the newest first, negative lines too.</param>
/// <param name="Former">What is left of former years, with the school that receives it.</param>
public sealed record Child(Account Account, IReadOnlyList<ReceiptLine> Receipts, IReadOnlyList<FormerLine> Former);

/// <param name="Document">The paper, under /documents.</param>
public sealed record ReceiptLine([property: JsonIgnore] long PupilId, CashKind Kind, [property: JsonIgnore] int Sequence, [property: JsonIgnore] int Year, DateOnly Day, decimal Total, long Document, bool IsCancelled)
{
    public string Number => Formats.RegisterNumber(Sequence, Year);
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Family>
{
    /// <summary>Thirty children with ten headings each.</summary>
    private const int MostRows = 300;
    private const int MostReceipts = 100;

    public async Task<Outcome<Family>> Handle(Query query, CancellationToken ct)
    {
        // The place in a class and what the year's headings are, in one statement: a family page asks four.
        var mine = db.PaidForBy(user, MoroccanDay.Today(clock));
        var rows = await (
            from e in db.Enrollments
            where mine.Contains(e.PupilId) && (e.State == EnrollmentState.Active || (e.State == EnrollmentState.Expected && !db.Enrollments.Any(o => o.PupilId == e.PupilId && o.SchoolYearId == e.SchoolYearId && o.State == EnrollmentState.Active)))
            join y in db.SchoolYears on e.SchoolYearId equals y.Id
            where y.IsCurrent
            join p in db.Pupils on e.PupilId equals p.Id
            join l in db.Levels on e.LevelCode equals l.Code
            join c in db.Classes on e.ClassId equals c.Id into classes
            from c in classes.DefaultIfEmpty()
            join h in db.ContributionHeadings.Where(h => h.Amount > 0) on new { Year = y.Id, l.CycleCode } equals new { Year = h.SchoolYearId, h.CycleCode } into headings
            from h in headings.DefaultIfEmpty()
            orderby p.BirthDate, p.Id, h.Order
            select new
            {
                Year = y.Id,
                Payer = new Payer(p.Id, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, e.ClassId, c.Name, e.OrderInClass, l.CycleCode),
                Code = h == null ? null : h.Code,
                NameAr = h == null ? null : h.NameAr,
                NameFr = h == null ? null : h.NameFr,
                Amount = h == null ? null : h.Amount,
                IsOptional = h != null && h.IsOptional,
                IsExempt = h != null && db.Exemptions.Any(x => x.PupilId == p.Id && x.SchoolYearId == y.Id && x.HeadingCode == h.Code && x.LiveKey != null),
            }).AsNoTracking().Take(MostRows).ToListAsync(ct);
        if (rows.Count == 0)
            return new Family([]);
        var year = rows[0].Year;
        var paid = await (
            from e in db.CashEntries
            where e.SchoolYearId == year && e.PupilId != null && mine.Contains(e.PupilId.Value)
            join l in db.CashLines on e.Id equals l.EntryId
            group l.Amount by new { e.PupilId, l.HeadingCode } into g
            select new { g.Key.PupilId, g.Key.HeadingCode, Sum = g.Sum() }).ToDictionaryAsync(g => (g.PupilId!.Value, g.HeadingCode), g => g.Sum, ct);
        var receipts = (await db.CashEntries.Where(e => e.PupilId != null && mine.Contains(e.PupilId.Value) && (e.SchoolYearId == year || db.SchoolYears.Any(y => y.Id == year && y.StartsOn <= e.Day))).OrderByDescending(e => e.Id)
            .Select(e => new ReceiptLine(e.PupilId!.Value, e.Kind, e.Number, e.Year, e.Day, e.Total, e.DocumentId, e.Document!.State == DocumentState.Revoked)).Take(MostReceipts).ToListAsync(ct)).ToLookup(r => r.PupilId);
        var former = (await Former.Of(db, db.Enrollments.Where(e => mine.Contains(e.PupilId)), ct)).ToLookup(l => l.PupilId);
        return new Family(
        [
            .. rows.GroupBy(r => r.Payer.Id).Select(g => new Child(
                new Account(g.First().Payer, [.. g.Where(r => r.Code is not null).Select(r => new Due(r.Code!, r.NameAr!, r.NameFr!, r.Amount ?? 0, r.IsOptional, r.IsExempt, paid.GetValueOrDefault((g.Key, r.Code!))))]), [.. receipts[g.Key]], [.. former[g.Key]])),
        ]);
    }
}
