using Massar.Features.Pupils.Domain;

namespace Massar.Features.Employees;

/// <summary>A member of staff. <see cref="Role"/> is the role of their account's hat at their place.</summary>
/// <param name="Cycle">PRI, COL or QUA for teachers.</param>
/// <param name="DisciplineCode">Subject a teacher teaches; "DBL" (مزدوج) for those who teach a primary class everything.</param>
public sealed record SeededEmployee(
    long Id, string Ppr, string FirstNameAr, string LastNameAr, string FirstNameLatin, string LastNameLatin, Sex Sex, string Phone, string Email,
    string Role, int PlaceId, string PlacePath, string GradeCode, string Echelle, int Echelon, int Index, DateOnly EchelonSince,
    DateOnly RecruitedOn, DateOnly PostedOn, string? Cycle, string? DisciplineCode)
{
    public string FullNameAr => $"{LastNameAr} {FirstNameAr}";

    public string FullNameLatin => $"{LastNameLatin} {FirstNameLatin}";
}

/// <summary>All staff of the demo: schools, the offices of the directorates and the academy, the ministry.</summary>
/// <param name="Staff">In order of number: employee n is at n - 1.</param>
public sealed record SeededEmployees(IReadOnlyList<SeededEmployee> Staff)
{
    public SeededEmployee Employee(long id) => Staff[(int)id - 1];

    public IEnumerable<SeededEmployee> Of(string role) => Staff.Where(e => e.Role == role);

    public IEnumerable<SeededEmployee> At(int placeId) => byPlace.Value[placeId];

    public IEnumerable<SeededEmployee> At(int placeId, string role) => At(placeId).Where(e => e.Role == role);

    private readonly Lazy<ILookup<int, SeededEmployee>> byPlace = new(() => Staff.ToLookup(e => e.PlaceId));
}
