using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Decisions.Domain;

/// <summary>
/// Somebody is left out of the advancements in échelon of one year, with the reason (تأجيل). Nothing is decided about the right itself: the line
/// stays on the list of exceptions, the person is told, and the list of the next year has it again. Kept when it is lifted.
/// </summary>
public sealed class Postponement : IVersioned, IInPlace
{
    public const int RemarkLength = 500;

    /// <summary>Why a line is postponed; "other" wants words.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["missing-paper", "wrong-rating", "wrong-situation", "open-case", "other"];

    public long Id { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>The office that postponed.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    /// <summary>The civil year whose lists leave the person out; those of earlier and of later years do not.</summary>
    public required int Year { get; init; }

    /// <summary>The day the next échelon was reached by the rule; null where a problem hides it.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>A code of <see cref="Reasons"/>.</summary>
    public required string ReasonCode { get; init; }

    /// <summary>The reason in words; the employee reads them, the audit trail does not keep them.</summary>
    [Secret] public string? Remark { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    public required long AccountId { get; init; }

    public required string ByAr { get; init; }

    public required string ByLatin { get; init; }

    /// <summary>Since when it holds no more, UTC; null while it does.</summary>
    public DateTime? LiftedAt { get; private set; }

    public long? LiftedByAccountId { get; private set; }

    public string? LiftedByAr { get; private set; }

    public string? LiftedByLatin { get; private set; }

    public int Version { get; set; }

    /// <summary>The first day whose list has the person again.</summary>
    public DateOnly BackOn => new(Year + 1, 1, 1);

    /// <summary>Ends it before its year does.</summary>
    public Refusal? Lift(DecisionActor who, DateTime at)
    {
        if (LiftedAt is not null)
            return Refusal.Conflict("decisions.postpone.lifted-already");
        if (Year < MoroccanDay.Of(at).Year)
            return Refusal.Conflict("decisions.postpone.past", Year).Next("decisions.postpone.past-next");
        (LiftedAt, LiftedByAccountId, LiftedByAr, LiftedByLatin) = (at, who.AccountId, who.NameAr, who.NameLatin);
        return null;
    }
}

public sealed class PostponementConfiguration : IEntityTypeConfiguration<Postponement>
{
    public void Configure(EntityTypeBuilder<Postponement> builder)
    {
        builder.Property(p => p.PlacePath).IsCode(64);
        builder.Property(p => p.ReasonCode).IsCode(40);
        builder.Property(p => p.Remark).HasMaxLength(Postponement.RemarkLength);
        builder.Ignore(p => p.BackOn);
        builder.HasOne<Employee>().WithMany().HasForeignKey(p => p.EmployeeId);
        builder.HasIndex(p => new { p.EmployeeId, p.Year });
    }
}

/// <summary>A postponement in force, as lists name it.</summary>
public sealed record PostponedLine(long Id, int Year, string ReasonCode, string? Remark, DateTime At);

public static class Postponements
{
    /// <summary>The year of a list: one of a past day is looked at today, and what is left out of it is left out of this year's.</summary>
    public static int YearOf(DateOnly on, DateOnly today) => Math.Max(on.Year, today.Year);

    /// <summary>Those that leave people out of a list of that day.</summary>
    public static IQueryable<Postponement> InForceOn(this IQueryable<Postponement> postponements, DateOnly on, DateOnly today)
    {
        var year = YearOf(on, today);
        return postponements.Where(p => p.LiftedAt == null && p.Year == year);
    }
}
