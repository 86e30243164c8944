using Massar.Features.Pupils.Domain;

namespace Massar.Features.Pupils;

/// <summary>A pupil's place in a year: the level and stream of a school, and the number of the class there (1, 2, 3…).</summary>
public sealed record SeededSeat(int SchoolId, int SchoolYearId, string LevelCode, string StreamCode, int ClassNumber);

/// <summary>What became of a pupil by today.</summary>
public enum SeededFate
{
    /// <summary>At school this year.</summary>
    AtSchool,

    /// <summary>Passed the baccalaureate last year; no longer at school.</summary>
    Graduated,

    /// <summary>Left during or after last year (moved away, dropped out).</summary>
    Left,
}

/// <summary>A pupil of the demo; <see cref="Now"/> is null for those who left, <see cref="Before"/> for those new this year.</summary>
public sealed record SeededPupil(
    long Id, string MassarCode, string FirstNameAr, string LastNameAr, string FirstNameLatin, string LastNameLatin, Sex Sex, DateOnly BirthDate,
    SeededSeat? Now, SeededSeat? Before, SeededFate Fate)
{
    public string FullNameAr => $"{LastNameAr} {FirstNameAr}";

    public string FullNameLatin => $"{LastNameLatin} {FirstNameLatin}";

    /// <summary>Repeats the level of last year.</summary>
    public bool Repeats => Now is not null && Before is not null && Now.LevelCode == Before.LevelCode;
}

/// <summary>A guardian with the pupils under their care.</summary>
public sealed record SeededGuardian(
    long Id, string FirstNameAr, string LastNameAr, string FirstNameLatin, string LastNameLatin, Sex Sex, string? Phone, string? Email, string Language,
    GuardianQuality Quality, IReadOnlyList<long> PupilIds)
{
    public string FullNameAr => $"{LastNameAr} {FirstNameAr}";

    public string FullNameLatin => $"{LastNameLatin} {FirstNameLatin}";
}

/// <summary>All pupils and guardians of the demo, those who left included.</summary>
/// <param name="Pupils">In order of number: the pupil with number n is at n - 1.</param>
public sealed record SeededPupils(IReadOnlyList<SeededPupil> Pupils, IReadOnlyList<SeededGuardian> Guardians)
{
    public SeededPupil Pupil(long id) => Pupils[(int)id - 1];

    public IEnumerable<SeededGuardian> GuardiansOf(long pupilId) => byPupil.Value[pupilId];

    private readonly Lazy<ILookup<long, SeededGuardian>> byPupil =
        new(() => Guardians.SelectMany(g => g.PupilIds, (g, p) => (g, p)).ToLookup(x => x.p, x => x.g));
}
