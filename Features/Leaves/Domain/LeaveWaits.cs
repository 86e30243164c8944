using Massar.Features.Escalations.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Leaves.Domain;

/// <summary>Leaves that wait for the head's opinion; after it the directorate decides without.</summary>
public sealed class LeaveWaits(MassarDb db) : IWaits
{
    public const string Code = "leaves";

    private const string Days = "leaves.head-days";

    public IReadOnlyList<string> Settings => [Days];

    public IEnumerable<WaitKind> Kinds(WaitRules rules)
    {
        yield return new WaitKind(Code, Permissions.Answer, WaitOffice.Staff, Days, 3, kind =>
            from p in db.Places
            join l in db.Leaves on p.Path equals l.PlacePath
            where l.State == LeaveState.Asked
            select new Wait { Kind = kind, SchoolId = p.Id, Id = l.Id, Round = 0, Year = 0, Since = l.StateSince, From = null, PupilId = null, EmployeeId = l.EmployeeId },
            Links.Case)
        { IsCalendar = true, OfficePermission = Permissions.Decide };
    }
}
