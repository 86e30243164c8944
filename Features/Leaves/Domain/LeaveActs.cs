using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Leaves.Domain;

/// <summary>Who may do what with a leave now: the page draws it, and the order obeys it.</summary>
public static class LeaveActs
{
    /// <summary>What this person may do; nothing with his own leave, whatever the hat.</summary>
    public static IEnumerable<LeaveAct> Of(CaseHead leave, LeaveBook book, CurrentUser user, DateOnly today)
    {
        if (LeaveDesk.IsOwn(user, leave.EmployeeId, leave.AskedByAccountId) || book.Find(leave.TypeCode) is not { } type)
            return [];
        var isSilent = leave.State == LeaveState.Asked && MoroccanDay.Of(leave.StateSince).AddDays(book.HeadDays) < today;
        return leave.State switch
        {
            LeaveState.Asked when user.Has(Permissions.Answer) => type.DecidedBy == LeaveType.Head ? Deciding(leave, type, today) : [LeaveAct.Favorable, LeaveAct.Unfavorable],
            LeaveState.Asked when isSilent && user.Has(Permissions.Decide) => Deciding(leave, type, today),
            LeaveState.WithOffice when user.Has(Permissions.Decide) => Deciding(leave, type, today),
            LeaveState.InCheck when user.Has(Permissions.Decide) => [LeaveAct.Confirmed, LeaveAct.NotConfirmed, LeaveAct.NoShow],
            _ => [],
        };
    }

    /// <summary>Acts whose reason the employee reads.</summary>
    public static bool NeedsReason(LeaveAct act) => act is LeaveAct.Unfavorable or LeaveAct.Refuse or LeaveAct.CountAsAnnual;

    private static IEnumerable<LeaveAct> Deciding(CaseHead leave, LeaveType type, DateOnly today)
    {
        var isPaperThere = !type.NeedsPaper || leave.Paper is not null;
        if (isPaperThere && (!type.NeedsCouncil || leave.CheckResult == LeaveAct.Confirmed))
            yield return LeaveAct.Grant;
        yield return LeaveAct.Refuse;
        if (!type.IsMedical)
            yield break;
        // An absence without certificate counts on annual leave (procedure sheet of sick leave); so does one that the doctor does not confirm.
        if ((!isPaperThere && leave.IsPaperLate(today)) || leave.CheckResult is LeaveAct.NotConfirmed or LeaveAct.NoShow)
            yield return LeaveAct.CountAsAnnual;
        if (leave.CheckResult is null)
            yield return type.NeedsCouncil ? LeaveAct.SendToCouncil : LeaveAct.OrderVisit;
    }
}
