using Massar.Features.Accounts.Domain;
using Massar.Features.Classes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.Domain;

/// <summary>Somebody of the school who can keep a class.</summary>
public sealed record StaffChoice(long Employee, string NameAr, string NameLatin);

/// <summary>Gives classes to keep, and takes them back, in the caller's transaction.</summary>
public sealed class CoverDesk(MassarDb db, Facts facts, CurrentUser user, TimeProvider clock)
{
    /// <summary>A cover is arranged for these days; a longer absence is a substitute's assignment.</summary>
    public const int Farthest = 30;

    /// <summary>Teachers at the place of the hat who can sign in: the call is made by a person, not by a school.</summary>
    public async Task<List<StaffChoice>> Staff(DateOnly today, CancellationToken ct)
    {
        var path = user.PlacePath;
        var rows = await (
            from h in db.Hats.LiveOn(today)
            where h.Role == Roles.Teacher && h.PlacePath.StartsWith(path)
            join a in db.Accounts on h.AccountId equals a.Id
            where a.ClosedAt == null && a.EmployeeId != null
            orderby a.NameAr, a.Id
            select new { Employee = a.EmployeeId!.Value, a.NameAr, a.NameLatin }).AsNoTracking().Take(300).ToListAsync(ct);
        return [.. rows.DistinctBy(r => r.Employee).Select(r => new StaffChoice(r.Employee, r.NameAr, r.NameLatin))];
    }

    /// <summary>Gives a class in a subject to an employee for some half days of a day. The caller holds the class's row.</summary>
    public async Task<Outcome<Done>> Give(SchoolClass schoolClass, string subject, DateOnly day, IReadOnlyList<HalfDay> halves, long employee, CancellationToken ct)
    {
        var (today, id) = (MoroccanDay.Today(clock), schoolClass.Id);
        if (day < today || day > today.AddDays(Farthest))
            return Refusal.Invalid("Day", "attendance.cover.day.wrong");
        if ((await Staff(today, ct)).TrueForAll(s => s.Employee != employee))
            return Refusal.Invalid("Employee", "attendance.cover.employee.needed");
        if (await db.CallCovers.AnyAsync(v => v.ClassId == id && v.SubjectCode == subject && v.Day == day && halves.Contains(v.Half), ct))
            return Refusal.Conflict("attendance.cover.taken").Next("attendance.cover.taken.next");

        var covers = halves.Select(half => new CallCover
        {
            SchoolId = schoolClass.SchoolId,
            ClassId = id,
            SubjectCode = subject,
            Day = day,
            Half = half,
            EmployeeId = employee,
            GivenByAccountId = user.AccountId,
            GivenAt = clock.GetUtcNow().UtcDateTime,
        }).ToList();
        db.CallCovers.AddRange(covers);
        await db.SaveChangesAsync(ct);
        foreach (var cover in covers)
            await facts.Tell(new CoverGiven(cover.Id, cover.SchoolId, employee, schoolClass.Name, day, cover.Half), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    /// <summary>Takes back what is still to come of the covers of a teacher who is not away after all. Does not save.</summary>
    public async Task Release(long teacher, DateOnly from, DateOnly until, CancellationToken ct)
    {
        var first = MoroccanDay.Today(clock) is var today && from < today ? today : from;
        var covers = await db.CallCovers
            .Where(v => v.Day >= first && v.Day <= until && db.TeachingAssignments.Any(t => t.EmployeeId == teacher && t.ClassId == v.ClassId && t.SubjectCode == v.SubjectCode && t.StartsOn <= v.Day && (t.EndsOn == null || t.EndsOn >= v.Day)))
            .ToListAsync(ct);
        db.CallCovers.RemoveRange(covers);
    }
}
