using System.Globalization;
using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Meetings.Domain;
using Massar.Features.Messages.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Messages.WriteMessage;

/// <param name="Kind">question or problem; anything else lets the family choose first.</param>
public sealed record Query(long Pupil, string? Kind) : IQuery<Offer>;

/// <param name="Kind">Null while the family still chooses.</param>
/// <param name="SchoolAr">Where the child is this year; null for a child who sits nowhere: there is nobody to write to.</param>
/// <param name="Teachings">Who teaches the child what, for a question.</param>
/// <param name="AnswerDays">Working days until an answer is late.</param>
public sealed record Offer(long Pupil, string ChildAr, string ChildLatin, ThreadKind? Kind, string? SchoolAr, string? SchoolFr, IReadOnlyList<Teaching> Teachings, int AnswerDays);

/// <summary>Answers the number of the conversation.</summary>
/// <param name="To">The number of a teaching assignment, life, office or head.</param>
public sealed record Command(long Pupil, string? Kind, string? To, string? Text, bool Danger, byte[]? Picture, byte[]? Voice) : ICommand<long>;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Kind).Must(k => Handler.KindOf(k) is not null).WithMessage("messages.kind.needed");
        RuleFor(c => c.To).NotEmpty().WithMessage("messages.to.needed");
        RuleFor(c => c.Text).IsMessageWith(c => c.Voice is { Length: > 0 });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, ThreadDesk desk, TimeProvider clock) : IQueryHandler<Query, Offer>, ICommandHandler<Command, long>
{
    private const int Most = 60;

    /// <summary>Null for anything else.</summary>
    public static ThreadKind? KindOf(string? kind) => kind switch { "question" => ThreadKind.Question, "problem" => ThreadKind.Problem, _ => null };

    public async Task<Outcome<Offer>> Handle(Query query, CancellationToken ct)
    {
        if (await Find(query.Pupil, ct) is not { } child)
            return Refusal.NotFound;
        var (kind, today) = (KindOf(query.Kind), MoroccanDay.Today(clock));
        return new Offer(query.Pupil, child.NameAr, child.NameLatin, kind, child.SchoolAr, child.SchoolFr,
            kind == ThreadKind.Question ? await db.TeachingsOf(user, query.Pupil, today).Take(Most).AsNoTracking().ToListAsync(ct) : [],
            kind is null ? 0 : (await ThreadRules.Current(db, ct)).AnswerDays);
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        if (await Find(command.Pupil, ct) is not { } child)
            return Refusal.NotFound;
        if (child.SchoolId is not { } school)
            return Refusal.Conflict("messages.no-school").Next("messages.no-school.next");
        var (me, today, now, kind) = (user.GuardianId ?? 0, MoroccanDay.Today(clock), clock.GetUtcNow().UtcDateTime, KindOf(command.Kind)!.Value);

        Teaching? teaching = null;
        ThreadDoor? door = (kind, command.To) switch
        {
            (_, "office") => ThreadDoor.Office,
            (ThreadKind.Problem, "life") => ThreadDoor.Life,
            (ThreadKind.Problem, "head") => ThreadDoor.Head,
            _ => null,
        };
        if (kind == ThreadKind.Question && int.TryParse(command.To, NumberStyles.None, CultureInfo.InvariantCulture, out var assignment))
        {
            teaching = await db.TeachingsOf(user, command.Pupil, today).Where(t => t.Assignment == assignment).AsNoTracking().FirstOrDefaultAsync(ct);
            door = teaching is null ? null : ThreadDoor.Teacher;
        }

        if (door is null)
            return Refusal.Invalid("To", "messages.to.needed");
        // Where nobody sits at a desk today, its letters are the head's.
        var role = door switch { ThreadDoor.Life => Roles.Supervisor, ThreadDoor.Office => Roles.Clerk, _ => null };
        if (role is not null && !await db.Hats.LiveOn(today).AnyAsync(h => h.PlaceId == school && h.Role == role, ct))
            door = ThreadDoor.Head;

        var rules = await ThreadRules.Current(db, ct);
        if (await desk.Flood(rules, ct) is { } flood)
            return flood;
        if (await db.FamilyThreads.CountAsync(t => t.GuardianId == me && t.State != TalkState.Closed && t.LetterId == null, ct) >= rules.Open)
            return Refusal.Conflict("messages.open", rules.Open).Next("messages.open.next");
        var picture = await desk.Picture(command.Picture, ct);
        if (picture.Refusal is { } wrong)
            return wrong;
        var voice = await desk.Voice(command.Voice, ct);
        if (voice.Refusal is { } unheard)
            return unheard;

        var thread = new FamilyThread
        {
            SchoolId = school,
            PupilId = command.Pupil,
            GuardianId = me,
            AccountId = user.AccountId,
            ClassId = teaching?.ClassId ?? child.ClassId,
            Kind = kind,
            Door = door.Value,
            EmployeeId = teaching?.EmployeeId,
            SubjectCode = teaching?.SubjectCode,
            AskedAt = now,
        };
        _ = thread.Ask(await desk.DueOn(rules, ct), now);
        db.FamilyThreads.Add(thread);
        await desk.Settle(thread, "asked", command.Text, picture.Value, voice.Value, byClock: false, ct);
        if (command.Danger)
        {
            _ = thread.Flag(now);
            await desk.Settle(thread, "flagged", null, null, null, byClock: false, ct);
        }

        return thread.Id;
    }

    private async Task<Child?> Find(long pupil, CancellationToken ct) => await (
        from g in db.Guardianships.InForceFor(user, MoroccanDay.Today(clock))
        where g.PupilId == pupil
        join p in db.Pupils on g.PupilId equals p.Id
        join e in db.Enrollments.Where(e => e.State == EnrollmentState.Active && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)) on p.Id equals e.PupilId into seats
        from e in seats.DefaultIfEmpty()
        join s in db.Places on e.SchoolId equals s.Id into schools
        from s in schools.DefaultIfEmpty()
        orderby e.Id descending
        select new Child(p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, (int?)s.Id, e.ClassId, s.NameAr, s.NameFr)).AsNoTracking().FirstOrDefaultAsync(ct);

    private sealed record Child(string NameAr, string NameLatin, int? SchoolId, int? ClassId, string? SchoolAr, string? SchoolFr);
}
