using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Registrations.Domain;

/// <summary>Requests that wait for the head. They are called by their number: the child is not one of the school's pupils yet.</summary>
public sealed class RegistrationBlocks(MassarDb db) : IBlocks
{
    public IEnumerable<BlockKind> Kinds(BlockFrame frame)
    {
        var days = RegistrationStates.Of(RegistrationState.Sent).Clock;
        yield return new BlockKind("registrations", "registrations.blocks", Permissions.Decide, kind =>
            from r in db.Registrations
            where r.SchoolId != null && frame.Own.Contains(r.SchoolId.Value) && (r.State == RegistrationState.Sent || r.State == RegistrationState.UnderCheck) && r.SubmittedAt != null
            select new Block { Kind = kind, SchoolId = r.SchoolId!.Value, Id = r.Id, ClassId = null, PlanId = null, EmployeeId = null, PupilId = null, Number = r.SchoolYearId, Since = r.StateSince, SinceDay = null, DueOn = null },
            m => Links.Case(m.Id))
        { Clock = day => WorkingDays.After(day, days), Label = m => Registration.NumberOf(m.Number, m.Id) };
    }
}
