using Massar.Features.Escalations.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Registrations.Domain;

/// <summary>Requests of families for a place that wait for the head. Opening one does not make it another wait; sending it again does.</summary>
public sealed class RegistrationWaits(MassarDb db) : IWaits
{
    public const string Code = "registrations";

    private const string Days = "escalations.registrations-days";

    public IReadOnlyList<string> Settings => [Days];

    public IEnumerable<WaitKind> Kinds(WaitRules rules)
    {
        yield return new WaitKind(Code, Permissions.Decide, WaitOffice.Pupils, Days, 5, kind =>
            from r in db.Registrations
            where r.SchoolId != null && (r.State == RegistrationState.Sent || r.State == RegistrationState.UnderCheck) && r.SubmittedAt != null
            select new Wait { Kind = kind, SchoolId = r.SchoolId!.Value, Id = r.Id, Round = r.Round, Year = r.SchoolYearId, Since = r.StateSince, From = null, PupilId = null, EmployeeId = null },
            Links.Case)
        { Number = (id, year) => Registration.NumberOf(year, id), OfficePermission = Permissions.Read };
    }
}
