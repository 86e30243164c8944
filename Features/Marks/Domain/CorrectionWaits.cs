using Massar.Features.Escalations.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Marks.Domain;

/// <summary>Requests of teachers to correct a published mark that wait for the head's counter-signature.</summary>
public sealed class CorrectionWaits(MassarDb db) : IWaits
{
    public const string Code = "corrections";

    public IReadOnlyList<string> Settings => [MarksBlocks.CorrectionDays];

    public IEnumerable<WaitKind> Kinds(WaitRules rules)
    {
        yield return new WaitKind(Code, Permissions.Validate, WaitOffice.Pupils, MarksBlocks.CorrectionDays, 5, kind =>
            from x in db.MarkCorrections
            where x.State == CorrectionState.Asked
            select new Wait { Kind = kind, SchoolId = x.SchoolId, Id = x.Id, Round = 0, Year = 0, Since = x.AskedAt, From = null, PupilId = x.PupilId, EmployeeId = null },
            Links.Decide)
        { WithAnnexes = true };
    }
}
