using Massar.Features.Claims.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Claims.ListClaims;

/// <param name="State">"settled" for what is decided or over; else what waits.</param>
public sealed record Query(string? State, int Page) : IQuery<Claims>;

/// <summary>The same list as a file.</summary>
public sealed record FileQuery(string? State) : IQuery<Claims>;

public sealed record Claims(bool IsSettled, IReadOnlyList<ClaimLine> Lines, int Total, int Page) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;

    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record ClaimLine(long Id, ClaimKind Kind, ClaimState State, GuardianQuality Quality, string ChildAr, string ChildLatin, string MassarCode, string NameAr, string NameLatin, DateTime AskedAt);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Claims>, IQueryHandler<FileQuery, Claims>
{
    private const int MostInFile = 5_000;

    public Task<Outcome<Claims>> Handle(Query query, CancellationToken ct) => List(query.State, query.Page, Claims.PageSize, ct);

    public async Task<Outcome<Claims>> Handle(FileQuery query, CancellationToken ct) => user.HasSteppedUp(clock) ? await List(query.State, 1, MostInFile, ct) : Refusal.StepUp;

    private async Task<Outcome<Claims>> List(string? state, int asked, int size, CancellationToken ct)
    {
        var (now, isSettled) = (clock.GetUtcNow().UtcDateTime, state == "settled");
        var rules = await ClaimRules.Current(db, ct);
        var since = rules.OpenSince(now);
        var claims = db.ChildClaims.At(user, db).Where(c => (c.State == ClaimState.Open && c.AskedAt > since) != isSettled);
        var total = await claims.CountAsync(ct);
        var page = Math.Clamp(asked, 1, Math.Max(1, (total + size - 1) / size));
        // What waits: the oldest first; what is over: the newest.
        var sorted = isSettled ? claims.OrderByDescending(c => c.Id) : claims.OrderBy(c => c.Id);
        var lines = await (
            from c in sorted.Skip((page - 1) * size).Take(size)
            join p in db.Pupils on c.PupilId equals p.Id
            join g in db.Guardians on c.GuardianId equals g.Id
            select new ClaimLine(c.Id, c.Kind, c.State, c.Quality, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, p.MassarCode,
                g.LastNameAr + " " + g.FirstNameAr, g.LastNameLatin + " " + g.FirstNameLatin, c.AskedAt)).AsNoTracking().ToListAsync(ct);
        var read = lines.Select(l => l with { State = ChildClaim.StateAt(l.State, l.AskedAt, now, rules) });
        return new Claims(isSettled, [.. isSettled ? read.OrderByDescending(l => l.Id) : read.OrderBy(l => l.Id)], total, page);
    }
}
