using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.EndNaming;

/// <summary>Who may name somebody ends it before its day; sessions that wear the role are closed at once, on other machines within five seconds.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/staff/{employee:long}/roles/{hat:long}/end";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Staff).NeverStored();

        area.Pages.MapPost(Route, (long employee, long hat, [FromForm(Name = "Version")] string? version, Bus bus) =>
            bus.Do(new Command(employee, hat, version)).ThenGo(_ => Links.StaffOf(employee), saying: "accounts.one.ended"));
        area.Api.MapPost(Route, (long employee, long hat, Input input, Bus bus) => bus.Do(new Command(employee, hat, input.Version)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>As the page or the answer before said it.</summary>
        public string? Version { get; init; }
    }
}

public sealed record Command(long Employee, long Hat, string? Version) : ICommand, IRunsItsOwnUnits;

public sealed class Handler(MassarDb db, UnitOfWork unit, CurrentUser user, StaffDesk desk, Doors doors, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        List<Hat> ended = [];
        var outcome = await unit.Run<Done>("Accounts.EndNaming", async token =>
        {
            if (await desk.Find(command.Employee, hold: false, token) is null)
                return Refusal.NotFound;
            var (today, id, employee, path, worn, given) = (MoroccanDay.Today(clock), command.Hat, command.Employee, user.PlacePath, user.Hat.Id, StaffRoles.GivenBy(user.Role));
            var hat = await db.Hats.SingleOrDefaultAsync(h => h.Id == id && db.Accounts.Any(a => a.Id == h.AccountId && a.EmployeeId == employee) && h.PlacePath.StartsWith(path)
                && (h.EndsOn == null || h.EndsOn >= today)
                && (h.LentByHatId == worn || (h.LentByHatId == null && h.Role != Roles.Employee && given.Contains(h.Role))), token);
            if (hat is null)
                return Refusal.NotFound;
            if (await desk.Stop(employee, token) is { } refusal)
                return refusal;
            // What a signed decision gave, a decision ends.
            if (await db.PostEffects.AnyAsync(e => e.What == PostEffectOf.Hat && e.IsNew && e.RowId == id, token))
                return Refusal.Conflict("accounts.staff.by-decision").Next("accounts.staff.by-decision.next");
            if (command.Version != hat.Version.ToString(CultureInfo.InvariantCulture))
                return Refusal.Stale;
            ended.Clear();
            ended.AddRange(await HatEnds.End(db, hat, today, token));
            await db.SaveChangesAsync(token);
            await doors.EndWearing([.. ended.Select(h => h.Id)], token);
            return Done.It;
        }, ct);
        // After the commit, so that nobody remembers the session once more from before it.
        foreach (var hat in ended)
            doors.Forget(hat.AccountId);
        return outcome;
    }
}
