using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.BeginAssisted;

public sealed record Command : ICommand<Begun>;

public sealed record Begun(long Id);

public sealed class Handler(MassarDb db, AssistDesk desk, CurrentUser user, TimeProvider clock) : ICommandHandler<Command, Begun>
{
    public async Task<Outcome<Begun>> Handle(Command command, CancellationToken ct)
    {
        var windows = await RegistrationWindows.On(db, user.PlacePath, MoroccanDay.Today(clock), ct);
        if (windows.Open is not { Year: var year })
            return windows.Closed();
        if (await desk.Open.CountAsync(ct) >= DeskDraft.MostAtDesk)
            return Refusal.Conflict("registrations.assist.too-many", DeskDraft.MostAtDesk).Next("registrations.assist.too-many.next");

        var now = clock.GetUtcNow().UtcDateTime;
        // Families that come to the window mostly read Arabic; the language is asked before the code is sent.
        var draft = new DeskDraft { PublicId = Guid.NewGuid(), PlaceId = user.PlaceId, AccountId = user.AccountId, SchoolYearId = year, Language = "ar", BegunAt = now, TouchedAt = now };
        db.DeskDrafts.Add(draft);
        await db.SaveChangesAsync(ct);
        return new Begun(draft.Id);
    }
}
