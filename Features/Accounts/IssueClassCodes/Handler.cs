using Massar.Features.Accounts.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.IssueClassCodes;

public sealed record Query(int Class) : IQuery<ClassAccounts>;

public sealed record ClassAccounts(int Id, string Name, int Pupils, int Waiting);

public sealed record Command(int Class, bool Everybody) : ICommand<IReadOnlyList<Slip>>, IRunsItsOwnUnits;

public sealed class Handler(MassarDb db, UnitOfWork unit, CurrentUser user, CodePrinter printer, TimeProvider clock)
    : IQueryHandler<Query, ClassAccounts>, ICommandHandler<Command, IReadOnlyList<Slip>>
{
    public async Task<Outcome<ClassAccounts>> Handle(Query query, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var found = await db.Classes.AsNoTracking().PrintedBy(user, db, MoroccanDay.Today(clock)).Where(c => c.Id == query.Class)
            .Select(c => new ClassAccounts(c.Id, c.Name,
                db.Enrollments.Count(e => e.ClassId == c.Id && e.State == EnrollmentState.Active),
                db.Enrollments.Count(e => e.ClassId == c.Id && e.State == EnrollmentState.Active
                    && !db.Accounts.Any(a => a.PupilId == e.PupilId && (a.PasswordHash != null || a.ClosedAt != null)))))
            .SingleOrDefaultAsync(ct);
        return found is null ? Refusal.NotFound : found;
    }

    public async Task<Outcome<IReadOnlyList<Slip>>> Handle(Command command, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        return await unit.Run<IReadOnlyList<Slip>>("Accounts.IssueClassCodes", async token =>
        {
            var found = await (
                from c in db.Classes.AsNoTracking().PrintedBy(user, db, MoroccanDay.Today(clock))
                join p in db.Places on c.SchoolId equals p.Id
                where c.Id == command.Class
                select new { Class = c, Place = p }).SingleOrDefaultAsync(token);
            if (found is null)
                return Refusal.NotFound;

            // Nobody prints a code with which to sign in as one's own child.
            var own = db.Guardianships.OfPerson(user, db);
            var pupils = await (
                from enrollment in db.Enrollments.AsNoTracking()
                join pupil in db.Pupils on enrollment.PupilId equals pupil.Id
                where enrollment.ClassId == command.Class && enrollment.State == EnrollmentState.Active && !own.Any(g => g.PupilId == enrollment.PupilId)
                orderby enrollment.OrderInClass, pupil.Id
                select pupil).Take(100).ToListAsync(token);
            var ids = pupils.Select(p => (long?)p.Id).ToList();
            var accounts = (await db.Accounts.AsNoTracking().Where(a => ids.Contains(a.PupilId)).ToListAsync(token)).ToDictionary(a => a.PupilId!.Value);
            await OpenMissing(pupils, accounts, found.Place.Id, found.Place.Path, token);

            var chosen = pupils.Select(p => accounts[p.Id]).Where(a => a.ClosedAt is null && (command.Everybody || a.PasswordHash is null)).ToList();
            var codes = await printer.Print(chosen, resetsSecondFactor: false, token);
            await db.SaveChangesAsync(token);
            return chosen.Zip(codes, (account, code) => printer.SlipOf(account, code, found.Place.NameAr, found.Place.NameFr, found.Class.Name)).ToList();
        }, ct);
    }

    // A pupil who came without an account gets one with the slip: the Massar code, and the hat of a pupil of this school.
    private async Task OpenMissing(List<Pupil> pupils, Dictionary<long, Account> accounts, int placeId, string path, CancellationToken ct)
    {
        var missing = pupils.Where(p => !accounts.ContainsKey(p.Id)).ToList();
        if (missing.Count == 0)
            return;
        foreach (var pupil in missing)
        {
            db.Accounts.Add(accounts[pupil.Id] = new Account
            {
                Login = Logins.Fold(pupil.MassarCode),
                NameAr = pupil.FullNameAr,
                NameLatin = pupil.FullNameLatin,
                PupilId = pupil.Id,
                CreatedAt = clock.GetUtcNow().UtcDateTime,
            });
        }

        await db.SaveChangesAsync(ct);
        foreach (var pupil in missing)
            db.Hats.Add(new Hat { AccountId = accounts[pupil.Id].Id, Role = Roles.Pupil, PlaceId = placeId, PlacePath = path, StartsOn = MoroccanDay.Today(clock) });
    }
}
