using System.Globalization;
using Massar.Features.Claims;
using Massar.Features.Claims.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfClaims;

/// <summary>
/// Whoever stands for a child and the head are asked when somebody claims the child, and told when somebody was added or left; the claimant is told
/// the answer. Who claims stands in no message, only behind the sign-in.
/// </summary>
public sealed class Handler(MassarDb db, GuardianDesk guardians, AccountDesk accounts) : IFactHandler<ClaimStepped>, IFactHandler<ClaimsLocked>
{
    public async Task Handle(ClaimStepped notification, CancellationToken cancellationToken)
    {
        var (id, what, ct) = (notification.ClaimId, notification.What, cancellationToken);
        var claim = await db.ChildClaims.Where(c => c.Id == id).Join(db.Pupils, c => c.PupilId, p => p.Id, (c, p) => new { c.PlaceId, c.Kind, c.AccountId, c.GuardianId, PupilId = p.Id, p.FirstNameAr, p.FirstNameLatin }).AsNoTracking().SingleAsync(ct);
        var key = string.Create(CultureInfo.InvariantCulture, $"claim/{id}/{what}");

        var (others, head, own) = what switch
        {
            "asked" => ("asked", "to-decide", null),
            "blocked" => (null, "blocked", "refused"),
            "refused" => (claim.Kind == ClaimKind.Asked ? "not-added" : null, null, "refused"),
            "approved" => ("added", null, "approved"),
            "joined" or "returned" => ("added", "added", null),
            "removed" => ("removed", "removed", null),
            "removal-asked" => (null, "removal-asked", null),
            "removal-done" => ("removed", null, "removal-done"),
            _ => ((string?)null, (string?)null, (string?)null),
        };
        if (others is not null)
        {
            await guardians.Tell([claim.PupilId], told => told.Draft(key, claim.PlaceId, $"notices.claims-{others}", what == "asked" ? Claims.Links.Answer(id) : Claims.Links.Mine, told.Child), except: claim.GuardianId, ct);
        }

        if (head is not null)
        {
            await accounts.Tell(accounts.Holding(claim.PlaceId, Roles.Head), AccountDesk.MostOfOffice, told => told.Draft(
                $"{key}/{told.Id}", claim.PlaceId, $"notices.claims-{head}", Claims.Links.Case(id), told.IsArabic ? claim.FirstNameAr : claim.FirstNameLatin), ct);
        }

        if (own is not null)
        {
            var account = claim.AccountId;
            await accounts.Tell(db.Accounts.Where(a => a.Id == account), 1, told => told.Draft(
                $"{key}/own", claim.PlaceId, $"notices.claims-{own}", Claims.Links.Mine, told.IsArabic ? claim.FirstNameAr : claim.FirstNameLatin) with
            { Phone = told.Phone }, ct);
        }
    }

    public async Task Handle(ClaimsLocked notification, CancellationToken cancellationToken)
    {
        var (id, ct) = (notification.PupilId, cancellationToken);
        var child = await db.Pupils.AsNoTracking().Where(p => p.Id == id).Select(p => new { p.FirstNameAr, p.FirstNameLatin }).SingleAsync(ct);
        var school = await db.Enrollments.Where(e => e.PupilId == id && e.State == EnrollmentState.Active && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)).Select(e => (int?)e.SchoolId).FirstOrDefaultAsync(ct);
        if (school is not { } place)
            return;
        var key = string.Create(CultureInfo.InvariantCulture, $"claims-locked/{id}/{notification.Until.Ticks}");
        await guardians.Tell([id], told => told.Draft(key, place, "notices.claims-locked", Claims.Links.Mine, told.Child), ct);
        await accounts.Tell(accounts.Holding(place, Roles.Head), AccountDesk.MostOfOffice, told => told.Draft(
            $"{key}/{told.Id}", place, "notices.claims-locked", Pupils.Links.File(id), told.IsArabic ? child.FirstNameAr : child.FirstNameLatin), ct);
    }
}
