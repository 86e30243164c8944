using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.ListMyRegistrations;

public sealed record Query : IQuery<Mine>;

/// <param name="Lines">The newest first.</param>
/// <param name="Windows">Whether a new request may be begun.</param>
/// <param name="Asks">Other guardians who wait for this family's answer.</param>
public sealed record Mine(IReadOnlyList<Line> Lines, RegistrationWindows Windows, IReadOnlyList<Joiner> Asks);

/// <param name="State">Null where nothing may be seen.</param>
/// <param name="Joined">How this telephone stands to another guardian's request; null for its own.</param>
/// <param name="IsUnsent">A correction is prepared, or still to be made, and not sent.</param>
/// <param name="IsPrepared">Something was corrected already.</param>
public sealed record Line(long Id, string Number, string ChildAr, string ChildLatin, RegistrationState? State, DateTime CreatedAt, PartyStanding? Joined, bool IsUnsent, bool IsPrepared);

public sealed class Handler(MassarDb db, Family family, TimeProvider clock) : IQueryHandler<Query, Mine>
{
    private const int Most = 20;

    public async Task<Outcome<Mine>> Handle(Query query, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var now = clock.GetUtcNow().UtcDateTime;
        var rows = await (
            from r in db.Registrations.AsNoTracking()
            join p in db.RegistrationParties.Where(p => p.Phone == phone) on r.Id equals p.RegistrationId into parties
            from party in parties.DefaultIfEmpty()
            where (r.Phone == phone && r.State != RegistrationState.Merged) || db.RegistrationParties.Any(p => p.RegistrationId == r.Id && p.Phone == phone)
            orderby r.Id descending
            select new { r.Id, r.SchoolYearId, r.ChildAr, r.ChildLatin, r.State, r.CreatedAt, r.Phone, r.PupilId, IsPrepared = r.Correction != null, Party = party }).Take(Most).ToListAsync(ct);
        List<Line> lines = [];
        foreach (var r in rows)
        {
            var number = Registration.NumberOf(r.SchoolYearId, r.Id);
            if (r.Phone == phone)
            {
                lines.Add(new Line(r.Id, number, r.ChildAr, r.ChildLatin, r.State, r.CreatedAt, null, r.State == RegistrationState.ToCorrect, r.IsPrepared));
                continue;
            }

            var standing = r.Party!.StandingAt(now);
            if (standing is PartyStanding.Accepted or PartyStanding.Asked && r.PupilId is { } pupil && await db.HasLostRight(pupil, phone, ct))
                standing = PartyStanding.Ended;
            var (seesChild, seesState) = (standing == PartyStanding.Accepted, standing is PartyStanding.Accepted or PartyStanding.Asked);
            lines.Add(new Line(r.Id, number, seesChild ? r.ChildAr : "", seesChild ? r.ChildLatin : "", seesState ? r.State : null, r.Party.JoinedAt, standing, false, false));
        }

        return new Mine(lines, await RegistrationWindows.On(db, (int?)null, MoroccanDay.Today(clock), ct),
            [.. (await db.JoinersOf([.. lines.Where(l => l is { Joined: null, State: not RegistrationState.Draft }).Select(l => l.Id)], now, ct)).Where(j => j.Standing == PartyStanding.Asked)]);
    }
}
