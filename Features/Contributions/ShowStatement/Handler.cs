using Massar.Features.Contributions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions.ShowStatement;

public sealed record Query : IQuery<Statement>;

public sealed record Statement(int Year, IReadOnlyList<StatementLine> Lines);

/// <param name="Due">What today's pupils owe in all, exemptions left out; of an optional heading nothing.</param>
/// <param name="Exempt">What exemptions let go.</param>
/// <param name="ExemptPupils">Pupils exempted.</param>
/// <param name="Received">At this school in the year, negative lines taken off; also from pupils who left since.</param>
/// <param name="Owed">What today's pupils still owe.</param>
/// <param name="Owing">Pupils who do.</param>
/// <param name="Transferred">Carried to the account it belongs to.</param>
public sealed record StatementLine(string Code, string NameAr, string NameFr, bool IsOptional, decimal Due, decimal Exempt, int ExemptPupils, decimal Received, decimal Owed, int Owing, decimal Transferred)
{
    public decimal Held => Received - Transferred;
}

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Statement>
{
    public async Task<Outcome<Statement>> Handle(Query query, CancellationToken ct)
    {
        var year = await db.CurrentYear(ct);
        var headings = await db.HeadingsOf(year, ct);
        var accounts = await Dues.Of(db, year, db.Enrollments.At(user), headings, ct);
        var sums = await (
            from e in db.CashEntries.At(user)
            where e.SchoolYearId == year
            join l in db.CashLines on e.Id equals l.EntryId
            group l.Amount by new { l.HeadingCode, IsIn = e.Register == IssuedDocument.ReceiptKind } into g
            select new { g.Key.HeadingCode, g.Key.IsIn, Sum = g.Sum() }).ToListAsync(ct);
        var dues = accounts.SelectMany(a => a.Lines).ToLookup(d => d.Code);
        return new Statement(year,
        [
            .. headings.DistinctBy(h => h.Code).Where(h => dues[h.Code].Any() || sums.Exists(s => s.HeadingCode == h.Code)).Select(h => new StatementLine(
                h.Code, h.NameAr, h.NameFr, h.IsOptional,
                dues[h.Code].Where(d => !d.IsOptional && !d.IsExempt).Sum(d => d.Amount), dues[h.Code].Where(d => d.IsExempt).Sum(d => d.Amount), dues[h.Code].Count(d => d.IsExempt),
                sums.Where(s => s.HeadingCode == h.Code && s.IsIn).Sum(s => s.Sum), dues[h.Code].Sum(d => d.Owed), dues[h.Code].Count(d => d.Owed > 0),
                -sums.Where(s => s.HeadingCode == h.Code && !s.IsIn).Sum(s => s.Sum))),
        ]);
    }
}
