using Massar.Features.Escalations.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Messages.Domain;

/// <summary>Messages of families that are the head's to answer: written to the head, or come up because nobody answered. The head's delay begins when the family's is over.</summary>
public sealed class MessageWaits(MassarDb db) : IWaits
{
    public const string Code = "messages";

    private const string Days = "escalations.messages-days";

    public IReadOnlyList<string> Settings => [Days];

    public IEnumerable<WaitKind> Kinds(WaitRules rules)
    {
        yield return new WaitKind(Code, Permissions.Lead, WaitOffice.Pupils, Days, 3, kind =>
            from t in db.FamilyThreads
            where t.State == TalkState.Asked && t.DueOn != null && (t.Door == ThreadDoor.Head || t.EscalatedAt != null)
            select new Wait { Kind = kind, SchoolId = t.SchoolId, Id = t.Id, Round = t.Round, Year = 0, Since = t.StateSince, From = t.DueOn, PupilId = t.PupilId, EmployeeId = null },
            Links.Thread);
    }
}
