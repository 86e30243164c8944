using Massar.Features.Escalations.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.ReportCards.Domain;

/// <summary>Appeals of families that a council has not answered yet; that it was seized does not stop the family's waiting.</summary>
public sealed class AppealWaits(MassarDb db) : IWaits
{
    public const string Code = "council-appeals";

    private const string Days = "escalations.council-appeals-days";

    public IReadOnlyList<string> Settings => [Days];

    public IEnumerable<WaitKind> Kinds(WaitRules rules)
    {
        yield return new WaitKind(Code, Permissions.Hold, WaitOffice.Pupils, Days, 5, kind =>
            from a in db.CouncilAppeals
            where a.State == AppealState.Asked || a.State == AppealState.Seized
            select new Wait { Kind = kind, SchoolId = a.SchoolId, Id = a.Id, Round = 0, Year = a.SchoolYearId, Since = a.AskedAt, From = null, PupilId = a.PupilId, EmployeeId = null },
            Links.AppealCase)
        { Number = (id, year) => AppealDesk.NumberOf(year, id) };
    }
}
