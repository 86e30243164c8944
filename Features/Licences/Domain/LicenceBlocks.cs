using System.Globalization;
using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;

namespace Massar.Features.Licences.Domain;

/// <summary>A licence that runs out or has run out, and remarks of visits that are to be mended.</summary>
public sealed class LicenceBlocks(MassarDb db) : IBlocks
{
    public IReadOnlyList<string> Settings => [LicenceFigures.FirstAlarm];

    public IEnumerable<BlockKind> Kinds(BlockFrame frame)
    {
        var horizon = frame.Today.AddDays(frame.Number(LicenceFigures.FirstAlarm, LicenceFigures.UsualFirst));
        yield return new BlockKind("licence", "licences.blocks.licence", Permissions.School, kind =>
            from l in db.SchoolLicences
            where l.LiveKey != null && frame.Own.Contains(l.LiveKey.Value) && l.ExpiresOn <= horizon
            select new Block { Kind = kind, SchoolId = l.LiveKey!.Value, Id = l.Id, ClassId = null, PlanId = null, EmployeeId = null, PupilId = null, Number = l.Number, Since = null, SinceDay = null, DueOn = l.ExpiresOn },
            m => Links.Licence(m.Id))
        { Says = _ => "licences.blocks.licence.says", Label = m => m.Number.ToString(CultureInfo.InvariantCulture) };
        yield return new BlockKind("licence-remarks", "licences.blocks.remarks", Permissions.School, kind =>
            from r in db.LicenceRemarks
            join v in db.LicenceVisits on r.VisitId equals v.Id
            where r.SchoolId != null && frame.Own.Contains(r.SchoolId.Value) && r.State == RemarkState.Open
            select new Block { Kind = kind, SchoolId = r.SchoolId!.Value, Id = r.Id, ClassId = null, PlanId = null, EmployeeId = null, PupilId = null, Number = 0, Since = null, SinceDay = v.VisitedOn, DueOn = r.MendBy },
            m => Links.Remark(m.Id))
        { Says = _ => "licences.blocks.remarks.says", Label = m => m.Since is { } day ? Formats.ShortDate(day) : "" };
    }
}
