using Massar.Features.Accounts;
using Massar.Features.Classes;
using Massar.Features.Meetings.Domain;
using Massar.Features.Pupils;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;

namespace Massar.Features.Meetings;

/// <summary>Meetings of the well-known guardian with the teachers of a child, and of the well-known teacher with families: to come, held, called off by either side.</summary>
public sealed class Seed : ISeed
{
    private static readonly MeetingRules Rules = MeetingRules.From(YearFigures.Delivered);

    public int Order => 162;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, accounts, pupils, classes) = (seeding.Of<SeededYears>(), seeding.Of<SeededAccounts>(), seeding.Of<SeededPupils>(), seeding.Of<SeededClasses>());
        var (year, today) = (years.Current.Id, years.Today);
        var times = new FreeTimes(seeding.Db, seeding.Services.GetRequiredService<TimeProvider>());
        List<Meeting> meetings = [];

        var guardian = accounts.Demo(Roles.Guardian);
        var child = pupils.Guardians.First(g => g.Id == guardian.GuardianId).PupilIds.Select(pupils.Pupil).FirstOrDefault(p => ClassOf(p) is not null);
        if (child is not null && ClassOf(child) is { } taught)
            foreach (var (teaching, what) in taught.Teachings.DistinctBy(t => t.TeacherId).Zip([MeetingState.Booked, MeetingState.Held, MeetingState.CancelledBySchool]))
                await Plan(guardian, child, taught, teaching, what);

        var teacher = accounts.Demo(Roles.Teacher);
        var own = classes.Of(year).Select(c => (Class: c, Teaching: c.Teachings.FirstOrDefault(t => t.TeacherId == teacher.EmployeeId))).FirstOrDefault(c => c.Teaching is not null);
        if (own.Teaching is not null)
        {
            var families = pupils.Pupils.Where(p => p.Now is not null && ClassOf(p)?.Id == own.Class.Id)
                .Select(p => (Pupil: p, Account: accounts.Of(Roles.Guardian).FirstOrDefault(a => a.Id != guardian.Id && pupils.GuardiansOf(p.Id).Any(g => g.Id == a.GuardianId))))
                .Where(f => f.Account is not null).DistinctBy(f => f.Account!.Id).Take(4);
            foreach (var ((pupil, account), what) in families.Zip([MeetingState.Booked, MeetingState.CancelledByFamily, MeetingState.NotHeld, MeetingState.Booked]))
                await Plan(account!, pupil, own.Class, own.Teaching, what);
        }

        await seeding.Insert(meetings, ct);

        SeededClass? ClassOf(SeededPupil pupil) => pupil.Now is { } seat
            ? classes.Of(year).FirstOrDefault(c => c.SchoolId == seat.SchoolId && c.LevelCode == seat.LevelCode && c.StreamCode == seat.StreamCode && c.Number == seat.ClassNumber) : null;

        async Task Plan(SeededAccount account, SeededPupil pupil, SeededClass at, SeededTeaching teaching, MeetingState what)
        {
            var isPast = what is MeetingState.Held or MeetingState.NotHeld;
            var free = await times.Of(at.SchoolId, teaching.TeacherId, account.GuardianId!.Value, Rules, ct);
            if (free.FirstOrDefault(s => !meetings.Exists(m => m.EmployeeId == teaching.TeacherId && m.LiveKey is not null && m.Slot == s)) is not { } slot)
                return;
            var day = isPast ? slot.Day.AddDays(-21) : slot.Day;
            var booked = (isPast ? day.AddDays(-3) : today.AddDays(-1)).ToDateTime(new TimeOnly(19, 10), DateTimeKind.Utc);
            var meeting = new Meeting
            {
                Id = seeding.NextId<Meeting>(),
                SchoolId = at.SchoolId,
                PupilId = pupil.Id,
                ClassId = at.Id,
                SubjectCode = teaching.Plan.SubjectCode,
                EmployeeId = teaching.TeacherId,
                GuardianId = account.GuardianId!.Value,
                Day = day,
                Minute = slot.Minute,
                Minutes = slot.Minutes,
                Topic = what == MeetingState.Booked ? "نتائج الفرض الأول" : null,
                BookedAt = booked,
                BookedByAccountId = account.Id,
            }.Begin();
            _ = what switch
            {
                MeetingState.Held or MeetingState.NotHeld => meeting.Record(what == MeetingState.Held, day.AddDays(1).ToDateTime(new TimeOnly(8, 0), DateTimeKind.Utc)),
                MeetingState.CancelledByFamily => meeting.Cancel(bySchool: false, null, booked.AddHours(2)),
                MeetingState.CancelledBySchool => meeting.Cancel(bySchool: true, "مجلس تعليمي في نفس الوقت", booked.AddHours(2)),
                _ => null,
            };
            meetings.Add(meeting);
        }
    }
}
