using System.Globalization;
using FluentValidation;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.UndoMerge;

public sealed record Query(long Id) : IQuery<ToUndo>;

public sealed record ToUndo(long Id, int Version, string KeptCode, string OtherCode, string NameAr, string NameLatin, DateTime DoneAt) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

public sealed record Command(long Id, string? Version, string? Reason) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Reason).IsChangeReason();
}

public sealed class Handler(MassarDb db, CurrentUser user, MergeDesk desk) : IQueryHandler<Query, ToUndo>, ICommandHandler<Command>
{
    public async Task<Outcome<ToUndo>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        var found = await (
            from m in db.PupilMerges.DecidedBy(user)
            where m.Id == id
            join kept in db.Pupils on m.KeptId equals kept.Id
            join other in db.Pupils on m.OtherId equals other.Id
            select new { Merge = m, Kept = kept, other.MassarCode }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;
        return found.Merge.State == MergeState.Done
            ? new ToUndo(id, found.Merge.Version, found.Kept.MassarCode, found.MassarCode, found.Kept.FullNameAr, found.Kept.FullNameLatin, found.Merge.DecidedAt!.Value)
            : NotInForce;
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        if (await db.PupilMerges.DecidedBy(user).Where(m => m.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } merge)
            return Refusal.NotFound;
        if (merge.State != MergeState.Done)
            return NotInForce;
        if (command.Version != merge.Version.ToString(CultureInfo.InvariantCulture))
            return Refusal.Stale;
        if (await desk.Own(merge.KeptId, merge.OtherId, null, ct) is { } own)
            return own;
        await desk.Hold(merge.KeptId, merge.OtherId, ct);
        await desk.Undo(merge, BidiSafe.CleanLines(command.Reason), ct);
        await desk.Settle(merge, "undone", ct);
        return Done.It;
    }

    private static Refusal NotInForce => Refusal.Conflict("pupils.merge.not-in-force").Next("pupils.merge.settled.next");
}
