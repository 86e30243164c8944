using Massar.Features.Accounts;
using Massar.Features.Claims.Domain;
using Massar.Features.Pupils;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Massar.Infrastructure.Seeding;

namespace Massar.Features.Claims;

/// <summary>
/// At the school of the well-known head: a claim in each state, one of them on the well-known guardian's child, and slips of which one was used.
/// The well-known guardian waits for an answer about a code that fits no child.
/// </summary>
public sealed class Seed : ISeed
{
    private const string Signs = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    public int Order => 166;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, accounts, pupils) = (seeding.Of<SeededYears>(), seeding.Of<SeededAccounts>(), seeding.Of<SeededPupils>());
        var draw = seeding.Draw("claims");
        var (head, known) = (accounts.Demo(Roles.Head), accounts.Demo(Roles.Guardian));
        var guardians = pupils.Guardians.ToDictionary(g => g.Id);
        var children = pupils.Pupils.Where(p => p.Now?.SchoolId == head.PlaceId && !guardians[known.GuardianId!.Value].PupilIds.Contains(p.Id)).Take(8).ToList();
        // Who claims: guardians with an account and no child among these.
        var claimants = accounts.Of(Roles.Guardian).Where(a => a.Id != known.Id && a.GuardianId is { } id && !guardians[id].PupilIds.Any(p => children.Exists(c => c.Id == p))).Take(6).ToList();
        if (children.Count < 8 || claimants.Count == 0)
            return;

        List<ChildClaim> claims = [];
        List<ClaimAnswer> answers = [];
        List<Guardianship> ended = [];
        Claim(ClaimKind.Asked, 0, -2, "من أسرة الأم، أرافق التلميذ كل يوم");
        Claim(ClaimKind.Asked, 1, -9, null);
        Claim(ClaimKind.Asked, 2, -20, null)?.Settle(ClaimState.Refused, head.Id, At(-12), "لم يدل صاحب الطلب بأي وثيقة");
        if (accounts.Of(Roles.Guardian).FirstOrDefault(a => pupils.GuardiansOf(children[3].Id).Any(g => g.Id == a.GuardianId)) is { } mother
            && Claim(ClaimKind.Asked, 3, -15, null)?.Settle(ClaimState.Blocked, mother.Id, At(-14), "لا نعرف هذا الشخص") is { } blocked)
            answers.Add(new ClaimAnswer { ClaimId = blocked.Id, GuardianId = mother.GuardianId!.Value, PlaceId = head.PlaceId, AccountId = mother.Id, Agrees = false, At = At(-14) });
        Claim(ClaimKind.Asked, 4, -6, null)?.Settle(ClaimState.Withdrawn, claimants[4 % claimants.Count].Id, At(-5));
        Claim(ClaimKind.Asked, 5, -45, null)?.Settle(ClaimState.Lapsed, null, At(-10));
        if (Claim(ClaimKind.Removal, 6, -3, null, GuardianshipState.Active)?.Settle(ClaimState.Done, claimants[6 % claimants.Count].Id, At(-3)) is { } removal)
            ended.Add(new Guardianship { GuardianId = removal.GuardianId, PupilId = children[6].Id, Quality = GuardianQuality.Guardian, State = GuardianshipState.Ended, HasCustody = false, StartsOn = years.Today.AddDays(-400), EndsOn = years.Today.AddDays(-3) });

        if (guardians[known.GuardianId!.Value].PupilIds.Select(pupils.Pupil).FirstOrDefault(p => p.Now is not null) is { } mine)
            Add(ClaimKind.Asked, claimants[0], mine.MassarCode, mine.Id, mine.Now!.SchoolId, GuardianQuality.Guardian, -1, "أسكن مع الأسرة وأرافق التلميذ", null).Begin();
        Add(ClaimKind.Asked, known, Reserved.MassarCode(999_999), null, known.PlaceId, GuardianQuality.Father, -4, null, null).Begin();
        if (accounts.Of(Roles.Guardian).Where(a => a.Id != known.Id).Select(a => (Account: a, Child: children.FirstOrDefault(c => guardians[a.GuardianId!.Value].PupilIds.Contains(c.Id)))).FirstOrDefault(f => f.Child is not null) is { Child: { } joined } family)
        {
            Add(ClaimKind.Slip, family.Account, joined.MassarCode, joined.Id, head.PlaceId, guardians[family.Account.GuardianId!.Value].Quality, -30, null, null).Settle(ClaimState.Done, family.Account.Id, At(-30));
            await seeding.Insert([Slip(joined, -32, family.Account.Id)], ct);
        }

        await seeding.Insert(claims, ct);
        await seeding.Insert(answers, ct);
        await seeding.Insert(ended, ct);
        await seeding.Insert(children.Take(3).Select(c => Slip(c, -1, null)).ToList(), ct);

        ChildClaim? Claim(ClaimKind kind, int child, int day, string? message, GuardianshipState? was = null)
        {
            var (who, pupil) = (claimants[child % claimants.Count], children[child]);
            if (claims.Exists(c => c.AccountId == who.Id && c.MassarCode == pupil.MassarCode))
                return null;
            var claim = Add(kind, who, pupil.MassarCode, pupil.Id, head.PlaceId, GuardianQuality.Guardian, day, message, was);
            return claim.Begin();
        }

        ChildClaim Add(ClaimKind kind, SeededAccount who, string code, long? pupil, int place, GuardianQuality quality, int day, string? message, GuardianshipState? was)
        {
            var claim = new ChildClaim
            {
                Id = seeding.NextId<ChildClaim>(),
                Kind = kind,
                AccountId = who.Id,
                GuardianId = who.GuardianId!.Value,
                MassarCode = code,
                PupilId = pupil,
                PlaceId = place,
                Quality = quality,
                Message = message,
                AskedAt = At(day),
                Was = was,
            };
            claims.Add(claim);
            return claim;
        }

        ChildSlip Slip(SeededPupil pupil, int day, long? usedBy) => new()
        {
            Id = seeding.NextId<ChildSlip>(),
            PupilId = pupil.Id,
            PlaceId = head.PlaceId,
            Hash = RecoveryCode.Hash(draw.String2(RecoveryCode.Length, Signs)),
            IssuedAt = At(day),
            ExpiresAt = At(day + 30),
            IssuedByAccountId = head.Id,
            UsedAt = usedBy is null ? null : At(day + 2),
            UsedByAccountId = usedBy,
        };

        DateTime At(int day) => TimeZoneInfo.ConvertTimeToUtc(years.Today.AddDays(day).ToDateTime(new TimeOnly(19, 40)), MoroccanDay.Zone);
    }
}
