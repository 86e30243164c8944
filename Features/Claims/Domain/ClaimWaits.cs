using Massar.Features.Enrollments.Domain;
using Massar.Features.Escalations.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Claims.Domain;

/// <summary>Requests of guardians to be added to a child. One that fits no child is nobody's, and waits for nobody.</summary>
public sealed class ClaimWaits(MassarDb db) : IWaits
{
    public const string Code = "claims";

    private const string Days = "escalations.claims-days";
    private const string OpenDays = "claims.open-days";

    public IReadOnlyList<string> Settings => [Days, OpenDays];

    public IEnumerable<WaitKind> Kinds(WaitRules rules)
    {
        var since = rules.Now.AddDays(-rules.Number(OpenDays, 30));
        yield return Kind with
        {
            Waiting = kind =>
                from c in db.ChildClaims
                where c.Kind == ClaimKind.Asked && c.State == ClaimState.Open && c.PupilId != null && c.AskedAt > since
                    && db.Enrollments.Any(e => e.PupilId == c.PupilId && e.SchoolId == c.PlaceId && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected))
                select new Wait { Kind = kind, SchoolId = c.PlaceId, Id = c.Id, Round = 0, Year = 0, Since = c.AskedAt, From = null, PupilId = c.PupilId, EmployeeId = null },
        };
    }

    /// <summary>The day on which a claim that nobody answered goes up. It is the same for one that fits no child, so that who asks learns nothing from it.</summary>
    /// <returns>Null while it is in time.</returns>
    public static DateOnly? PassedOn(WaitRules rules, DateTime askedAt) => rules.Due(Kind, askedAt, null) is var due && due < rules.Today ? due.AddDays(1) : null;

    /// <summary>The delays, with the rules of claims beside them.</summary>
    public static async Task<(WaitRules Waits, ClaimRules Claims)> Rules(MassarDb db, DateTime now, CancellationToken ct)
    {
        var rules = await WaitRules.Of(db, [Days, .. ClaimRules.Codes], now, ct);
        return (rules, ClaimRules.From(new YearFigures(ClaimRules.Prefix, rules.Settings)));
    }

    private static WaitKind Kind { get; } = new(Code, Permissions.Decide, WaitOffice.Pupils, Days, 10, _ => Enumerable.Empty<Wait>().AsQueryable(), Links.Case);
}
