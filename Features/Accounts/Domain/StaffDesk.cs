using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
using Massar.Features.Classes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.Domain;

/// <summary>Somebody of the staff below the place of the hat, with the workplace.</summary>
public sealed record StaffMember(Employee Employee, Place Place);

/// <summary>The role somebody has by what the files hold.</summary>
/// <param name="Place">Where it is worn.</param>
/// <param name="EndsOn">The last day of a function given for a time.</param>
/// <param name="IsHeld">A signed function or a teaching says so; otherwise it is the plain space of an employee.</param>
/// <param name="DecisionId">That gave the function; the role ends with it.</param>
public sealed record HeldRole(string Role, int PlaceId, string PlacePath, DateOnly? EndsOn, bool IsHeld, long? DecisionId = null);

/// <summary>Opens accounts of staff and names them, in the caller's transaction: from the staff file, below one's own rank, never for oneself or the family.</summary>
public sealed class StaffDesk(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock)
{
    /// <summary>Accounts opened with one sheet at most.</summary>
    public const int MostAtOnce = 60;

    /// <summary>Refused to who would act for oneself or the family.</summary>
    public static Refusal Own => Refusal.Conflict("accounts.staff.own").Next("accounts.staff.own.next").Recorded();

    /// <summary>Somebody in reach, or null.</summary>
    /// <param name="hold">Keeps the file until the transaction's end: of two who open an account at once one does.</param>
    public async Task<StaffMember?> Find(long employee, bool hold, CancellationToken ct)
    {
        var staff = db.Employees.InReachOf(user).Where(e => e.Id == employee);
        var file = hold ? await staff.ForUpdate().SingleOrDefaultAsync(ct) : await staff.AsNoTracking().SingleOrDefaultAsync(ct);
        if (file is null)
            return null;
        var place = file.PlaceId;
        return new StaffMember(file, await db.Places.AsNoTracking().SingleAsync(p => p.Id == place, ct));
    }

    /// <summary>Why nothing may be done for somebody: it is oneself or the family, or one's own role is only lent.</summary>
    public async Task<Refusal?> Stop(long employee, CancellationToken ct)
    {
        if (await IsLent(ct))
            return Refusal.Conflict("accounts.staff.lent").Next("accounts.staff.lent.next");
        return (await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(employee) ? Own : null;
    }

    /// <summary>Why no code may be printed for a family: the child is one's own, or the guardian stands for one's own child.</summary>
    public async Task<Refusal?> StopFamily(long? pupil, long? guardian, CancellationToken ct)
    {
        var (child, parent) = (pupil ?? 0, guardian ?? 0);
        var own = db.Guardianships.OfPerson(user, db).Select(g => g.PupilId);
        // In force or not: whoever was taken off a child's list is a parent of it still.
        return await db.Guardianships.AnyAsync(g => (g.PupilId == child || g.GuardianId == parent) && own.Contains(g.PupilId), ct) ? Own : null;
    }

    /// <summary>Why no role is given to somebody: the file stays with the last office of who has left, or is on duty elsewhere.</summary>
    public async Task<Refusal?> NotHere(long employee, int place, CancellationToken ct)
    {
        var (now, today) = (clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock));
        var postings = await db.Postings.AsNoTracking().Where(p => p.EmployeeId == employee).ToListAsync(ct);
        var steps = await db.CareerSteps.AsNoTracking().Where(s => s.EmployeeId == employee).ToListAsync(ct);
        var isHere = postings.Count == 0 || postings.WorkedAt(now).HeldOn(today)?.PlaceId == place;
        var isActive = steps.Count == 0 || Situation.On(today, steps) is { PositionCode: "ACTIVITY" };
        return isHere && isActive ? null : Refusal.Conflict("accounts.staff.not-here").Next("accounts.staff.not-here.next");
    }

    /// <summary>Whether the role worn now was lent by its holder: it passes nothing on.</summary>
    public Task<bool> IsLent(CancellationToken ct)
    {
        var worn = user.Hat.Id;
        return db.Hats.AnyAsync(h => h.Id == worn && h.LentByHatId != null, ct);
    }

    /// <summary>What each of them is by the files: a function of the day, else a teaching at the workplace, else an employee. Two statements.</summary>
    public async Task<IReadOnlyDictionary<long, HeldRole>> Held(IReadOnlyCollection<Employee> staff, CancellationToken ct)
    {
        var (now, today, path) = (clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock), user.PlacePath);
        List<long> ids = [.. staff.Select(e => e.Id)];
        var terms = (await db.FunctionTerms.AsNoTracking().Where(t => ids.Contains(t.EmployeeId)).ToListAsync(ct)).ToLookup(t => t.EmployeeId);
        var teaching = (await db.TeachingAssignments.LiveOn(today).Where(t => ids.Contains(t.EmployeeId) && db.SchoolYears.Any(y => y.Id == t.SchoolYearId && y.IsCurrent))
            .Select(t => new { t.EmployeeId, t.SchoolId }).Distinct().ToListAsync(ct)).Select(t => (t.EmployeeId, t.SchoolId)).ToHashSet();
        return staff.ToDictionary(e => e.Id, e =>
            terms[e.Id].Held(now).LastOrDefault(t => t.StartsOn <= today && t.EndsOn >= today && t.PlacePath.StartsWith(path, StringComparison.Ordinal)) is { } term
                && SchoolFunctions.Find(term.FunctionCode)?.Role is { } role && role != user.Role
                ? new HeldRole(role, term.PlaceId, term.PlacePath, term.EndsOn, IsHeld: true, term.DecisionId)
                : teaching.Contains((e.Id, e.PlaceId)) ? new HeldRole(Roles.Teacher, e.PlaceId, e.PlacePath, null, IsHeld: true)
                : new HeldRole(Roles.Employee, e.PlaceId, e.PlacePath, null, IsHeld: false));
    }

    /// <summary>Opens the account of somebody who has none, without a password, and gives the role. Saved here; the code is printed by the caller.</summary>
    public async Task<Outcome<Account>> Open(StaffMember member, HeldRole role, CancellationToken ct)
    {
        var (file, login) = (member.Employee, Logins.Fold(member.Employee.Ppr));
        var same = Hands.FilesOf(db, file.Id);
        if (await db.Accounts.AnyAsync(a => a.EmployeeId != null && same.Contains(a.EmployeeId.Value) && a.ClosedAt == null, ct))
            return Refusal.Conflict("accounts.staff.has-account").Next("accounts.staff.has-account.next");
        if (await db.Accounts.AnyAsync(a => a.Login == login, ct))
            return Refusal.Conflict("accounts.staff.login-taken").Next("accounts.staff.login-taken.next");
        if (role is { Role: Roles.Head, IsHeld: false } && await HasHead(role.PlaceId, role.EndsOn, ct))
            return Refusal.Conflict("accounts.staff.has-head").Next("accounts.staff.has-head.next");
        var account = new Account
        {
            Login = login,
            NameAr = file.FullNameAr,
            NameLatin = file.FullNameLatin,
            Phone = file.Phone,
            Email = file.Email,
            EmployeeId = file.Id,
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        };
        db.Accounts.Add(account);
        await db.SaveChangesAsync(ct);
        var hat = new Hat { AccountId = account.Id, Role = role.Role, PlaceId = role.PlaceId, PlacePath = role.PlacePath, StartsOn = MoroccanDay.Today(clock), EndsOn = role.EndsOn };
        db.Hats.Add(hat);
        await db.SaveChangesAsync(ct);
        // As if the account had been there when the function was signed: what ends the one ends the other.
        if (role.DecisionId is { } decision)
            db.PostEffects.Add(new PostEffect { DecisionId = decision, What = PostEffectOf.Hat, RowId = hat.Id, IsNew = true });
        else if (hat.Role != Roles.Employee)
            await facts.Tell(new RoleGiven(hat.Id, account.Id, hat.Role, hat.PlaceId, hat.StartsOn, user.AccountId), ct);
        await db.SaveChangesAsync(ct);
        return account;
    }

    /// <summary>Whether a school has a head of its own in the days from today on. The place's row is held, so that two offices do not give it two.</summary>
    public async Task<bool> HasHead(int place, DateOnly? until, CancellationToken ct)
    {
        _ = await db.Places.Where(p => p.Id == place).Select(p => p.Id).ForUpdate().ToListAsync(ct);
        var today = MoroccanDay.Today(clock);
        return await db.Hats.AnyAsync(h => h.PlaceId == place && h.Role == Roles.Head && h.LentByHatId == null && (until == null || h.StartsOn <= until)
            && (h.EndsOn == null || (h.EndsOn >= today && h.EndsOn >= h.StartsOn)) && db.Accounts.Any(a => a.Id == h.AccountId && a.ClosedAt == null), ct);
    }
}
