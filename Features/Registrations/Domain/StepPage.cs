namespace Massar.Features.Registrations.Domain;

/// <summary>A choice of a list in both scripts.</summary>
public sealed record Choice(int Id, string NameAr, string NameFr);

/// <summary>What the parts of the form need to be drawn.</summary>
/// <param name="Answers">As typed, with proposals filled in.</param>
/// <param name="Proposed">Fields whose value is our proposal.</param>
public sealed record FormParts(long Id, Answers Answers, IReadOnlySet<string> Proposed)
{
    public IReadOnlyList<Choice> Directorates { get; init; } = [];

    public IReadOnlyList<Choice> Communes { get; init; } = [];

    public IReadOnlyList<Choice> Zones { get; init; } = [];

    public IReadOnlyList<Choice> Schools { get; init; } = [];

    public int? ZoneSchoolId { get; init; }

    public int? SchoolId { get; init; }

    public Guid? Photo { get; init; }

    public Guid? Proof { get; init; }
}
