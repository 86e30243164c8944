using Massar.Features.Escalations.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Transfers.Domain;

/// <summary>Transfers to which the sending school has to answer. Each has a clock of its own, which makes the directorate decide and tells everybody: here they are counted with the rest.</summary>
public sealed class TransferWaits(MassarDb db) : IWaits
{
    public const string Code = "transfers";

    private const string Days = "transfers.answer-days";

    public IReadOnlyList<string> Settings => [Days];

    public IEnumerable<WaitKind> Kinds(WaitRules rules)
    {
        yield return new WaitKind(Code, Permissions.Act, WaitOffice.Pupils, Days, 3, kind =>
            from t in db.Transfers
            where t.State == TransferState.Asked || t.State == TransferState.Escalated
            select new Wait { Kind = kind, SchoolId = t.FromSchoolId, Id = t.Id, Round = 0, Year = 0, Since = t.AskedAt, From = null, PupilId = t.PupilId, EmployeeId = null },
            Links.Case)
        { IsToldApart = true, OfficePermission = Permissions.Decide };
    }
}
