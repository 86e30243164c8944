using FluentValidation;
using Massar.Features.Meetings.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Meetings.BookMeeting;

/// <param name="Assignment">Who teaches the child what.</param>
public sealed record Query(long Pupil, int Assignment) : IQuery<Offer>;

/// <param name="Slots">The free times, soonest first.</param>
public sealed record Offer(Teaching Teaching, IReadOnlyList<Slot> Slots, MeetingRules Rules);

/// <summary>Answers the number of the meeting.</summary>
/// <param name="Slot">The code of a free time.</param>
public sealed record Command(long Pupil, int Assignment, string? Slot, string? Topic) : ICommand<long>;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Slot).NotEmpty().WithMessage("meetings.slot.needed");
        RuleFor(c => c.Topic).Must(t => BidiSafe.CleanLines(t).Length <= Meeting.TopicLength).WithMessage("meetings.too-long").WithState(_ => new object[] { Meeting.TopicLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, FreeTimes times, MeetingDesk desk, TimeProvider clock) : IQueryHandler<Query, Offer>, ICommandHandler<Command, long>
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public async Task<Outcome<Offer>> Handle(Query query, CancellationToken ct)
    {
        if (await Asked(query.Pupil, query.Assignment, ct) is not var (teaching, rules))
            return Refusal.NotFound;
        return new Offer(teaching, await times.Of(teaching.SchoolId, teaching.EmployeeId, user.GuardianId ?? 0, rules, ct), rules);
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        // The guardian and the teacher go first: whoever takes a time of theirs meanwhile waits, and then sees that it is taken.
        var (me, assignment) = (user.GuardianId ?? 0, command.Assignment);
        await db.Guardians.Where(g => g.Id == me).Select(g => g.Id).ForUpdate().SingleOrDefaultAsync(ct);
        await db.Employees.Where(e => db.TeachingAssignments.Any(t => t.Id == assignment && t.EmployeeId == e.Id)).Select(e => e.Id).ForUpdate().SingleOrDefaultAsync(ct);
        if (await Asked(command.Pupil, assignment, ct) is not var (teaching, rules))
            return Refusal.NotFound;

        var (now, today) = (clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock));
        var yesterday = now - Day;
        var mine = await db.Meetings.AsNoTracking().Where(m => m.GuardianId == me && (m.BookedAt > yesterday || (m.State == MeetingState.Booked && m.Day >= today)))
            .Select(m => new { m.State, m.Day, m.EmployeeId, m.PupilId, m.BookedAt }).ToListAsync(ct);
        if (mine.Exists(m => m.State == MeetingState.Booked && m.Day >= today && m.EmployeeId == teaching.EmployeeId && m.PupilId == teaching.PupilId))
            return Refusal.Conflict("meetings.twice").Next("meetings.twice.next");
        if (mine.Count(m => m.State == MeetingState.Booked && m.Day >= today) >= rules.Most)
            return Refusal.Conflict("meetings.most", rules.Most).Next("meetings.most.next");
        if (mine.Count(m => m.BookedAt > yesterday) >= rules.Daily)
            return Refusal.Conflict("meetings.daily", rules.Daily).Next("meetings.daily.next");

        if ((await times.Of(teaching.SchoolId, teaching.EmployeeId, me, rules, ct)).FirstOrDefault(s => s.Code == command.Slot) is not { } slot)
            return Refusal.Invalid("Slot", "meetings.slot.taken");
        var meeting = new Meeting
        {
            SchoolId = teaching.SchoolId,
            PupilId = teaching.PupilId,
            ClassId = teaching.ClassId,
            SubjectCode = teaching.SubjectCode,
            EmployeeId = teaching.EmployeeId,
            GuardianId = me,
            Day = slot.Day,
            Minute = slot.Minute,
            Minutes = slot.Minutes,
            Topic = BidiSafe.CleanLinesOrNull(command.Topic),
            BookedAt = now,
            BookedByAccountId = user.AccountId,
        }.Begin();
        db.Meetings.Add(meeting);
        await desk.Settle(meeting, ct);
        return meeting.Id;
    }

    // The teacher and the rules of the year in one statement.
    private async Task<(Teaching Teaching, MeetingRules Rules)?> Asked(long pupil, int assignment, CancellationToken ct)
    {
        var rows = await (
            from t in db.TeachingsOf(user, pupil, MoroccanDay.Today(clock))
            where t.Assignment == assignment
            from s in db.Settings.Where(s => s.Code.StartsWith(MeetingRules.Prefix) && db.SchoolYears.Any(y => y.Id == s.SchoolYearId && y.IsCurrent)).DefaultIfEmpty()
            select new { Teaching = t, Code = (string?)s.Code, Value = (string?)s.Value }).AsNoTracking().ToListAsync(ct);
        return rows.Count == 0 ? null : (rows[0].Teaching, MeetingRules.From(new YearFigures(MeetingRules.Prefix, rows.Where(r => r.Code is not null).ToDictionary(r => r.Code!, r => r.Value!))));
    }
}
