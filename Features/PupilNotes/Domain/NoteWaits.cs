using Massar.Features.Enrollments.Domain;
using Massar.Features.Escalations.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.PupilNotes.Domain;

/// <summary>Remarks of teachers that speak of health or of the family and wait for the head's leave to be shown. One the head keeps back waits for nobody.</summary>
public sealed class NoteWaits(MassarDb db) : IWaits
{
    public const string Code = "notes";

    private const string Days = "escalations.notes-days";

    public IReadOnlyList<string> Settings => [Days];

    public IEnumerable<WaitKind> Kinds(WaitRules rules)
    {
        yield return new WaitKind(Code, Permissions.Allow, WaitOffice.Pupils, Days, 5, kind =>
            from n in db.PupilNotes
            where n.State == NoteState.Waiting && n.ShownAt == null && db.SchoolYears.Any(y => y.Id == n.SchoolYearId && y.IsCurrent)
                && db.Enrollments.Any(e => e.PupilId == n.PupilId && e.SchoolYearId == n.SchoolYearId && e.SchoolId == n.SchoolId && e.State == EnrollmentState.Active)
            select new Wait { Kind = kind, SchoolId = n.SchoolId, Id = n.Id, Round = 0, Year = 0, Since = n.WrittenAt, From = null, PupilId = n.PupilId, EmployeeId = null },
            _ => Links.Waiting);
    }
}
