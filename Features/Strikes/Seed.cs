using Massar.Features.Accounts;
using Massar.Features.Employees;
using Massar.Features.Leaves.Domain;
using Massar.Features.Reference;
using Massar.Features.Strikes.Domain;
using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Strikes;

/// <summary>One strike day at the school of the demo's head: somebody was told, somebody has replied, somebody's reply was not accepted.</summary>
public sealed class Seed : ISeed
{
    public int Order => 169;

    private const int ReplyDays = 10;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, employees, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededEmployees>(), seeding.Of<SeededAccounts>());
        if (accounts.Of(Roles.Head).FirstOrDefault(a => a.Login.EndsWith(".demo", StringComparison.Ordinal)) is not { } head || accounts.Of(Roles.HrManager).FirstOrDefault() is not { } hr)
            return;
        var holidays = await seeding.Db.CalendarEntries.AsNoTracking().Where(c => c.Kind == "holiday").Select(c => new { c.StartsOn, c.EndsOn }).ToListAsync(ct);
        var day = years.Today.AddDays(-9);
        while (day.DayOfWeek is DayOfWeek.Sunday || holidays.Exists(h => h.StartsOn <= day && day <= h.EndsOn))
            day = day.AddDays(-1);
        var away = (await seeding.Db.Leaves.AwayOn(day).Select(l => l.EmployeeId).Union(seeding.Db.TrainingSeats.AwayOn(seeding.Db, day).Select(s => s.EmployeeId)).ToListAsync(ct)).ToHashSet();
        var known = accounts.Accounts.Where(a => a.Login.EndsWith(".demo", StringComparison.Ordinal)).Select(a => a.EmployeeId).ToHashSet();
        var staff = employees.At(head.PlaceId).Where(e => e.RecruitedOn <= day && !away.Contains(e.Id)).ToList();
        var people = staff.Where(e => e.Role == Roles.Teacher).OrderByDescending(e => known.Contains(e.Id)).ThenBy(e => e.Id).Take(4).ToList();
        if (people.Count == 0)
            return;
        var entered = MoroccanHour.Utc(years.Today.AddDays(-3), new TimeOnly(11, 0));
        var list = new StrikeDay { Id = seeding.NextId<StrikeDay>(), PlaceId = head.PlaceId, PlacePath = people[0].PlacePath, Day = day, Expected = staff.Count, EnteredAt = entered, EnteredByAccountId = head.Id };
        await seeding.Insert([list], ct);
        var absences = people.ConvertAll(p => new StrikeAbsence
        {
            Id = seeding.NextId<StrikeAbsence>(),
            StrikeDayId = list.Id,
            EmployeeId = p.Id,
            PlaceId = list.PlaceId,
            PlacePath = list.PlacePath,
            Day = day,
            EnteredAt = entered,
            ReplyDueOn = years.Today.AddDays(ReplyDays - 3),
        });
        for (var i = 1; i < absences.Count; i++)
            absences[i].Answer(i == 1 ? "كنت حاضرا بالمؤسسة ووقعت دفتر النصوص في ذلك اليوم" : "تعذر علي الالتحاق بسبب انقطاع الطريق", null, entered.AddDays(1));
        if (absences.Count > 2)
            absences[2].Judge(accepts: false, "no-proof", null, hr.Id, entered.AddDays(2));
        await seeding.Insert(absences, ct);
    }
}
