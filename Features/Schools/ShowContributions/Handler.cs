using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Schools.ShowContributions;

public sealed record Query(string Gresa) : IQuery<PublicMoney>;

/// <param name="Year">The year the school year begins in.</param>
public sealed record PublicMoney(string GresaCode, string NameAr, string NameFr, int Year, IReadOnlyList<MoneyLine> Lines);

/// <param name="Received">Negative lines taken off; null where too few paid for a sum to tell of nobody.</param>
/// <param name="Transferred">Carried to the account it belongs to; null likewise.</param>
public sealed record MoneyLine(string NameAr, string NameFr, string BeneficiaryAr, string BeneficiaryFr, decimal? Received, decimal? Transferred);

public sealed class Handler(MassarDb db) : IQueryHandler<Query, PublicMoney>
{
    /// <summary>From so many pupils on a sum says nothing of one of them.</summary>
    private const int Least = 5;

    public async Task<Outcome<PublicMoney>> Handle(Query request, CancellationToken ct)
    {
        if (GresaCode.Read(request.Gresa) is not { } code)
            return Refusal.NotFound;
        var school = await (
            from s in db.Schools
            where s.GresaCode == code.Value
            from y in db.SchoolYears
            where y.IsCurrent
            select new { s.Id, s.GresaCode, s.Place.NameAr, s.Place.NameFr, Year = y.Id }).SingleOrDefaultAsync(ct);
        if (school is null)
            return Refusal.NotFound;
        var headings = await db.ContributionHeadings.AsNoTracking().Where(h => h.SchoolYearId == school.Year).OrderBy(h => h.Order).ThenBy(h => h.CycleCode).ToListAsync(ct);
        var sums = await (
            from e in db.CashEntries
            where e.SchoolId == school.Id && e.SchoolYearId == school.Year
            join l in db.CashLines on e.Id equals l.EntryId
            group new { l.Amount, e.PupilId } by new { l.HeadingCode, IsIn = e.Register == IssuedDocument.ReceiptKind } into g
            select new { g.Key.HeadingCode, g.Key.IsIn, Sum = g.Sum(x => x.Amount), Pupils = g.Select(x => x.PupilId).Distinct().Count() }).ToListAsync(ct);
        return new PublicMoney(school.GresaCode, school.NameAr, school.NameFr, school.Year,
        [
            .. from h in headings.DistinctBy(h => h.Code)
               let income = sums.Find(s => s.HeadingCode == h.Code && s.IsIn)
               where income is not null
               let isTold = income.Pupils >= Least
               select new MoneyLine(h.NameAr, h.NameFr, h.BeneficiaryAr, h.BeneficiaryFr, isTold ? income.Sum : null, isTold ? -sums.Where(s => s.HeadingCode == h.Code && !s.IsIn).Sum(s => s.Sum) : null),
        ]);
    }
}
