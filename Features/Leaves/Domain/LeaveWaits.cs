using Massar.Features.Escalations.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Leaves.Domain;

/// <summary>Leaves that wait for the head's opinion, after which the directorate decides without, and leaves that are over with nobody saying whether the person is back.</summary>
public sealed class LeaveWaits(MassarDb db) : IWaits
{
    public const string Code = "leaves";

    /// <summary>Over, and no return recorded.</summary>
    public const string Returns = "leave-returns";

    private const string Days = "leaves.head-days";
    private const string ReturnDays = "leaves.return-days";

    public IReadOnlyList<string> Settings => [Days, ReturnDays];

    public IEnumerable<WaitKind> Kinds(WaitRules rules)
    {
        yield return new WaitKind(Code, Permissions.Answer, WaitOffice.Staff, Days, 3, kind =>
            from p in db.Places
            join l in db.Leaves on p.Path equals l.PlacePath
            where l.State == LeaveState.Asked
            select new Wait { Kind = kind, SchoolId = p.Id, Id = l.Id, Round = 0, Year = 0, Since = l.StateSince, From = null, PupilId = null, EmployeeId = l.EmployeeId },
            Links.Case)
        { IsCalendar = true, OfficePermission = Permissions.Decide };

        var today = rules.Today;
        yield return new WaitKind(Returns, Permissions.Answer, WaitOffice.Staff, ReturnDays, 1, kind =>
            from p in db.Places
            join l in db.Leaves.NotBack(db, today) on p.Path equals l.PlacePath
            select new Wait { Kind = kind, SchoolId = p.Id, Id = l.Id, Round = 0, Year = 0, Since = l.StateSince, From = l.EndsOn, PupilId = null, EmployeeId = l.EmployeeId },
            Links.Case)
        { IsCalendar = true, OfficePermission = Permissions.Decide };
    }
}
