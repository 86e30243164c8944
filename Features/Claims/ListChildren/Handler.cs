using Massar.Features.Claims.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Claims.ListChildren;

public sealed record Query : IQuery<MyChildren>;

/// <param name="ToAnswer">Claims of others on these children.</param>
/// <param name="Claims">One's own, the newest first.</param>
public sealed record MyChildren(IReadOnlyList<Child> Children, IReadOnlyList<Asker> ToAnswer, IReadOnlyList<ClaimLine> Claims);

/// <param name="Right">Active, or Restricted for who reads marks and no more.</param>
public sealed record Child(long Id, string MassarCode, string NameAr, string NameLatin, GuardianQuality Quality, GuardianshipState Right, bool HasCustody);

/// <param name="Agreed">What one answered; null: nothing yet.</param>
public sealed record Asker(long Id, string ChildAr, string ChildLatin, string NameAr, string NameLatin, GuardianQuality Quality, DateTime AskedAt, bool? Agreed);

/// <param name="MayEnd">It can be withdrawn, or the removal taken back.</param>
/// <param name="Why">Of a refusal by the head.</param>
/// <param name="PassedOn">The day on which it went up to the directorate; null while it is in time.</param>
public sealed record ClaimLine(long Id, ClaimKind Kind, string MassarCode, DateTime AskedAt, ClaimState State, string? Why, bool MayEnd, DateOnly? PassedOn);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, MyChildren>
{
    private const int Most = 30;

    public async Task<Outcome<MyChildren>> Handle(Query query, CancellationToken ct)
    {
        var (now, today, me) = (clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock), user.GuardianId ?? 0);
        var (waits, rules) = await ClaimWaits.Rules(db, now, ct);
        var children = await (
            from g in db.Guardianships.OfGuardian(user, today)
            where !db.PupilMerges.Any(m => m.LiveKey == g.PupilId && m.State == MergeState.Done)
            join p in db.Pupils on g.PupilId equals p.Id
            orderby p.BirthDate, p.Id
            select new Child(p.Id, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, g.Quality, g.State, g.HasCustody)).AsNoTracking().Take(Most).ToListAsync(ct);
        var since = rules.OpenSince(now);
        var askers = await (
            from c in db.ChildClaims.AnsweredBy(user, db, today)
            where c.State == ClaimState.Open && c.AskedAt > since
            join p in db.Pupils on c.PupilId equals p.Id
            join g in db.Guardians on c.GuardianId equals g.Id
            orderby c.Id
            select new Asker(c.Id, p.FirstNameAr, p.FirstNameLatin, g.LastNameAr + " " + g.FirstNameAr, g.LastNameLatin + " " + g.FirstNameLatin, c.Quality, c.AskedAt,
                db.ClaimAnswers.Where(a => a.ClaimId == c.Id && a.GuardianId == me).Select(a => (bool?)a.Agrees).FirstOrDefault())).AsNoTracking().Take(Most).ToListAsync(ct);
        var claims = await db.ChildClaims.Of(user).OrderByDescending(c => c.Id).Take(Most).Select(c => new { c.Id, c.Kind, MassarCode = c.TypedCode ?? c.MassarCode, c.AskedAt, c.State, c.Why, c.DecidedAt }).AsNoTracking().ToListAsync(ct);
        // Said of every claim alike: who asks for a child that is at no school learns no more than others.
        return new MyChildren(children, askers, [.. claims.Select(c =>
        {
            var state = ChildClaim.StateAt(c.State, c.AskedAt, now, rules);
            return new ClaimLine(c.Id, c.Kind, c.MassarCode, c.AskedAt, state, state == ClaimState.Refused ? c.Why : null, state == ClaimState.Open || ChildClaim.MayUndo(c.Kind, state, c.DecidedAt, now),
                state == ClaimState.Open && c.Kind == ClaimKind.Asked ? ClaimWaits.PassedOn(waits, c.AskedAt) : null);
        })]);
    }
}
