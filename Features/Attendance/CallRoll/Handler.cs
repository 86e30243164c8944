using System.Globalization;
using FluentValidation;
using Massar.Features.Attendance.Domain;
using Massar.Features.Classes.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.CallRoll;

public sealed record Query(SessionKey Key) : IQuery<Roll>;

/// <summary>A session's list as the teacher's page draws it.</summary>
/// <param name="Saved">The call that is there already, or null.</param>
/// <param name="IsOffice">The supervisor or head calls, in place of a teacher.</param>
public sealed record Roll(SessionHead Head, TimeOnly From, TimeOnly To, IReadOnlyList<RollPupil> Pupils, SavedCall? Saved, bool IsOffice);

/// <param name="Seen">The version the page had seen; empty when there was no call.</param>
/// <param name="MadeAt">The phone's moment of the call, ISO 8601; empty means now.</param>
/// <param name="Marks">Massar code → A or L.</param>
public sealed record Command(SessionKey Key, string? Seen, string? MadeAt, IReadOnlyDictionary<string, string> Marks) : ICommand<Receipt>;

/// <summary>What came in.</summary>
public sealed record Receipt(int Version, DateTime ReceivedAt, int Absent, int Late);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Marks).Must(m => m.Values.All(RollMarks.IsKnown)).WithMessage("attendance.call.mark");
}

public sealed class Handler(MassarDb db, Rolls rolls, RollDesk desk, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Roll>, ICommandHandler<Command, Receipt>
{
    public async Task<Outcome<Roll>> Handle(Query query, CancellationToken cancellationToken)
    {
        var key = query.Key;
        if (await rolls.Head(Callable(key), key, cancellationToken) is not { } head) return Refusal.NotFound;
        var rules = await AttendanceRules.Of(db, head.SchoolYearId, cancellationToken);
        if (rules.Hours.Find(key.Hour) is not { } hour) return Refusal.NotFound;

        var saved = await rolls.Saved(key, cancellationToken);
        return new Roll(head, hour.From, hour.To, await rolls.Pupils(key.ClassId, key.Day, saved?.Id, cancellationToken), saved, IsOffice);
    }

    public async Task<Outcome<Receipt>> Handle(Command command, CancellationToken cancellationToken)
    {
        var key = command.Key;
        await desk.Lock(key.ClassId, cancellationToken);
        if (await rolls.Head(Callable(key), key, cancellationToken) is not { } head) return Refusal.NotFound;
        var rules = await AttendanceRules.Of(db, head.SchoolYearId, cancellationToken);
        if (rules.Hours.Find(key.Hour) is null) return Refusal.NotFound;
        if (Closed(head, rules) is { } closed) return closed;

        var now = clock.GetUtcNow().UtcDateTime;
        var madeAt = MadeAt(command.MadeAt, key.Day, now);
        var list = await rolls.Pupils(key.ClassId, key.Day, null, cancellationToken);
        var marked = RollMarks.By(command.Marks, list);
        var call = await db.RollCalls.Include(c => c.Lines).SingleOrDefaultAsync(c => c.ClassId == key.ClassId && c.Day == key.Day && c.Hour == key.Hour && c.SubjectCode == key.Subject, cancellationToken);
        var isFirst = call is null;
        if (call is not null)
        {
            var seen = int.TryParse(command.Seen, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;
            if (call.Meets(seen, user.AccountId, madeAt, marked)) return Refusal.Conflict("attendance.call.met").Next("attendance.call.met.next");
        }
        else
        {
            db.RollCalls.Add(call = new RollCall
            {
                SchoolYearId = head.SchoolYearId,
                SchoolId = head.SchoolId,
                ClassId = key.ClassId,
                SubjectCode = key.Subject,
                Day = key.Day,
                Hour = key.Hour,
                Pupils = list.Count,
                MadeAt = madeAt,
                ReceivedAt = now,
                AccountId = user.AccountId,
            });
        }

        // Who is not on the list any more keeps what was said of them.
        foreach (var (pupil, presence) in call.Marked.Where(l => list.TrueForAll(p => p.Id != l.Key)))
            marked[pupil] = presence;
        var changed = call.Mark(marked, isFirst, user.AccountId, now, reason: null);
        // A day that is over is the supervisor's: what the teacher remembers later goes through them, with a reason.
        if (!isFirst && changed.Count > 0 && key.Day < MoroccanDay.Today(clock)) return Refusal.Conflict("attendance.call.over").Next(IsOffice ? "attendance.call.correct-it" : "attendance.call.ask-supervisor");
        if (!isFirst && changed.Count > 0)
            (call.Pupils, call.MadeAt, call.ReceivedAt, call.AccountId) = (list.Count, madeAt, now, user.AccountId);
        await desk.Recount(call, changed, rules, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new Receipt(call.Version, call.ReceivedAt, call.Lines.Count(l => l.Presence == Presence.Absent), call.Lines.Count(l => l.Presence == Presence.Late));
    }

    /// <summary>The school's office calls any class of the school, whoever should have.</summary>
    private IQueryable<SchoolClass> Callable(SessionKey key) => IsOffice ? db.Classes.InSchoolsOf(user, db) : db.Classes.CalledBy(user, db, key);

    private bool IsOffice => user.Has(Permissions.Follow);

    private Refusal? Closed(SessionHead head, AttendanceRules rules)
    {
        var today = MoroccanDay.Today(clock);
        if (head.Key.Day > today) return Refusal.Conflict("attendance.call.early");
        if (head.Key.Day.AddDays(rules.CallDays) < today) return Refusal.Conflict("attendance.call.late", rules.CallDays).Next("attendance.call.ask-supervisor");
        return head.IsSchoolDay ? null : Refusal.Conflict("attendance.call.no-school");
    }

    /// <summary>Neither before the day of the lesson nor after now, whatever the phone's clock says.</summary>
    private static DateTime MadeAt(string? typed, DateOnly day, DateTime now)
    {
        var start = MoroccanHour.Utc(day, TimeOnly.MinValue);
        return DateTimeOffset.TryParse(typed, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.UtcDateTime >= start && at.UtcDateTime <= now ? at.UtcDateTime : now;
    }
}
