using FluentValidation;
using Massar.Features.Guidance.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.PlanWindow;

/// <param name="Window">Null for a new one.</param>
public sealed record Query(int? Window) : IQuery<Plan>;

/// <param name="Planned">This year's session, where somebody wants to plan a second one.</param>
public sealed record Plan(int? Window, int Version, int Year, int? Planned, DateOnly? OpensOn, DateOnly? ClosesOn, DateOnly? OpinionsUntil);

/// <summary>Answers the number of the session.</summary>
public sealed record Command(int? Window, int Version, string? OpensOn, string? ClosesOn, string? OpinionsUntil) : ICommand<int>, IPlannedDays;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        this.AddDayRules();
        RuleFor(c => c.OpinionsUntil).Must((c, d) => TypedDay.Read(d) is not { } until || TypedDay.Read(c.ClosesOn) is not { } closes || closes <= until).WithMessage("guidance.day.order");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Plan>, ICommandHandler<Command, int>
{
    public async Task<Outcome<Plan>> Handle(Query query, CancellationToken ct)
    {
        if (query.Window is { } id)
        {
            var window = await db.ReorientationWindows.LedBy(user).AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, ct);
            return window is null ? Refusal.NotFound : new Plan(id, window.Version, window.SchoolYearId, null, window.OpensOn, window.ClosesOn, window.OpinionsUntil);
        }

        var year = await db.CurrentYear(ct);
        var planned = await db.ReorientationWindows.LedBy(user).Where(w => w.SchoolYearId == year).Select(w => (int?)w.Id).SingleOrDefaultAsync(ct);
        return new Plan(null, -1, year, planned, null, null, null);
    }

    public async Task<Outcome<int>> Handle(Command command, CancellationToken ct)
    {
        var (opens, closes, until) = (TypedDay.Read(command.OpensOn)!.Value, TypedDay.Read(command.ClosesOn)!.Value, TypedDay.Read(command.OpinionsUntil)!.Value);
        if (command.Window is { } id)
        {
            var window = await db.ReorientationWindows.LedBy(user).Where(w => w.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
            if (window is null) return Refusal.NotFound;
            if (window.Version != command.Version) return Refusal.Stale;
            (window.OpensOn, window.ClosesOn, window.OpinionsUntil) = (opens, closes, until);
            await db.SaveChangesAsync(ct);
            return id;
        }

        var place = user.PlaceId;
        if (await db.HoldDirectorate(place, ct) is { } refusal) return refusal;
        var year = await db.CurrentYear(ct);
        if (await db.ReorientationWindows.LedBy(user).AnyAsync(w => w.SchoolYearId == year, ct)) return Refusal.Conflict("guidance.window.taken").Next("guidance.window.taken.next");
        var made = new ReorientationWindow { PlaceId = place, SchoolYearId = year, OpensOn = opens, ClosesOn = closes, OpinionsUntil = until };
        db.ReorientationWindows.Add(made);
        await db.SaveChangesAsync(ct);
        return made.Id;
    }
}
