using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Certificates.Domain;

/// <summary>Certificates that were asked for and wait for data to be mended.</summary>
public sealed class CertificateBlocks(MassarDb db) : IBlocks
{
    /// <summary>Working days after the day it was asked (workflow 4.5).</summary>
    private const int Days = 2;

    public IEnumerable<BlockKind> Kinds(BlockFrame frame) =>
    [
        new BlockKind("certificates", "certificates.blocks", Permissions.Issue, kind =>
            from r in db.CertificateRequests
            where frame.Own.Contains(r.PlaceId) && r.State == CertificateState.Blocked
            select new Block { Kind = kind, SchoolId = r.PlaceId, Id = r.Id, ClassId = null, PlanId = null, EmployeeId = null, PupilId = r.PupilId, Number = 0, Since = r.AskedAt, SinceDay = null, DueOn = null },
            m => Links.Pupil(m.PupilId ?? 0)) { Turn = BlockTurn.Desk, Clock = day => WorkingDays.After(day, Days) },
    ];
}
