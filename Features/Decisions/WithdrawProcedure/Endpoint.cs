using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.WithdrawProcedure;

/// <summary>The ministry takes back an edition that has not begun and that nothing follows; the audit trail keeps what it said.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "procedures/{kind}/{edition:int}/withdrawal";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Procedures).NeverStored();

        decisions.Pages.MapPost(Route, (string kind, int edition, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(kind, edition, input.Version)).ThenGo(_ => Links.Procedure(kind), "decisions.procedure.withdrawn"));

        decisions.Api.MapPost(Route, (string kind, int edition, Input input, Bus bus) => bus.Do(new Command(kind, edition, input.Version)).AsJson());
    }

    public sealed record Input(string? Version);
}

/// <param name="Version">The edition as it was read.</param>
public sealed record Command(string Kind, int Edition, string? Version) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var (kind, number) = (command.Kind, command.Edition);
        var edition = await db.DecisionProcedures.Where(p => p.Kind == kind && p.Edition == number).ForUpdate().SingleOrDefaultAsync(ct);
        if (edition is null)
            return Refusal.NotFound;
        if (edition.Version.ToString(CultureInfo.InvariantCulture) != command.Version)
            return Refusal.Stale;
        var id = edition.Id;
        if (number == 1 || edition.StartsOn <= MoroccanDay.Today(clock) || await db.Decisions.AnyAsync(d => d.ProcedureId == id, ct) || await db.DecisionProcedures.AnyAsync(p => p.Kind == kind && p.Edition > number, ct))
            return Refusal.Conflict("decisions.procedure.used").Next("decisions.procedure.used-next");
        await db.ProcedureSteps.Where(s => s.ProcedureId == id).LoadAsync(ct);
        await db.ProcedurePapers.Where(p => p.ProcedureId == id).LoadAsync(ct);
        db.ProcedureSteps.RemoveRange(edition.Steps);
        db.ProcedurePapers.RemoveRange(edition.Papers);
        db.DecisionProcedures.Remove(edition);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
