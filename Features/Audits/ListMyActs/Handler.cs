using Massar.Features.Audits.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Audits.ListMyActs;

public sealed record Query(int Page) : IQuery<MyActs>;

/// <param name="HasMore">There are older ones.</param>
public sealed record MyActs(int Page, bool HasMore, IReadOnlyList<MyAct> Lines)
{
    /// <summary>Every line shown is as it was written by who has the key, and follows from the one before it.</summary>
    public bool IsWhole => Lines.All(l => l.Holds);
}

/// <summary>One act. An officer is told by function and office, not by name: it is the office that answers for it.</summary>
/// <param name="At">UTC.</param>
/// <param name="IsMine">Done by the reader.</param>
/// <param name="OfficeAr">Where the officer's hat is; null for what the program did by itself.</param>
/// <param name="ChainAr">The place in whose chain the line stands.</param>
/// <param name="Sequence">Its number in that chain.</param>
/// <param name="Length">Lines the chain has today.</param>
public sealed record MyAct(string Action, DateTime At, bool IsMine, string Role, string? OfficeAr, string? OfficeFr, string? ChainAr, string? ChainFr, long Sequence, long Length, bool Holds);

/// <remarks>One statement, along the lines of the one person; a second where a line has no key.</remarks>
public sealed class Handler(MassarDb db, CurrentUser user, Sealer sealer) : IQueryHandler<Query, MyActs>
{
    private const int PageSize = 20;
    private const int MostPages = 500;

    public async Task<Outcome<MyActs>> Handle(Query query, CancellationToken ct)
    {
        var own = user.EmployeeId ?? 0;
        var page = Math.Clamp(query.Page, 1, MostPages);
        var shown = OwnActs.Shown;
        var rows = await (
            from id in Subjects.LinesOf(db, own)
            join entry in db.AuditEntries on id equals entry.Id
            where shown.Contains(entry.Action)
            join before in db.AuditEntries on new { entry.PlaceId, Sequence = entry.Sequence - 1 } equals new { before.PlaceId, before.Sequence } into befores
            from before in befores.DefaultIfEmpty()
            join head in db.AuditChains on entry.PlaceId equals head.PlaceId into heads
            from head in heads.DefaultIfEmpty()
            join chain in db.Places on entry.PlaceId equals chain.Id into chains
            from chain in chains.DefaultIfEmpty()
            join hat in db.Hats on entry.HatId equals (long?)hat.Id into hats
            from hat in hats.DefaultIfEmpty()
            join office in db.Places on hat.PlaceId equals office.Id into offices
            from office in offices.DefaultIfEmpty()
            orderby id descending
            select new { Entry = entry, Before = before.Hash, Length = (long?)head.Sequence ?? 0, Head = head.Hash, ChainAr = chain.NameAr, ChainFr = chain.NameFr, OfficeAr = office.NameAr, OfficeFr = office.NameFr })
            .AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize + 1).ToListAsync(ct);

        var plain = rows.Where(r => !r.Entry.IsKeyed).Select(r => r.Entry.Id).ToList();
        var forged = plain.Count == 0 ? [] : await AuditWalk.AfterKeyed(db, plain, ct);
        var lines = rows.Take(PageSize).Select(r => new MyAct(
            r.Entry.Action, r.Entry.At, r.Entry.AccountId == user.AccountId, r.Entry.Role, r.OfficeAr, r.OfficeFr, r.ChainAr, r.ChainFr, r.Entry.Sequence, r.Length,
            r.Entry.Recomputed(sealer) == r.Entry.Hash && r.Entry.PreviousHash == (r.Entry.Sequence == 1 ? AuditChain.Start : r.Before) && r.Entry.Sequence <= r.Length
                && (r.Entry.Sequence < r.Length || r.Entry.Hash == r.Head) && !forged.Contains(r.Entry.Id)));
        return new MyActs(page, rows.Count > PageSize, [.. lines]);
    }
}
