using FluentValidation;
using Massar.Features.Guidance.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.PlanWindow;

/// <param name="Window">Null for a new one.</param>
public sealed record Query(int? Window) : IQuery<Plan>;

/// <param name="Planned">This year's session, where somebody wants to plan a second one.</param>
public sealed record Plan(int? Window, int Version, int Year, int? Planned, DateOnly? OpensOn, DateOnly? ClosesOn, DateOnly? OpinionsUntil)
{
    /// <summary>UTC; null where decisions are read at once.</summary>
    public DateTime? PublishAt { get; init; }

    /// <summary>The hour has come: it is not moved any more.</summary>
    public bool IsOut { get; init; }
}

/// <summary>Answers the number of the session.</summary>
public sealed record Command(int? Window, int Version, string? OpensOn, string? ClosesOn, string? OpinionsUntil, string? PublishDate, string? PublishTime) : ICommand<int>, IPlannedDays
{
    /// <summary>The hour as typed, UTC; null for none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTime? PublishAt => TypedDay.Read(PublishDate) is { } day && MoroccanHour.Time(PublishTime) is { } time ? MoroccanHour.Utc(day, time) : null;
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        this.AddDayRules();
        RuleFor(c => c.OpinionsUntil).Must((c, d) => TypedDay.Read(d) is not { } until || TypedDay.Read(c.ClosesOn) is not { } closes || closes <= until).WithMessage("guidance.day.order");
        RuleFor(c => c.PublishDate).Must(d => TypedDay.Read(d) is not null).When(c => !string.IsNullOrWhiteSpace(c.PublishDate) || !string.IsNullOrWhiteSpace(c.PublishTime)).WithMessage("guidance.day.needed");
        RuleFor(c => c.PublishTime).Must(t => MoroccanHour.Time(t) is not null).When(c => !string.IsNullOrWhiteSpace(c.PublishDate) || !string.IsNullOrWhiteSpace(c.PublishTime)).WithMessage("guidance.hour.needed");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, ReorientationDesk desk, TimeProvider clock) : IQueryHandler<Query, Plan>, ICommandHandler<Command, int>
{
    public async Task<Outcome<Plan>> Handle(Query query, CancellationToken ct)
    {
        if (query.Window is { } id)
        {
            var window = await db.ReorientationWindows.LedBy(user).AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, ct);
            return window is null ? Refusal.NotFound : new Plan(id, window.Version, window.SchoolYearId, null, window.OpensOn, window.ClosesOn, window.OpinionsUntil)
            { PublishAt = window.PublishAt, IsOut = window.PublishAt <= clock.GetUtcNow().UtcDateTime };
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
            if (await Set(window, command, ct) is { } shut) return shut;
            return id;
        }

        var place = user.PlaceId;
        if (await db.HoldDirectorate(place, ct) is { } refusal) return refusal;
        var year = await db.CurrentYear(ct);
        if (await db.ReorientationWindows.LedBy(user).AnyAsync(w => w.SchoolYearId == year, ct)) return Refusal.Conflict("guidance.window.taken").Next("guidance.window.taken.next");
        var made = new ReorientationWindow { PlaceId = place, SchoolYearId = year, OpensOn = opens, ClosesOn = closes, OpinionsUntil = until };
        db.ReorientationWindows.Add(made);
        await db.SaveChangesAsync(ct);
        if (await Set(made, command, ct) is { } wrong) return wrong;
        return made.Id;
    }

    // The hour, with the work that is done at it. Once it has come, nothing is hidden any more.
    private async Task<Refusal?> Set(ReorientationWindow window, Command command, CancellationToken ct)
    {
        var (id, at, now) = (window.Id, command.PublishAt, clock.GetUtcNow().UtcDateTime);
        // The session is held; the database's clock alone says whether its hour has come.
        var isOut = await db.ReorientationWindows.AnyAsync(w => w.Id == id && w.PublishAt <= DateTime.UtcNow, ct);
        if (at == window.PublishAt || (at is null && isOut))
        {
            await db.SaveChangesAsync(ct);
            return null;
        }

        if (isOut) return Refusal.Conflict("guidance.window.hour.past");
        // At the hour the waiting list moves: it is not for who has a child on it to say when.
        if (await desk.OwnSeats(id, ct) is { } own) return own;
        if (at is { } typed && typed.AddMinutes(1) is var latest && await db.ReorientationWindows.AnyAsync(w => w.Id == id && latest < DateTime.UtcNow, ct)) return Refusal.Invalid(nameof(command.PublishTime), "guidance.hour.past");
        if (at > now.AddYears(1)) return Refusal.Invalid(nameof(command.PublishDate), "guidance.hour.far");
        if (at is null && await db.HeldDecisions.CountAsync(h => h.WindowId == id, ct) is > 0 and var kept) return Refusal.Conflict("guidance.window.hour.kept", kept).Next("guidance.window.hour.kept.next");
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        window.PublishAt = at;
        await db.SaveChangesAsync(ct);
        // Nobody's work: who planned the hour does not stop what the commission decided. Where the hour was taken away, the waiting list stood still for it and moves now.
        db.WorkItems.Add(new WorkItem { Kind = PublishChangesWork.Kind, Key = PublishChangesWork.KeyOf(id, window.Version), Payload = PublishChangesWork.PayloadOf(id, at), RunAfter = at ?? now, CreatedAt = now });
        await db.SaveChangesAsync(ct);
        return null;
    }
}
