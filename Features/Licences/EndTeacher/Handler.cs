using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.EndTeacher;

public sealed record Command(long Id, int Version) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, ExtraDesk papers, Facts facts, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        if (await db.PrivateTeachers.DeclaredBy(user).Where(t => t.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } teacher)
            return Refusal.NotFound;
        if (command.Version != teacher.Version)
            return Refusal.Stale;
        if (teacher.End(MoroccanDay.Today(clock)) is { } settled)
            return settled;
        var extra = await db.ExtraHours.Where(x => x.TeacherId == id).ForUpdate().SingleOrDefaultAsync(ct);
        var ended = extra?.End() == true;
        await db.SaveChangesAsync(ct);
        if (!ended)
            return Done.It;
        await papers.TakeBack(extra!, ct);
        await facts.Tell(new ExtraHoursStepped(extra!.Id, extra.Version, extra.State, extra.EmployeeId, extra.SchoolId, extra.OfficeId), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
