using Massar.Features.Pupils.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Transfers.ListTransfers;

/// <param name="IsOut">Those who leave the school, or the schools of the directorate.</param>
/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(bool IsOut, string? State, string? Words, int Page, bool IsWhole) : IQuery<Board>;

public sealed record Board(Query Query, IReadOnlyList<Line> Lines, int Total, int Page, DateOnly Today) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;

    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Line(
    long Id, string MassarCode, string NameAr, string NameLatin, DateTime AskedAt, string? KindAr, string? KindFr, string FromAr, string FromFr, string ToAr, string ToFr,
    string? FromDirectorateAr, string? FromDirectorateFr, string? ToDirectorateAr, string? ToDirectorateFr, TransferState State, DateTime StateSince, DateOnly? DueOn);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Board>
{
    private const int Most = 20_000;

    public async Task<Outcome<Board>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;

        var place = user.PlaceId;
        var isOffice = user.Has(Permissions.Decide);
        var mine = (isOffice, query.IsOut) switch
        {
            (true, true) => db.Transfers.Where(t => t.FromDirectorateId == place),
            (true, false) => db.Transfers.Where(t => t.ToDirectorateId == place),
            (false, true) => db.Transfers.Where(t => t.FromSchoolId == place),
            _ => db.Transfers.Where(t => t.ToSchoolId == place),
        };
        var rows = Narrowed(mine, query.State).Join(db.Pupils, t => t.PupilId, p => p.Id, (t, p) => new Pair { Transfer = t, Pupil = p });
        rows = MassarCode.Read(query.Words) is { } code ? rows.Where(r => r.Pupil.MassarCode == code.Value) : rows.NamedLike(r => r.Pupil.SearchKey, BidiSafe.Clean(query.Words));

        var total = query.IsWhole ? 0 : await rows.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Board.PageSize - 1) / Board.PageSize));
        var lines = await (
                from r in rows.OrderByDescending(r => r.Transfer.StateSince).ThenByDescending(r => r.Transfer.Id).Skip((page - 1) * Board.PageSize).Take(query.IsWhole ? Most : Board.PageSize)
                join fromPlace in db.Places on r.Transfer.FromSchoolId equals fromPlace.Id
                join toPlace in db.Places on r.Transfer.ToSchoolId equals toPlace.Id
                join fd in db.Places on r.Transfer.FromDirectorateId equals fd.Id into fds
                from fd in fds.DefaultIfEmpty()
                join td in db.Places on r.Transfer.ToDirectorateId equals td.Id into tds
                from td in tds.DefaultIfEmpty()
                join kind in db.Nomenclatures.Where(n => n.List == TransferKinds.List) on r.Transfer.KindCode equals kind.Code into kinds
                from kind in kinds.DefaultIfEmpty()
                orderby r.Transfer.StateSince descending, r.Transfer.Id descending
                select new Line(
                    r.Transfer.Id, r.Pupil.MassarCode, r.Pupil.LastNameAr + " " + r.Pupil.FirstNameAr, r.Pupil.LastNameLatin + " " + r.Pupil.FirstNameLatin, r.Transfer.AskedAt, kind.NameAr, kind.NameFr,
                    fromPlace.NameAr, fromPlace.NameFr, toPlace.NameAr, toPlace.NameFr, fd.NameAr, fd.NameFr, td.NameAr, td.NameFr, r.Transfer.State, r.Transfer.StateSince, r.Transfer.DueOn))
            .AsNoTracking().ToListAsync(ct);
        return new Board(query, lines, query.IsWhole ? lines.Count : total, page, MoroccanDay.Today(clock));
    }

    private static IQueryable<Transfer> Narrowed(IQueryable<Transfer> transfers, string? state)
    {
        if (state == "all")
            return transfers;
        if (Enum.TryParse<TransferState>(state, out var one) && Enum.IsDefined(one))
            return transfers.Where(t => t.State == one);
        var live = TransferStates.Live;
        return transfers.Where(t => live.Contains(t.State));
    }

    private sealed class Pair
    {
        public required Transfer Transfer { get; init; }

        public required Pupil Pupil { get; init; }
    }
}
