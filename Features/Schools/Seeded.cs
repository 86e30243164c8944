using Massar.Features.Schools.Domain;

namespace Massar.Features.Schools;

/// <summary>A node of the tree, as planted.</summary>
public sealed record SeededPlace(int Id, PlaceKind Kind, string Code, string NameAr, string NameFr, int? ParentId, string Path)
{
    /// <summary>Whether this node is the other one or lies below it.</summary>
    public bool IsWithin(SeededPlace other) => Path.StartsWith(other.Path, StringComparison.Ordinal);
}

/// <summary>A school with its place, commune and directorate.</summary>
/// <param name="Cycles">"PRI", "COL", "QUA"; one school may have several.</param>
public sealed record SeededSchool(SeededPlace Place, SeededPlace Commune, SeededPlace Directorate, IReadOnlyList<string> Cycles, string Nature, bool IsPublic, bool IsUrban)
{
    public int Id => Place.Id;

    public bool Has(string cycle) => Cycles.Contains(cycle);
}

/// <summary>The planted tree. Ministry, academies and directorates are complete; communes and schools are those of the demo.</summary>
/// <param name="Academy">The academy the demo plays in.</param>
/// <param name="Directorate">The directorate with most of the schools and the office staff of every role.</param>
/// <param name="Directorates">The directorates of the demo that have schools, the main one first.</param>
/// <param name="Schools">In order of number; the first ones lie in the main directorate.</param>
public sealed record SeededSchools(
    SeededPlace Ministry,
    SeededPlace Academy,
    SeededPlace Directorate,
    IReadOnlyList<SeededPlace> Directorates,
    IReadOnlyList<SeededPlace> Communes,
    IReadOnlyList<SeededSchool> Schools)
{
    public SeededSchool School(int id) => byId.Value[id];

    private readonly Lazy<Dictionary<int, SeededSchool>> byId = new(() => Schools.ToDictionary(s => s.Id));
}
