using FluentValidation;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.Domain;

/// <summary>The three days somebody plans, as typed: wishes or requests from one to the next, opinions of the schools until the third.</summary>
public interface IPlannedDays
{
    string? OpensOn { get; }

    string? ClosesOn { get; }

    string? OpinionsUntil { get; }
}

/// <summary>What a campaign and a session of re-orientation have in common when a directorate plans them.</summary>
public static class Planning
{
    /// <summary>Three days, the first two in their order; how the third stands to the second differs.</summary>
    public static void AddDayRules<T>(this AbstractValidator<T> validator) where T : IPlannedDays
    {
        validator.RuleFor(c => c.OpensOn).Must(d => TypedDay.Read(d) is not null).WithMessage("guidance.day.needed");
        validator.RuleFor(c => c.ClosesOn).Must(d => TypedDay.Read(d) is not null).WithMessage("guidance.day.needed");
        validator.RuleFor(c => c.OpinionsUntil).Must(d => TypedDay.Read(d) is not null).WithMessage("guidance.day.needed");
        validator.RuleFor(c => c.ClosesOn).Must((c, d) => TypedDay.Read(d) is not { } closes || TypedDay.Read(c.OpensOn) is not { } opens || opens <= closes).WithMessage("guidance.day.order");
    }

    /// <summary>Holds the row of the place, so that two people plan one thing between them; refused where the place is no directorate.</summary>
    public static async Task<Refusal?> HoldDirectorate(this MassarDb db, int place, CancellationToken ct) =>
        await db.Places.Where(p => p.Id == place).ForUpdate().Select(p => p.Kind).SingleAsync(ct) == PlaceKind.Directorate ? null : Refusal.Conflict("guidance.not-directorate").Next("guidance.not-directorate.next");
}

/// <summary>A number of seats as somebody types it; empty for none.</summary>
public static class TypedSeats
{
    public static int? Read(string? typed) => (int?)NumberReader.ReadWhole(typed, 0, GuidanceSeats.Most).Value;

    /// <summary>Tells at its field what is no number of seats.</summary>
    public static void Judge<T>(this ValidationContext<T> context, string field, string? typed)
    {
        if (!string.IsNullOrWhiteSpace(typed) && Read(typed) is null)
            context.AddFailure(new FluentValidation.Results.ValidationFailure(field, "guidance.seats.number") { CustomState = new object[] { GuidanceSeats.Most } });
    }
}
