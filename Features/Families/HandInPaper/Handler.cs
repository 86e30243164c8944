using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Families.HandInPaper;

public sealed record Command(long Id, string? Code, byte[] Paper) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, FamilyDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        var declaration = await db.FamilyEvents.VisibleTo(user).Where(e => e.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (declaration is null)
            return Refusal.NotFound;
        if (declaration.State is not (FamilyState.Declared or FamilyState.Missing))
            return FamilyEvent.Changed;
        if ((await FamilyBook.Current(db, ct)).Find(declaration.Kind, command.Code) is not { } rule)
            return Refusal.Invalid("Code", "family.paper.choose");
        if (command.Paper.Length == 0)
            return Refusal.Invalid("Paper", "family.paper.needed");
        if (await db.FamilyPapers.CountAsync(p => p.EventId == id && p.Code == rule.Code, ct) >= FamilyEvent.MostPapers)
            return Refusal.Conflict("family.paper.many", FamilyEvent.MostPapers).Next("family.paper.many.next");
        var now = clock.GetUtcNow().UtcDateTime;
        if (await desk.Keep(id, rule.Code, command.Paper, "Paper", now, ct) is { } unfit)
            return unfit;
        if (declaration.MissingPaper == rule.Code && declaration.Complete(now) is { } refusal)
            return refusal;
        await desk.Settle(declaration, "paper", null, now, ct);
        return Done.It;
    }
}
