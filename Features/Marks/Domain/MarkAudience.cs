using Massar.Infrastructure.Security;

namespace Massar.Features.Marks.Domain;

/// <summary>Who reads a published edition, or who waits longer than the others. The numbers are stored.</summary>
public enum MarkAudience : byte
{
    /// <summary>Pupils and guardians alike; as the one who waits: nobody.</summary>
    All = 0,

    Pupils = 1,

    Guardians = 2,
}

/// <summary>Whose eyes a question about published marks is asked for.</summary>
public static class MarkAudiences
{
    /// <summary>As a guardian, or else as a pupil reads: the staff, who have the sheets, are shown what pupils are.</summary>
    public static MarkAudience Of(CurrentUser user) => user.GuardianId is null ? MarkAudience.Pupils : MarkAudience.Guardians;

    /// <summary>Editions of this audience are not the reader's.</summary>
    public static MarkAudience HiddenFrom(MarkAudience reader) => reader == MarkAudience.Guardians ? MarkAudience.Pupils : MarkAudience.Guardians;
}
