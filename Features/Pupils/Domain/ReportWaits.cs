using Massar.Features.Escalations.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Pupils.Domain;

/// <summary>Remarks of families that a datum of the file is wrong.</summary>
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
            select new Wait { Kind = kind, SchoolId = r.SchoolId, Id = r.Id, Round = 0, Year = 0, Since = r.ReportedAt, From = null, PupilId = r.PupilId, EmployeeId = null },
            Links.ReportCase);
    }
}
