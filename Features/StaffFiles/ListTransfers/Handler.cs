using Massar.Features.Employees.Domain;
using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffFiles.ListTransfers;

/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? State, string? Way, string? Words, int Page, bool IsWhole) : IQuery<Board>;

/// <param name="ToSend">Files that the offices below have to send.</param>
/// <param name="Coming">Files on their way to them.</param>
/// <param name="Lacking">Files one of their sides has to answer for.</param>
/// <param name="Late">Open ones whose last day is over.</param>
public sealed record Board(Query Query, IReadOnlyList<Line> Lines, int Total, int Page, DateTime Now, int ToSend, int Coming, int Lacking, int Late, bool MayOpen) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;

    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Line(
    long Id, string Ppr, string NameAr, string NameLatin, string FromAr, string FromFr, string ToAr, string ToFr, FileState State, DateTime OpenedAt, DateTime? SentAt, DateTime? ReceivedAt, DateOnly Until)
{
    public bool IsOpen => State is not (FileState.Complete or FileState.Cancelled);

    public bool IsLate(DateTime now) => IsOpen && Until < MoroccanDay.Of(now);

    /// <inheritdoc cref="FileTransfer.DaysBetween"/>
    public int? Days(DateTime now) => FileTransfer.DaysBetween(SentAt, ReceivedAt, now);
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Board>
{
    private const int Most = 20_000;

    public async Task<Outcome<Board>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;

        var (now, path) = (clock.GetUtcNow().UtcDateTime, user.PlacePath);
        var today = MoroccanDay.Of(now);
        var below = db.FileTransfers.Below(user);
        var open = below.Where(t => t.State != FileState.Complete && t.State != FileState.Cancelled);
        var counts = await db.Places.Where(p => p.Id == user.PlaceId).Select(p => new
        {
            ToSend = open.Count(t => t.State == FileState.Preparing && t.FromPath.StartsWith(path)),
            Coming = open.Count(t => t.State == FileState.InTransit && t.ToPath.StartsWith(path)),
            Lacking = open.Count(t => t.State == FileState.Lacking),
            Late = open.Count(t => t.Until < today),
        }).SingleAsync(ct);

        var rows = query.Way switch
        {
            "in" => below.Where(t => t.ToPath.StartsWith(path)),
            "out" => below.Where(t => t.FromPath.StartsWith(path)),
            _ => below,
        };
        rows = query.State switch
        {
            "all" => rows,
            "late" => rows.Where(t => t.State != FileState.Complete && t.State != FileState.Cancelled && t.Until < today),
            _ when Enum.TryParse<FileState>(query.State, out var one) && Enum.IsDefined(one) => rows.Where(t => t.State == one),
            _ => rows.Where(t => t.State != FileState.Complete && t.State != FileState.Cancelled),
        };
        var pairs = rows.Join(db.Employees, t => t.EmployeeId, e => e.Id, (t, e) => new Pair { Transfer = t, Employee = e });
        var words = BidiSafe.Clean(query.Words);
        pairs = Employee.IsPpr(words) ? pairs.Where(r => r.Employee.Ppr == words) : pairs.NamedLike(r => r.Employee.SearchKey, words);

        var total = query.IsWhole ? 0 : await pairs.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Board.PageSize - 1) / Board.PageSize));
        var lines = await (
                from r in pairs.OrderBy(r => r.Transfer.Until).ThenBy(r => r.Transfer.Id).Skip((page - 1) * Board.PageSize).Take(query.IsWhole ? Most : Board.PageSize)
                join f in db.Places on r.Transfer.FromOfficeId equals f.Id
                join to in db.Places on r.Transfer.ToOfficeId equals to.Id
                orderby r.Transfer.Until, r.Transfer.Id
                select new Line(
                    r.Transfer.Id, r.Employee.Ppr, r.Employee.LastNameAr + " " + r.Employee.FirstNameAr, r.Employee.LastNameLatin + " " + r.Employee.FirstNameLatin, f.NameAr, f.NameFr, to.NameAr, to.NameFr,
                    r.Transfer.State, r.Transfer.OpenedAt, r.Transfer.SentAt, r.Transfer.ReceivedAt, r.Transfer.Until))
            .AsNoTracking().ToListAsync(ct);
        return new Board(query, lines, query.IsWhole ? lines.Count : total, page, now, counts.ToSend, counts.Coming, counts.Lacking, counts.Late, user.Has(Permissions.Handle));
    }

    private sealed class Pair
    {
        public required FileTransfer Transfer { get; init; }

        public required Employee Employee { get; init; }
    }
}
