namespace Massar.Features.Enrollments;

/// <summary>A pupil sitting in a class, as the class list has it.</summary>
/// <param name="LeftOn">Set for those who left during the year.</param>
public sealed record SeededEnrollment(long Id, long PupilId, int ClassId, int OrderInClass, DateOnly? LeftOn);

/// <summary>Who sits in which class, in both years, ordered as on the class list.</summary>
public sealed record SeededEnrollments(IReadOnlyDictionary<int, IReadOnlyList<SeededEnrollment>> ByClass)
{
    public IReadOnlyList<SeededEnrollment> In(int classId) => ByClass.TryGetValue(classId, out var list) ? list : [];
}
