using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Escalations.Domain;

/// <summary>
/// A case waited longer for a head's word than its delay and was passed on to the directorate. One wait is passed on once; the row stays when it is
/// answered, and the case is then on no list any more. It holds nothing of the case but its kind and number.
/// </summary>
public sealed class Escalation : IInPlace, IOfSchool
{
    public long Id { get; init; }

    /// <summary>The code of a <see cref="WaitKind"/>.</summary>
    public required string Kind { get; init; }

    public required long CaseId { get; init; }

    public required int Round { get; init; }

    public required int SchoolId { get; init; }

    public required int DirectorateId { get; init; }

    public required WaitOffice Office { get; init; }

    /// <summary>The last day the head had.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>The day in Morocco on which it was passed on.</summary>
    public required DateOnly PassedOn { get; init; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class EscalationConfiguration : IEntityTypeConfiguration<Escalation>
{
    public void Configure(EntityTypeBuilder<Escalation> builder)
    {
        builder.Property(e => e.Kind).IsCode(WaitKind.CodeLength);
        // At another school it is another head who is silent.
        builder.HasIndex(e => new { e.Kind, e.CaseId, e.Round, e.SchoolId }).IsUnique();
        builder.HasIndex(e => new { e.DirectorateId, e.Kind, e.PassedOn });
        builder.HasIndex(e => new { e.DirectorateId, e.PassedOn });
    }
}

/// <summary>What the pages of a case say of it.</summary>
public static class PassedOn
{
    /// <summary>Those of one case.</summary>
    /// <param name="kind">The code of a <see cref="WaitKind"/>.</param>
    public static Task<DateOnly?> PassedOnDay(this MassarDb db, string kind, long id, int round, int school, CancellationToken ct) =>
        db.Escalations.Where(e => e.Kind == kind && e.CaseId == id && e.Round == round && e.SchoolId == school).Select(e => (DateOnly?)e.PassedOn).FirstOrDefaultAsync(ct);
}
