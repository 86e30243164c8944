using System.Globalization;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Contributions.Domain;

/// <summary>A pupil does not owe a heading this year, and why. It may be ended; then it stays as what was.</summary>
public sealed class Exemption : IVersioned, IInPlace, IOfSchool
{
    public const int NoteLength = 200;

    /// <summary>The nomenclature of the reasons.</summary>
    public const string Reasons = "exemption-reasons";

    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    public required long PupilId { get; init; }

    public required string HeadingCode { get; init; }

    public required string ReasonCode { get; init; }

    public string? Note { get; init; }

    public required DateTime DecidedAt { get; init; }

    public required long DecidedByAccountId { get; init; }

    public DateTime? EndedAt { get; private set; }

    public long? EndedByAccountId { get; private set; }

    /// <summary>Pupil, year and heading while it holds: there is one at a time.</summary>
    public string? LiveKey { get; private set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    /// <summary>Holds from now on.</summary>
    public Exemption Begin()
    {
        LiveKey = string.Create(CultureInfo.InvariantCulture, $"{PupilId}/{SchoolYearId}/{HeadingCode}");
        return this;
    }

    public Refusal? End(long account, DateTime now)
    {
        if (EndedAt is not null)
            return Refusal.Conflict("contributions.exemption.ended").Next("contributions.exemption.ended.next");
        (EndedAt, EndedByAccountId, LiveKey) = (now, account, null);
        return null;
    }
}

public sealed class ExemptionConfiguration : IEntityTypeConfiguration<Exemption>
{
    public void Configure(EntityTypeBuilder<Exemption> builder)
    {
        builder.ToTable("ContributionExemptions");
        builder.Property(e => e.HeadingCode).IsCode(ContributionHeading.CodeLength);
        builder.Property(e => e.ReasonCode).IsCode(40);
        builder.Property(e => e.Note).HasMaxLength(Exemption.NoteLength);
        builder.Property(e => e.LiveKey).IsCode(60);
        builder.HasIndex(e => e.LiveKey).IsUnique();
        builder.HasIndex(e => new { e.PupilId, e.SchoolYearId });
        builder.HasIndex(e => new { e.SchoolId, e.SchoolYearId });
    }
}
