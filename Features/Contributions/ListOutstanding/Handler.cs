using System.Text.Json.Serialization;
using Massar.Features.Contributions.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions.ListOutstanding;

/// <param name="Whole">All lines, for a sheet.</param>
public sealed record Query(int? Class, int Page, bool Whole) : IQuery<Owing>;

/// <param name="Headings">Those somebody owes under.</param>
/// <param name="Former">By pupil, what is left of former years at this school.</param>
public sealed record Owing(int? Class, IReadOnlyList<ClassName> Classes, IReadOnlyList<Due> Headings, IReadOnlyList<Account> Accounts, [property: JsonIgnore] IReadOnlyDictionary<long, decimal> Former, int Count, decimal Sum, int Page, int Pages) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Accounts.Count;
}

public sealed record ClassName(int Id, string Name);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Owing>
{
    private const int PageSize = 20;

    public async Task<Outcome<Owing>> Handle(Query query, CancellationToken ct)
    {
        var year = await db.CurrentYear(ct);
        var all = await Dues.Of(db, year, db.Enrollments.At(user), await db.HeadingsOf(year, ct), ct);
        var classes = all.Where(a => a.Payer.ClassId is not null).Select(a => new ClassName(a.Payer.ClassId!.Value, a.Payer.ClassName ?? "")).Distinct().ToList();
        var former = (await Former.Of(db, db.Enrollments.At(user), ct)).GroupBy(l => l.PupilId).ToDictionary(g => g.Key, g => g.Sum(l => l.Owed));
        var owing = all.Where(a => (a.Owed > 0 || former.ContainsKey(a.Payer.Id)) && (query.Class is null || a.Payer.ClassId == query.Class)).ToList();
        var pages = Math.Max(1, (owing.Count + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        return new Owing(query.Class, classes, [.. owing.SelectMany(a => a.Lines).Where(l => l.Owed > 0).DistinctBy(l => l.Code)], query.Whole ? owing : [.. owing.Skip((page - 1) * PageSize).Take(PageSize)], former, owing.Count, owing.Sum(a => a.Owed + former.GetValueOrDefault(a.Payer.Id)), page, pages);
    }
}
