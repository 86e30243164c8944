using Massar.Features.Reference.Domain;

namespace Massar.Features.Classes;

/// <summary>A subject of a class with the one who teaches it all year.</summary>
public sealed record SeededTeaching(SubjectPlan Plan, long TeacherId);

/// <summary>A class of either year with its subjects.</summary>
public sealed record SeededClass(
    int Id, Guid PublicId, int SchoolId, int SchoolYearId, string LevelCode, string StreamCode, int Number, string Name, IReadOnlyList<SeededTeaching> Teachings);

/// <summary>The classes of the previous and the current year.</summary>
public sealed record SeededClasses(IReadOnlyList<SeededClass> Classes)
{
    public SeededClass Class(int id) => byId.Value[id];

    public IEnumerable<SeededClass> Of(int schoolYearId) => Classes.Where(c => c.SchoolYearId == schoolYearId);

    private readonly Lazy<Dictionary<int, SeededClass>> byId = new(() => Classes.ToDictionary(c => c.Id));
}
