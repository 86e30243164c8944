using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Licences.Domain;

/// <summary>Life of a licence; that it has expired is read off its last day. The numbers are stored.</summary>
public enum LicenceState
{
    Valid = 0,
    Suspended = 1,
    Withdrawn = 2,

    /// <summary>A newer licence of the school took its place.</summary>
    Replaced = 3,

    /// <summary>The school is closed.</summary>
    Ended = 4,
}

/// <summary>
/// A licence in the academy's register. A school has one that counts: each new one says the whole, which cycles, who directs, until when, and takes the place of
/// the one before.
/// </summary>
public sealed class SchoolLicence : IVersioned, IInPlace
{
    public const int ConditionsLength = 500;

    /// <summary>The academy's register and the kind of its papers.</summary>
    public const string Register = "school-licence";

    public long Id { get; init; }

    public required long CaseId { get; init; }

    public required LicenceKind Kind { get; init; }

    /// <summary>The directorate of the school.</summary>
    public required int PlaceId { get; init; }

    /// <summary>The academy that numbered it.</summary>
    public required int AcademyId { get; init; }

    /// <summary>None while its school is not open.</summary>
    public int? SchoolId { get; private set; }

    /// <summary>The school while this is its licence that counts, from its first day on; unique.</summary>
    public int? LiveKey { get; private set; }

    /// <summary>The line of the register of schools it goes with.</summary>
    public long? ChangeId { get; init; }

    public required int Number { get; init; }

    public required int Year { get; init; }

    public required string NameAr { get; init; }

    public required string NameFr { get; init; }

    public required string Cycles { get; init; }

    public required string OwnerAr { get; init; }

    public required string OwnerLatin { get; init; }

    public required string OwnerCin { get; init; }

    public required string DirectorAr { get; init; }

    public required string DirectorLatin { get; init; }

    public required string DirectorCin { get; init; }

    public required DateOnly IssuedOn { get; init; }

    public required DateOnly StartsOn { get; init; }

    /// <summary>Its last day.</summary>
    public required DateOnly ExpiresOn { get; init; }

    public string? Conditions { get; init; }

    /// <summary>The sealed paper.</summary>
    public long? DocumentId { get; private set; }

    public LicenceState State { get; private set; }

    /// <summary>Of a suspension or a withdrawal.</summary>
    public DateOnly? StateOn { get; private set; }

    /// <summary>Why, for the school and the offices.</summary>
    public string? StateReason { get; private set; }

    /// <summary>Last day to appeal against it.</summary>
    public DateOnly? AppealUntil { get; private set; }

    /// <summary>The alarm sent last, in days ahead; 0 that it has expired; null for none.</summary>
    public int? Alarmed { get; private set; }

    public int Version { get; set; }

    public string NumberShown => Formats.RegisterNumber(Number, Year);

    public bool Counts => State is LicenceState.Valid or LicenceState.Suspended;

    public bool IsExpired(DateOnly today) => Counts && ExpiresOn < today;

    /// <summary>Granted, and its first day has not come.</summary>
    public bool IsComing => Counts && LiveKey is null;

    /// <summary>The school it was granted to.</summary>
    public void BelongTo(int school) => SchoolId = school;

    /// <summary>Its day has come: it is the one that counts.</summary>
    public void Begin() => LiveKey = Counts ? SchoolId : null;

    public void Keep(long document) => DocumentId = document;

    /// <summary>A newer one takes its place, or the school is closed.</summary>
    public void End(LicenceState state)
    {
        if (Counts)
            (State, LiveKey) = (state, null);
    }

    /// <summary>Whose day has not come is withdrawn, not suspended: it would begin all the same.</summary>
    public Refusal? Suspend(DateOnly on, string reason, DateOnly appeal) => State is not LicenceState.Valid ? LicenceCase.Settled : IsComing ? Refusal.Conflict("licences.not-begun").Next("licences.not-begun.next") : Put(LicenceState.Suspended, on, reason, appeal);

    public Refusal? Withdraw(DateOnly on, string reason, DateOnly appeal) => !Counts ? LicenceCase.Settled : Put(LicenceState.Withdrawn, on, reason, appeal);

    /// <summary>A suspension is over.</summary>
    public Refusal? Lift(DateOnly on, string reason) => State is not LicenceState.Suspended ? LicenceCase.Settled : Put(LicenceState.Valid, on, reason, null);

    /// <summary>Whether an alarm that many days ahead is to be sent now; each is sent once.</summary>
    public bool Alarm(int days)
    {
        if (!Counts || days >= (Alarmed ?? int.MaxValue))
            return false;
        Alarmed = days;
        return true;
    }

    private Refusal? Put(LicenceState state, DateOnly on, string reason, DateOnly? appeal)
    {
        (State, StateOn, StateReason, AppealUntil) = (state, on, reason, appeal);
        if (!Counts)
            LiveKey = null;
        return null;
    }
}

public sealed class SchoolLicenceConfiguration : IEntityTypeConfiguration<SchoolLicence>
{
    public void Configure(EntityTypeBuilder<SchoolLicence> builder)
    {
        foreach (var name in (string[])[nameof(SchoolLicence.NameAr), nameof(SchoolLicence.NameFr), nameof(SchoolLicence.OwnerAr), nameof(SchoolLicence.OwnerLatin), nameof(SchoolLicence.DirectorAr), nameof(SchoolLicence.DirectorLatin)])
            builder.Property(name).HasMaxLength(LicenceCase.NameLength);
        builder.Property(l => l.OwnerCin).IsCode(10);
        builder.Property(l => l.DirectorCin).IsCode(10);
        builder.Property(l => l.Cycles).IsCode(20);
        builder.Property(l => l.Conditions).HasMaxLength(SchoolLicence.ConditionsLength);
        builder.Property(l => l.StateReason).HasMaxLength(LicenceCase.TextLength);
        builder.HasIndex(l => l.LiveKey).IsUnique();
        builder.HasIndex(l => l.SchoolId);
        builder.HasIndex(l => l.ChangeId);
        builder.HasIndex(l => l.DocumentId);
        builder.HasIndex(l => l.CaseId).IsUnique();
        builder.HasIndex(l => new { l.AcademyId, l.Year, l.Number }).IsUnique();
        builder.HasIndex(l => new { l.PlaceId, l.ExpiresOn });
        builder.Ignore(l => l.NumberShown);
        builder.Ignore(l => l.Counts);
        builder.Ignore(l => l.IsComing);
    }
}
