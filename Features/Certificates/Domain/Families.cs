using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Certificates.Domain;

/// <summary>Somebody to be told about a pupil's certificate.</summary>
/// <param name="Who">Stable for the key of a notice: "g12" or "p7".</param>
public sealed record FamilyMember(string Who, long? AccountId, string Name, string? Phone, string? Email, string Language, bool IsPupil, long? GuardianId = null);

/// <summary>A pupil's name, and whom to tell: the guardians with custody of a minor, or the adult pupil alone.</summary>
public sealed record Family(string PupilName, bool IsMinor, IReadOnlyList<FamilyMember> Members);

public static class Families
{
    public static async Task<Family?> FamilyOf(this MassarDb db, long pupilId, DateOnly today, CancellationToken ct)
    {
        var pupil = await db.Pupils.Where(p => p.Id == pupilId).Select(p => new { p.FirstNameAr, p.BirthDate }).SingleOrDefaultAsync(ct);
        if (pupil is null) return null;

        var isMinor = Majority.IsMinor(pupil.BirthDate, today);
        var guardians = !isMinor ? [] : await (
                from link in db.Guardianships.InForce(today)
                join guardian in db.Guardians on link.GuardianId equals guardian.Id
                join account in db.Accounts on guardian.Id equals account.GuardianId into accounts
                from account in accounts.DefaultIfEmpty()
                where link.PupilId == pupilId && link.HasCustody
                orderby guardian.Id
                select new { guardian.Id, AccountId = (long?)account.Id, guardian.FirstNameAr, guardian.LastNameAr, guardian.Phone, guardian.Email, guardian.Language })
            .ToListAsync(ct);
        var pupils = await db.Accounts.Where(a => a.PupilId == pupilId && a.ClosedAt == null).OrderBy(a => a.Id)
            .Select(a => new { a.Id, a.NameAr, a.Phone, a.Email, a.Language }).Take(1).ToListAsync(ct);
        return new Family(pupil.FirstNameAr, isMinor,
        [
            .. guardians.DistinctBy(g => g.Id).Select(g => new FamilyMember($"g{g.Id}", g.AccountId, $"{g.LastNameAr} {g.FirstNameAr}", g.Phone, g.Email, g.Language, IsPupil: false, GuardianId: g.Id)),
            .. pupils.Select(p => new FamilyMember($"p{pupilId}", p.Id, p.NameAr, p.Phone, p.Email, p.Language ?? "ar", IsPupil: true)),
        ]);
    }
}
