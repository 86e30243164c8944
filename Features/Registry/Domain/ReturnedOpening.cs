using System.Globalization;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registry.Domain;

/// <summary>A returned proposal as it was typed, to be corrected and proposed anew.</summary>
public sealed record ReturnedOpening(SchoolChange Change, IReadOnlyList<TypedSchool> Schools, TypedPaper Paper)
{
    /// <summary>Null where it is not there, or not returned.</summary>
    public static async Task<ReturnedOpening?> Of(MassarDb db, CurrentUser user, long change, CancellationToken ct)
    {
        var place = user.PlaceId;
        if (await db.SchoolChanges.AsNoTracking().SingleOrDefaultAsync(c => c.Id == change && c.PlaceId == place && c.State == ChangeState.Returned && !c.IsLicensed, ct) is not { } found)
            return null;
        var planned = await (
            from p in db.PlannedSchools
            where p.ChangeId == change
            join parent in db.Places on p.ParentId equals parent.Id
            orderby p.Order
            select new { Planned = p, parent.Kind, parent.Code }).AsNoTracking().ToListAsync(ct);
        return new ReturnedOpening(found, [.. planned.Select(p => Typed(p.Planned, p.Kind == PlaceKind.Commune ? null : p.Code))], new TypedPaper
        {
            Reference = found.Reference,
            DocumentOn = TypedDay.Iso(found.DocumentOn),
            EffectiveOn = TypedDay.Iso(found.EffectiveOn),
            Remark = found.Remark,
        });
    }

    private static TypedSchool Typed(PlannedSchool planned, string? centre) => new()
    {
        Code = planned.GresaCode,
        NameAr = planned.NameAr,
        NameFr = planned.NameFr,
        Nature = planned.Nature,
        Cycles = planned.Cycles,
        Sector = planned.IsPublic ? "public" : "private",
        Milieu = planned.IsUrban ? "urban" : "rural",
        Commune = centre is null ? planned.ParentId.ToString(CultureInfo.InvariantCulture) : null,
        Centre = centre,
        AddressAr = planned.AddressAr,
        Phone = planned.Phone,
        Seats = planned.FirstYearSeats == 0 ? null : planned.FirstYearSeats.ToString(CultureInfo.InvariantCulture),
    };
}
