using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Installations.Domain;

/// <summary>Where an installation stands (workflow 4.21). The numbers are stored.</summary>
public enum InstallationState
{
    /// <summary>The decision is signed; the person has not been seen.</summary>
    Due = 0,

    /// <summary>The head has recorded the day of presence; the person confirms it.</summary>
    Present = 1,

    /// <summary>Minutes sealed, workplace opened.</summary>
    Installed = 2,

    /// <summary>The decision was taken back, or another one took its place.</summary>
    Cancelled = 3,
}

/// <summary>
/// Taking up service after an assignment, a transfer or a return (محضر الالتحاق): due at the receiving place, confirmed by who receives and by the person. It is these
/// minutes that open the workplace and move the file. Who does not come is reminded twice, then the case is flagged for the procedure of abandonment
/// (dahir 1-58-008, article 75 bis); nothing is decided by itself.
/// </summary>
public sealed class Installation : IVersioned, IInPlace, IAboutEmployee
{
    public const int RemarkLength = 300;

    /// <summary>Formal notices before the case is flagged.</summary>
    public const int MostNotices = 2;

    public long Id { get; init; }

    public required long DecisionId { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>Where the person comes to.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    /// <summary>Where he comes from; null for a return to the same place, and for who had none.</summary>
    public int? FromPlaceId { get; init; }

    public string? FromPath { get; init; }

    /// <summary>From when the decision counts: nobody is present before.</summary>
    public required DateOnly EffectiveOn { get; init; }

    /// <summary>The day the person is awaited: the effect, or the signature where that came later.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>The last day to come; each notice sets a new one.</summary>
    public required DateOnly Until { get; set; }

    public InstallationState State { get; private set; }

    /// <summary>The day of presence, as the receiving side recorded it.</summary>
    public DateOnly? PresentOn { get; private set; }

    public long? PresentByAccountId { get; private set; }

    /// <summary>Why the person did not confirm that day.</summary>
    public string? Dispute { get; private set; }

    public DateTime? InstalledAt { get; private set; }

    /// <summary>The sealed minutes of presence.</summary>
    public long? MinutesId { get; private set; }

    /// <summary>The last day at the place left.</summary>
    public DateOnly? LeftOn { get; private set; }

    /// <summary>The sealed minutes of the place left.</summary>
    public long? CessationId { get; private set; }

    /// <summary>When the first notice went, the second, and when the case was flagged.</summary>
    public DateTime? Notice1At { get; private set; }

    public DateTime? Notice2At { get; private set; }

    public DateTime? FlaggedAt { get; private set; }

    public int Version { get; set; }

    /// <summary>Notices sent.</summary>
    public int Notices => Notice2At is not null ? 2 : Notice1At is not null ? 1 : 0;

    public bool IsOpen => State is InstallationState.Due or InstallationState.Present;

    public bool IsLate(DateOnly today) => State is InstallationState.Due && Until < today;

    /// <summary>The receiving side has seen the person on a day; again while the person has not confirmed.</summary>
    public Refusal? Present(DateOnly day, DateOnly today, long account)
    {
        if (!IsOpen)
            return NotNow;
        if (day < EffectiveOn)
            return Refusal.Invalid("Day", "installations.day.early", Formats.ShortDate(EffectiveOn));
        if (day > today)
            return Refusal.Invalid("Day", "installations.day.future");
        if (day <= LeftOn)
            return Refusal.Invalid("Day", "installations.day.still-there", Formats.ShortDate(LeftOn.Value));
        (State, PresentOn, PresentByAccountId, Dispute) = (InstallationState.Present, day, account, null);
        return null;
    }

    /// <summary>The person was not there that day: the receiving side looks again.</summary>
    public Refusal? Contest(string remark, DateOnly until)
    {
        if (State is not InstallationState.Present)
            return NotNow;
        (State, PresentOn, Dispute) = (InstallationState.Due, null, remark);
        Until = until > Until ? until : Until;
        return null;
    }

    /// <summary>Both have confirmed.</summary>
    public Refusal? Install(DateTime at)
    {
        if (State is not InstallationState.Present)
            return NotNow;
        (State, InstalledAt) = (InstallationState.Installed, at);
        if (FromPlaceId is not null)
            LeftOn ??= PresentOn!.Value.AddDays(-1);
        return null;
    }

    /// <summary>The place left gives the last day there; once the person is installed elsewhere the day is known.</summary>
    public Refusal? Leave(DateOnly? day, DateOnly today)
    {
        if (FromPlaceId is null || State is InstallationState.Cancelled || CessationId is not null)
            return NotNow;
        if (State is InstallationState.Installed)
            return null;
        if (day is not { } last)
            return Refusal.Invalid("Day", "installations.day.needed");
        if (last > today)
            return Refusal.Invalid("Day", "installations.day.future");
        if (last < EffectiveOn.AddDays(-1))
            return Refusal.Invalid("Day", "installations.day.leaves-early", Formats.ShortDate(EffectiveOn.AddDays(-1)));
        if (last >= PresentOn)
            return Refusal.Invalid("Day", "installations.day.already-there", Formats.ShortDate(PresentOn.Value));
        LeftOn = last;
        return null;
    }

    public void Keep(long minutes) => MinutesId = minutes;

    public void KeepCessation(long minutes) => CessationId = minutes;

    public bool Cancel()
    {
        if (State is InstallationState.Cancelled)
            return false;
        State = InstallationState.Cancelled;
        return true;
    }

    /// <summary>The next reminder to who has not come, or the flag after the last; null while it is not time.</summary>
    /// <param name="days">Given by each notice.</param>
    public string? Remind(DateTime at, int days)
    {
        if (!IsLate(MoroccanDay.Of(at)) || FlaggedAt is not null)
            return null;
        if (Notices == MostNotices)
        {
            FlaggedAt = at;
            return "flagged";
        }

        if (Notice1At is null)
            Notice1At = at;
        else
            Notice2At = at;
        Until = MoroccanDay.Of(at).AddDays(days);
        return Notices == 1 ? "notice-1" : "notice-2";
    }

    private static Refusal NotNow => Refusal.Conflict("installations.not-now").Next("installations.not-now.next");
}

public sealed class InstallationConfiguration : IEntityTypeConfiguration<Installation>
{
    public void Configure(EntityTypeBuilder<Installation> builder)
    {
        builder.Property(i => i.PlacePath).IsCode(64);
        builder.Property(i => i.FromPath).IsCode(64);
        builder.Property(i => i.Dispute).HasMaxLength(Installation.RemarkLength);
        builder.HasOne<Decision>().WithMany().HasForeignKey(i => i.DecisionId);
        builder.HasIndex(i => i.DecisionId).IsUnique();
        builder.HasIndex(i => i.EmployeeId);
        builder.HasIndex(i => new { i.PlacePath, i.State });
        builder.HasIndex(i => new { i.FromPath, i.State });
        builder.Ignore(i => i.Notices);
        builder.Ignore(i => i.IsOpen);
    }
}
