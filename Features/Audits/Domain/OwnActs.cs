namespace Massar.Features.Audits.Domain;

/// <summary>
/// What an employee reads of the trail: acts he has a right to know of. What is still being prepared about him, and what is not told yet,
/// are not among them: a draft, a list before the commission, a disciplinary file before it is opened to him, a movement before its publication.
/// </summary>
public static class OwnActs
{
    /// <summary>Orders by their slice, as the trail names them; each has its words <c>audits.act.…</c>.</summary>
    public static readonly IReadOnlyList<string> Shown =
    [
        "Decisions.SendForVisa", "Decisions.VisaDecision", "Decisions.VisaBatch", "Decisions.SignDecisions", "Decisions.WithdrawDecision", "Decisions.ShowMyDecision", "Decisions.RecordHandDelivery", "Decisions.HandOverCopy",
        "Employees.MendIdentity", "Leaves.AskLeave", "Leaves.HandInPaper", "Leaves.AnswerLeave", "Leaves.CancelLeave", "Leaves.RecordReturn",
        "Families.DeclareEvent", "Families.HandInPaper", "Families.CheckEvent", "Families.CancelEvent", "StaffPapers.AskForPaper", "StaffPapers.IssueAtCounter",
        "Domiciliations.PrepareRequest", "Domiciliations.SendRequest", "Domiciliations.TreatRequest", "Domiciliations.WithdrawRequest", "Domiciliations.OpenNumber",
        "StaffFiles.PrepareFile", "StaffFiles.ReceiveFile", "StaffFiles.AnswerLacks", "Installations.TakeStep",
    ];
}
