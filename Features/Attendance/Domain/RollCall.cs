using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Attendance.Domain;

/// <summary>What a call says of a pupil. A line is kept for those who are not simply there.</summary>
public enum Presence
{
    Present = 0,
    Absent = 1,

    /// <summary>تأخر: came after the call, and counts as having been there.</summary>
    Late = 2,
}

/// <summary>
/// The call (المناداة) of one session: a class in a subject on a day at an hour of the day. The four together name the session, so that
/// a swapped lesson is called like one of the timetable; half groups in two subjects at one hour are two sessions.
/// </summary>
public sealed class RollCall : IVersioned, IInPlace, IOfSchool
{
    public long Id { get; init; }

    public required int SchoolYearId { get; init; }

    public required int SchoolId { get; init; }

    public required int ClassId { get; init; }

    public required string SubjectCode { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>M1…M4, S1…S4: <see cref="LessonHours"/>.</summary>
    public required string Hour { get; init; }

    /// <summary>Pupils on the list when it was called.</summary>
    public required int Pupils { get; set; }

    /// <summary>When the call was made, by the phone's clock, never later than it came in. UTC.</summary>
    public required DateTime MadeAt { get; set; }

    /// <summary>When it came in, UTC: later than made where there was no network.</summary>
    public required DateTime ReceivedAt { get; set; }

    /// <summary>Who saved it last.</summary>
    public required long AccountId { get; set; }

    public int Version { get; set; }

    public List<RollLine> Lines { get; init; } = [];

    public List<RollChange> Changes { get; init; } = [];

    int IInPlace.PlaceId => SchoolId;

    /// <summary>The session's lines as pupil → what was called.</summary>
    public Dictionary<long, Presence> Marked => Lines.ToDictionary(l => l.PupilId, l => l.Presence);

    /// <summary>
    /// Whether a call that was made without having seen this one says something else, so that a person must look at both.
    /// A later call of the same person is a second thought, not a conflict: a phone sends what was saved first, first.
    /// </summary>
    public bool Meets(int seen, long account, DateTime madeAt, IReadOnlyDictionary<long, Presence> marked)
    {
        if (seen == Version || (account == AccountId && madeAt > MadeAt))
            return false;
        return !Same(Marked, marked);
    }

    /// <summary>Puts what is marked now in place of what was, and keeps the trace; answers whose line changed.</summary>
    public List<long> Mark(IReadOnlyDictionary<long, Presence> marked, bool isFirst, long account, DateTime now, string? reason)
    {
        var before = Marked;
        var changed = before.Keys.Union(marked.Keys).Where(p => before.GetValueOrDefault(p) != marked.GetValueOrDefault(p)).ToList();
        foreach (var pupil in changed)
        {
            var (was, becomes) = (before.GetValueOrDefault(pupil), marked.GetValueOrDefault(pupil));
            if (becomes == Presence.Present)
                Lines.RemoveAll(l => l.PupilId == pupil);
            else if (Lines.Find(l => l.PupilId == pupil) is { } line)
                line.Presence = becomes;
            else
                Lines.Add(new RollLine { PupilId = pupil, Presence = becomes });
            if (!isFirst)
                Changes.Add(new RollChange { PupilId = pupil, Was = was, Became = becomes, Reason = reason, AccountId = account, At = now });
        }

        return changed;
    }

    private static bool Same(Dictionary<long, Presence> ours, IReadOnlyDictionary<long, Presence> theirs) =>
        ours.Count == theirs.Count && ours.All(l => theirs.TryGetValue(l.Key, out var presence) && presence == l.Value);
}

public sealed class RollCallConfiguration : IEntityTypeConfiguration<RollCall>
{
    public void Configure(EntityTypeBuilder<RollCall> builder)
    {
        builder.Ignore(c => c.Marked);
        builder.Property(c => c.SubjectCode).IsCode(20);
        builder.Property(c => c.Hour).IsCode(4);
        builder.HasIndex(c => new { c.ClassId, c.Day, c.Hour, c.SubjectCode }).IsUnique();
        builder.HasIndex(c => new { c.SchoolId, c.Day });
        builder.HasMany(c => c.Lines).WithOne().HasForeignKey(l => l.RollCallId);
        builder.HasMany(c => c.Changes).WithOne().HasForeignKey(c => c.RollCallId);
    }
}

/// <summary>A pupil who was absent or late at a call.</summary>
public sealed class RollLine
{
    public long RollCallId { get; init; }

    public required long PupilId { get; init; }

    public required Presence Presence { get; set; }
}

public sealed class RollLineConfiguration : IEntityTypeConfiguration<RollLine>
{
    public void Configure(EntityTypeBuilder<RollLine> builder)
    {
        builder.HasKey(l => new { l.RollCallId, l.PupilId });
        builder.HasIndex(l => l.PupilId);
    }
}

/// <summary>A line that was changed after the call: what it was, what it became, who changed it and why.</summary>
public sealed class RollChange
{
    public const int ReasonLength = 200;

    public long Id { get; init; }

    public long RollCallId { get; init; }

    public required long PupilId { get; init; }

    public required Presence Was { get; init; }

    public required Presence Became { get; init; }

    /// <summary>Given by the supervisor; a teacher who calls again gives none.</summary>
    public string? Reason { get; init; }

    public required long AccountId { get; init; }

    public required DateTime At { get; init; }
}

public sealed class RollChangeConfiguration : IEntityTypeConfiguration<RollChange>
{
    public void Configure(EntityTypeBuilder<RollChange> builder)
    {
        builder.Property(c => c.Reason).HasMaxLength(RollChange.ReasonLength);
        builder.HasIndex(c => c.RollCallId);
    }
}
