using Massar.Features.Enrollments.Domain;
using Massar.Features.Escalations.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.PupilNotes.Domain;

/// <summary>
/// Remarks of teachers that speak of health or of the family and wait for the head's leave to be shown, those that came with the pupil too. One the
/// head keeps back waits for nobody. What came with the pupil waits since the pupil is there.
/// </summary>
public sealed class NoteWaits(MassarDb db) : IWaits
{
    public const string Code = "notes";

    private const string Days = "escalations.notes-days";

    public IReadOnlyList<string> Settings => [Days];

    public IEnumerable<WaitKind> Kinds(WaitRules rules)
    {
        yield return new WaitKind(Code, Permissions.Allow, WaitOffice.Pupils, Days, 5, kind =>
            from n in db.PupilNotes
            where n.State == NoteState.Waiting && n.DecidedByAccountId == null && db.SchoolYears.Any(y => y.Id == n.SchoolYearId && y.IsCurrent)
            let entered = db.Enrollments.Where(e => e.PupilId == n.PupilId && e.SchoolYearId == n.SchoolYearId && e.SchoolId == n.SchoolId && e.State == EnrollmentState.Active).Max(e => (DateOnly?)e.EnteredOn)
            where entered != null
            select new Wait { Kind = kind, SchoolId = n.SchoolId, Id = n.Id, Round = 0, Year = 0, Since = n.WrittenAt, From = entered > DateOnly.FromDateTime(n.WrittenAt) ? entered : null, PupilId = n.PupilId, EmployeeId = null },
            _ => Links.Waiting);
    }
}
