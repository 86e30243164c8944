using Massar.Features.Reference.Domain;

namespace Massar.Features.Reference;

/// <summary>
/// The years and the curriculum demo data is built on. First of the rosters: each spine area shares one with
/// <c>seeding.Share(…)</c>, later areas read it with <c>seeding.Of&lt;SeededYears&gt;()</c>. The others, in order of planting:
/// <c>Schools.SeededSchools</c>, <c>Pupils.SeededPupils</c>, <c>Employees.SeededEmployees</c>, <c>Classes.SeededClasses</c>,
/// <c>Enrollments.SeededEnrollments</c>, <c>Accounts.SeededAccounts</c>.
/// </summary>
/// <param name="Today">The day the demo lives on.</param>
/// <param name="Current">The school year that contains it.</param>
/// <param name="Previous">The year before, complete.</param>
/// <param name="Levels">By code.</param>
/// <param name="Plans">Every subject plan of both years.</param>
/// <param name="Grades">Grades of staff by code.</param>
/// <param name="Steps">Steps of each échelle, first échelon first.</param>
public sealed record SeededYears(
    DateOnly Today,
    SchoolYear Current,
    SchoolYear Previous,
    IReadOnlyDictionary<string, Level> Levels,
    ILookup<(int Year, string Level, string Stream), SubjectPlan> Plans,
    IReadOnlyDictionary<string, StaffGrade> Grades,
    IReadOnlyDictionary<string, IReadOnlyList<EchelonStep>> Steps);
