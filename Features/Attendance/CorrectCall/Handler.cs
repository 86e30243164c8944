using System.Globalization;
using FluentValidation;
using Massar.Features.Attendance.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.CorrectCall;

public sealed record Query(long Id) : IQuery<CallPage>;

/// <summary>A call with its list and its trace.</summary>
public sealed record CallPage(long Id, SessionHead Head, SavedCall Saved, IReadOnlyList<RollPupil> Pupils, IReadOnlyList<Trace> Traces);

/// <summary>One line that was changed after the call.</summary>
public sealed record Trace(string PupilAr, string PupilLatin, Presence Was, Presence Became, string? Reason, string ByAr, string ByLatin, DateTime At);

/// <param name="Marks">Massar code → A or L.</param>
public sealed record Command(long Id, string? Seen, IReadOnlyDictionary<string, string> Marks, string? Reason) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Marks).Must(m => m.Values.All(RollMarks.IsKnown)).WithMessage("attendance.call.mark");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length is > 0 and <= RollChange.ReasonLength).WithMessage("attendance.correct.reason.needed");
    }
}

public sealed class Handler(MassarDb db, Rolls rolls, RollDesk desk, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, CallPage>, ICommandHandler<Command>
{
    private const int MostTraces = 50;

    public async Task<Outcome<CallPage>> Handle(Query query, CancellationToken cancellationToken)
    {
        if (await KeyOf(query.Id, cancellationToken) is not { } key || await rolls.Head(db.Classes.InSchoolsOf(user, db), key, cancellationToken) is not { } head) return Refusal.NotFound;
        var traces = await (
            from change in db.RollChanges
            where change.RollCallId == query.Id
            join p in db.Pupils on change.PupilId equals p.Id
            join a in db.Accounts on change.AccountId equals a.Id
            orderby change.At descending, change.Id descending
            select new { p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin, change.Was, change.Became, change.Reason, a.NameAr, a.NameLatin, change.At }).AsNoTracking().Take(MostTraces).ToListAsync(cancellationToken);
        return new CallPage(query.Id, head, (await rolls.Saved(key, cancellationToken))!, await rolls.Pupils(key.ClassId, key.Day, query.Id, cancellationToken),
            [.. traces.Select(t => new Trace($"{t.LastNameAr} {t.FirstNameAr}", $"{t.LastNameLatin} {t.FirstNameLatin}", t.Was, t.Became, t.Reason, t.NameAr, t.NameLatin, t.At))]);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
    {
        // The class of a call never changes, so it may be read before the lock.
        var classId = await db.RollCalls.InSchoolsOf(user, db).Where(c => c.Id == command.Id).Select(c => (int?)c.ClassId).SingleOrDefaultAsync(cancellationToken);
        if (classId is null) return Refusal.NotFound;
        await desk.Lock(classId.Value, cancellationToken);
        var call = await db.RollCalls.Include(c => c.Lines).SingleAsync(c => c.Id == command.Id, cancellationToken);
        if (command.Seen != call.Version.ToString(CultureInfo.InvariantCulture)) return Refusal.Stale;

        var list = await rolls.Pupils(call.ClassId, call.Day, null, cancellationToken);
        var marked = RollMarks.By(command.Marks, list);
        // Pupils who left the class since keep their line.
        foreach (var (pupil, presence) in call.Marked.Where(l => list.TrueForAll(p => p.Id != l.Key)))
            marked[pupil] = presence;
        var now = clock.GetUtcNow().UtcDateTime;
        var changed = call.Mark(marked, isFirst: false, user.AccountId, now, BidiSafe.CleanLines(command.Reason));
        if (changed.Count == 0) return Refusal.Conflict("attendance.correct.nothing");
        (call.ReceivedAt, call.AccountId) = (now, user.AccountId);
        await desk.Recount(call, changed, await AttendanceRules.Of(db, call.SchoolYearId, cancellationToken), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    private Task<SessionKey?> KeyOf(long id, CancellationToken ct) =>
        db.RollCalls.InSchoolsOf(user, db).Where(c => c.Id == id).Select(c => new SessionKey(c.ClassId, c.SubjectCode, c.Day, c.Hour)).SingleOrDefaultAsync(ct)!;
}
