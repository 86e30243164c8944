using Massar.Features.Accounts.Domain;
using Massar.Features.Claims.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Claims.IssueSlips;

public sealed record Query(int Class) : IQuery<ClassChildren>;

/// <param name="Alone">Those for whom nobody stands.</param>
public sealed record ClassChildren(int Id, string Name, int Pupils, int Alone);

public sealed record Command(int Class, bool Everybody, int Copies) : ICommand<IReadOnlyList<Slip>>, IRunsItsOwnUnits;

public sealed class Handler(MassarDb db, UnitOfWork unit, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, ClassChildren>, ICommandHandler<Command, IReadOnlyList<Slip>>
{
    private const int MostPupils = 100;

    public async Task<Outcome<ClassChildren>> Handle(Query query, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var standing = db.Guardianships.InForce(MoroccanDay.Today(clock));
        var found = await db.Classes.AsNoTracking().AtDeskOf(user, db).Where(c => c.Id == query.Class)
            .Select(c => new ClassChildren(c.Id, c.Name,
                db.Enrollments.Count(e => e.ClassId == c.Id && e.State == EnrollmentState.Active),
                db.Enrollments.Count(e => e.ClassId == c.Id && e.State == EnrollmentState.Active && !standing.Any(g => g.PupilId == e.PupilId)))).SingleOrDefaultAsync(ct);
        return found is null ? Refusal.NotFound : found;
    }

    public async Task<Outcome<IReadOnlyList<Slip>>> Handle(Command command, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var rules = await ClaimRules.Current(db, ct);
        return await unit.Run<IReadOnlyList<Slip>>("Claims.IssueSlips", async token =>
        {
            var found = await db.Classes.AsNoTracking().AtDeskOf(user, db).Where(c => c.Id == command.Class).Join(db.Places, c => c.SchoolId, p => p.Id, (c, p) => new { c.Name, Place = p }).SingleOrDefaultAsync(token);
            if (found is null)
                return Refusal.NotFound;
            // Two desks that print for one class come one after the other: else both sets would open the files.
            _ = await db.Classes.Where(c => c.Id == command.Class).Select(c => c.Id).ForUpdate().SingleAsync(token);
            var (now, standing, everybody) = (clock.GetUtcNow().UtcDateTime, db.Guardianships.InForce(MoroccanDay.Today(clock)), command.Everybody);
            var pupils = await (
                from e in db.Enrollments.AsNoTracking()
                join p in db.Pupils on e.PupilId equals p.Id
                where e.ClassId == command.Class && e.State == EnrollmentState.Active && (everybody || !standing.Any(g => g.PupilId == e.PupilId))
                orderby e.OrderInClass, p.Id
                select p).Take(MostPupils).ToListAsync(token);
            var ids = pupils.ConvertAll(p => p.Id);
            // Of a child the slips printed last count alone.
            foreach (var earlier in await db.ChildSlips.Where(s => ids.Contains(s.PupilId) && s.UsedAt == null && s.VoidedAt == null).ToListAsync(token))
                earlier.VoidedAt = now;

            var slips = new List<Slip>();
            foreach (var pupil in pupils.SelectMany(p => Enumerable.Repeat(p, command.Copies)))
            {
                var (code, until) = (RecoveryCode.New(), now.AddDays(rules.SlipDays));
                db.ChildSlips.Add(new ChildSlip { PupilId = pupil.Id, PlaceId = found.Place.Id, Hash = RecoveryCode.Hash(code), IssuedAt = now, ExpiresAt = until, IssuedByAccountId = user.AccountId });
                slips.Add(new Slip(pupil.FullNameAr, pupil.FullNameLatin, pupil.MassarCode, code, until, found.Place.NameAr, found.Place.NameFr, found.Name));
            }

            await db.SaveChangesAsync(token);
            return slips;
        }, ct);
    }
}
