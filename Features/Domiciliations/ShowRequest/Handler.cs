using Massar.Features.Domiciliations.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Domiciliations.ShowRequest;

public sealed record Query(long Id) : IQuery<Case>;

/// <param name="HasPaper">The bank's paper is the reader's own and still kept.</param>
public sealed record Case(RequestView Request, bool IsMine, bool MayTreat, bool HasPaper, IReadOnlyList<NoteLine> Notes, DateTime Now) : IShowsPersons
{
    int IShowsPersons.PersonsShown => IsMine ? 0 : 1;
}

/// <param name="Role">Empty for the program.</param>
public sealed record NoteLine(string What, DateTime At, string Role, string? PlaceAr, string? PlaceFr, string? ReasonCode);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Case>
{
    public async Task<Outcome<Case>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        if (await db.Views(db.Domiciliations.VisibleTo(user).Where(d => d.Id == id)).AsNoTracking().SingleOrDefaultAsync(ct) is not { } request) return Refusal.NotFound;
        var notes = await (
            from n in db.DomiciliationNotes
            where n.DomiciliationId == id
            join p in db.Places on n.PlaceId equals p.Id into places
            from p in places.DefaultIfEmpty()
            orderby n.At, n.Id
            select new NoteLine(n.What, n.At, n.Role, p.NameAr, p.NameFr, n.ReasonCode)).AsNoTracking().ToListAsync(ct);
        var isMine = request.EmployeeId == user.EmployeeId;
        var mayTreat = !isMine && user.Has(Permissions.Treat) && request.State is DomiciliationState.Sent or DomiciliationState.Checked && !(await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(request.EmployeeId);
        var hasPaper = isMine && await (from d in db.Domiciliations where d.Id == id join c in db.StoredFileContents on d.FileId equals c.Id select c.Id).AnyAsync(ct);
        return new Case(request, isMine, mayTreat, hasPaper, notes, clock.GetUtcNow().UtcDateTime);
    }
}
