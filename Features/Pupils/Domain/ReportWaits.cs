using Massar.Features.Enrollments.Domain;
using Massar.Features.Escalations.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Pupils.Domain;

/// <summary>Remarks of families that a datum of the file is wrong, at the school where the child is now: another head is shown none. What came with the child waits since the child is there.</summary>
public sealed class ReportWaits(MassarDb db) : IWaits
{
    public const string Code = "reports";

    private const string Days = "escalations.reports-days";

    public IReadOnlyList<string> Settings => [Days];

    public IEnumerable<WaitKind> Kinds(WaitRules rules)
    {
        yield return new WaitKind(Code, Permissions.Correct, WaitOffice.Pupils, Days, 5, kind =>
            from r in db.DatumReports
            where r.State == ReportState.Open
            let entered = db.Enrollments.Where(e => e.PupilId == r.PupilId && e.SchoolId == r.SchoolId && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)
                && (e.State == EnrollmentState.Active || (e.State == EnrollmentState.Expected && !db.Enrollments.Any(o => o.PupilId == e.PupilId && o.SchoolYearId == e.SchoolYearId && o.State == EnrollmentState.Active)))).Max(e => (DateOnly?)e.EnteredOn)
            where entered != null
            select new Wait { Kind = kind, SchoolId = r.SchoolId, Id = r.Id, Round = 0, Year = 0, Since = r.ReportedAt, From = entered > DateOnly.FromDateTime(r.ReportedAt) ? entered : null, PupilId = r.PupilId, EmployeeId = null },
            Links.ReportCase);
    }
}
