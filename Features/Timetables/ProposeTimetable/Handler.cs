using System.Globalization;
using System.Text.Json;
using FluentValidation;
using Massar.Features.Schools.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.ProposeTimetable;

public sealed record Query : IQuery<Start>;

/// <param name="Past">The newest proposals.</param>
/// <param name="Subjects">Of the school's classes, with whether they are usually taught two hours in a row.</param>
public sealed record Start(DateOnly From, IReadOnlyList<SubjectLine> Subjects, IReadOnlyList<ProposalLine> Past);

public sealed record SubjectLine(string Code, string NameAr, string NameFr, bool IsDouble);

public sealed record ProposalLine(long Id, ProposalState State, DateTime AskedAt, int Seed, long? Job);

public sealed record Command(string? Seed, string? From, bool Keep, IReadOnlyList<string> Doubles) : ICommand<Asked>;

public sealed record Asked(long Id, long Job);

/// <param name="SchoolClass">The class shown; the first when it is not said.</param>
public sealed record ShowQuery(long Id, int? SchoolClass) : IQuery<Shown>;

/// <summary>A proposal, one class at a time.</summary>
/// <param name="Unplaced">In words, with why.</param>
public sealed record Shown(long Id, ProposalState State, DateOnly From, int Seed, bool Keeps, int Hours, int HoursUnplaced, IReadOnlyList<string> Unplaced, IReadOnlyList<ClassChoice> Classes, Week? Week);

public sealed record ClassChoice(int Id, string Name);

public sealed record AcceptCommand(long Id) : ICommand<Accepted>;

public sealed record Accepted(int Lessons);

public sealed record DiscardCommand(long Id) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Seed).Must(s => string.IsNullOrEmpty(s) || (int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) && seed <= 9_999)).WithMessage("timetables.seed.wrong");
        RuleFor(c => c.From).Must(d => TypedDay.IsEmptyOrDay(d)).WithMessage("timetables.day.wrong");
        RuleFor(c => c.Doubles).Must(d => d.Count <= 40 && d.All(s => s.Length is > 0 and <= 20 && !s.Contains(' '))).WithMessage("timetables.doubles.wrong");
    }
}

public sealed class Handler(MassarDb db, Planning planning, WorkDesk work, CurrentUser user, Reader reader, Text text, TimeProvider clock)
    : IQueryHandler<Query, Start>, ICommandHandler<Command, Asked>, IQueryHandler<ShowQuery, Shown>, ICommandHandler<AcceptCommand, Accepted>, ICommandHandler<DiscardCommand>
{
    private const int MostPast = 10;

    public async Task<Outcome<Start>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (!await db.Schools.Below(user).AnyAsync(s => s.Id == user.PlaceId, cancellationToken) || await planning.Of(isChanging: false, cancellationToken) is not { } plan) return Refusal.NotFound;
        var past = await db.TimetableProposals.InSchoolsOf(user, db).OrderByDescending(p => p.AskedAt).Select(p => new ProposalLine(p.Id, p.State, p.AskedAt, p.Seed, p.JobId)).Take(MostPast).AsNoTracking().ToListAsync(cancellationToken);
        return new Start(Week.Shown(plan.Grid, MoroccanDay.Today(clock)),
            [.. plan.Assignments.Values.DistinctBy(a => a.SubjectCode).OrderBy(a => a.SubjectFr, StringComparer.Ordinal).Select(a => new SubjectLine(a.SubjectCode, a.SubjectAr, a.SubjectFr, Room.For(a.SubjectCode) != RoomKind.Ordinary))], past);
    }

    public async Task<Outcome<Asked>> Handle(Command request, CancellationToken cancellationToken)
    {
        if (await planning.Of(isChanging: true, cancellationToken) is not { } plan) return Refusal.NotFound;
        if (plan.Assignments.Count == 0) return Refusal.Conflict("timetables.assignments.none").Next("timetables.assignments.none.why");
        var from = string.IsNullOrEmpty(request.From) ? Week.Shown(plan.Grid, MoroccanDay.Today(clock)) : TypedDay.Read(request.From)!.Value;
        if (from < plan.Grid.From || from > plan.Grid.Until) return Refusal.Invalid("From", "timetables.import.from.wrong", Formats.ShortDate(plan.Grid.From), Formats.ShortDate(plan.Grid.Until));

        // The school's row is held: of two who ask at once the second sees the first's week in the making.
        var making = db.TimetableProposals.Where(p => p.SchoolId == plan.SchoolId && p.State == ProposalState.Waiting).Select(p => p.JobId);
        if (await db.WorkItems.AnyAsync(w => making.Contains(w.Id) && (w.State == WorkState.Waiting || w.State == WorkState.Running), cancellationToken))
            return Refusal.Conflict("timetables.proposal.busy").Next("timetables.proposal.busy.next");

        var known = plan.Assignments.Values.Select(a => a.SubjectCode).ToHashSet();
        var proposal = new TimetableProposal
        {
            SchoolId = plan.SchoolId,
            SchoolYearId = plan.Year,
            Seed = string.IsNullOrEmpty(request.Seed) ? 1 : int.Parse(request.Seed, CultureInfo.InvariantCulture),
            From = from,
            KeepsLessons = request.Keep,
            Doubles = string.Join(' ', request.Doubles.Where(known.Contains).Distinct().Order(StringComparer.Ordinal)),
            AccountId = user.AccountId,
            AskedAt = clock.GetUtcNow().UtcDateTime,
        };
        db.TimetableProposals.Add(proposal);
        await db.SaveChangesAsync(cancellationToken);
        var job = work.Queue<MakeWeek>(string.Create(CultureInfo.InvariantCulture, $"timetable-proposal/{proposal.Id}"), proposal.Id.ToString(CultureInfo.InvariantCulture), total: plan.Assignments.Count);
        await db.SaveChangesAsync(cancellationToken);
        proposal.JobId = job.Id;
        await db.SaveChangesAsync(cancellationToken);
        return new Asked(proposal.Id, job.Id);
    }

    public async Task<Outcome<Shown>> Handle(ShowQuery request, CancellationToken cancellationToken)
    {
        var proposal = await db.TimetableProposals.InSchoolsOf(user, db).AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Id, cancellationToken);
        if (proposal is null || await planning.Of(isChanging: false, cancellationToken) is not { } plan) return Refusal.NotFound;
        var week = proposal.Week is null ? new ProposedWeek([], []) : JsonSerializer.Deserialize<ProposedWeek>(proposal.Week)!;
        // An assignment that has ended since is not shown any more.
        var lessons = Lessons(plan, proposal, week);
        var classes = lessons.Select(l => (l.ClassId, l.ClassName)).Distinct().OrderBy(c => c.ClassName, StringComparer.Ordinal).Select(c => new ClassChoice(c.ClassId, c.ClassName)).ToList();
        var shown = classes.Find(c => c.Id == request.SchoolClass) ?? classes.FirstOrDefault();
        return new Shown(proposal.Id, proposal.State, proposal.From, proposal.Seed, proposal.KeepsLessons, week.Lessons.Sum(l => l.Hours), week.Unplaced.Sum(u => u.Hours),
            [.. week.Unplaced.Where(u => plan.Assignments.ContainsKey(u.AssignmentId)).GroupBy(u => (u.AssignmentId, u.Reason)).Select(g => Say(plan.Assignments[g.Key.AssignmentId], g.Key.Reason, g.Sum(u => u.Hours)))],
            classes, shown is null ? null : new Week(WeekOf.Class, shown.Id, shown.Name, shown.Name, proposal.From, [.. lessons.Where(l => l.ClassId == shown.Id)], plan.Grid));
    }

    public async Task<Outcome<Accepted>> Handle(AcceptCommand request, CancellationToken cancellationToken)
    {
        if (await planning.Of(isChanging: true, cancellationToken) is not { } plan) return Refusal.NotFound;
        var proposal = await db.TimetableProposals.InSchoolsOf(user, db).SingleOrDefaultAsync(p => p.Id == request.Id, cancellationToken);
        if (proposal is null) return Refusal.NotFound;
        if (proposal.State != ProposalState.Ready) return Refusal.Conflict("timetables.proposal.not-ready");

        // Held against the plan of today: what changed since the week was made may stand in its way.
        var week = JsonSerializer.Deserialize<ProposedWeek>(proposal.Week!)!;
        if (week.Lessons.Any(l => !plan.Assignments.ContainsKey(l.AssignmentId))) return Refusal.Conflict("timetables.proposal.old").Next("timetables.proposal.old.next");
        var kept = proposal.KeepsLessons ? plan.Lessons.Select(l => l.Id).ToHashSet() : [];
        var lessons = Lessons(plan, proposal, week).Where(l => l.Id == 0).ToList();
        if (planning.Refuse(plan.AgainstAll(lessons, l => !kept.Contains(l.Id))) is { } refusal) return refusal with { NextStep = new Said("timetables.proposal.old.next") };

        await planning.Replace(plan, proposal.From, lessons.Select(l => Planning.New(plan, plan.Assignments[l.AssignmentId], new LessonSpot(l.Weekday, l.FirstHour, l.Hours, l.RoomId, l.Half, l.StartsOn, l.EndsOn))), l => kept.Contains(l.Id), cancellationToken);
        proposal.State = ProposalState.Accepted;
        await db.SaveChangesAsync(cancellationToken);
        return new Accepted(lessons.Count);
    }

    public async Task<Outcome<Done>> Handle(DiscardCommand request, CancellationToken cancellationToken)
    {
        var proposal = await db.TimetableProposals.InSchoolsOf(user, db).SingleOrDefaultAsync(p => p.Id == request.Id, cancellationToken);
        if (proposal is null) return Refusal.NotFound;
        if (proposal.State == ProposalState.Accepted) return Refusal.Conflict("timetables.proposal.is-accepted");
        (proposal.State, proposal.Week) = (ProposalState.Discarded, null);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    private static List<PlannedLesson> Lessons(SchoolPlan plan, TimetableProposal proposal, ProposedWeek week) =>
    [
        .. week.Lessons.Where(l => plan.Assignments.ContainsKey(l.AssignmentId)).Select(l => plan.Assignments[l.AssignmentId].At(
            new LessonSpot(l.Weekday, l.FirstHour, l.Hours, l.RoomId, 0, proposal.From, plan.Grid.Until), l.RoomId is { } room && plan.Rooms.TryGetValue(room, out var found) ? found.Code : null)),
        .. proposal.KeepsLessons ? plan.Lessons : [],
    ];

    private string Say(PlannedAssignment assignment, UnplacedReason reason, int hours) => text[$"timetables.unplaced.{reason}",
        reader.Name(assignment.SubjectAr, assignment.SubjectFr), assignment.ClassName, reader.Name(assignment.TeacherAr, assignment.TeacherLatin), text.Count("timetables.hours.count", hours)];
}
