using FluentValidation;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Messages.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Messages.ReadThread;

public sealed record Query(long Id) : IQuery<Conversation>;

/// <param name="CanRead">False for a head who only sees that it exists: no words, no pictures.</param>
/// <param name="Acts">say, close, flag, report, settle.</param>
public sealed record Conversation(ThreadView View, string SchoolAr, string SchoolFr, DateOnly Today, bool IsFamily, bool CanRead, int Version, IReadOnlyList<Entry> Entries, IReadOnlyList<string> Acts) : IShowsPersons
{
    /// <summary>The day on which a message without an answer went up to the directorate; null where it did not.</summary>
    public DateOnly? PassedOn { get; init; }

    /// <summary>The school took back what nobody had read.</summary>
    public bool IsTakenBack { get; init; }

    int IShowsPersons.PersonsShown => IsFamily ? 0 : 1;
}

/// <param name="NameAr">Of the writer; null where time did it.</param>
/// <param name="Text">Null for who may not read it.</param>
public sealed record Entry(DateTime At, string What, string? Role, string? NameAr, string? NameLatin, string? Text, Guid? Picture, Guid? Voice, int? VoiceSeconds);

/// <param name="Version">Of the conversation as it was read.</param>
public sealed record Command(long Id, int? Version, string? Text, byte[]? Picture, byte[]? Voice) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Text).IsMessageWith(c => c.Voice is { Length: > 0 });
}

public sealed class Handler(MassarDb db, CurrentUser user, ThreadDesk desk, TimeProvider clock) : IQueryHandler<Query, Conversation>, ICommandHandler<Command>
{
    private const int MostEntries = 200;

    public async Task<Outcome<Conversation>> Handle(Query query, CancellationToken ct)
    {
        var (id, today) = (query.Id, MoroccanDay.Today(clock));
        var readable = db.FamilyThreads.ReadableBy(user, db, today);
        var row = await (
            from view in db.FamilyThreads.VisibleTo(user, db, today).Where(t => t.Id == id).Named(db)
            join t in db.FamilyThreads on view.Id equals t.Id
            join s in db.Places on t.SchoolId equals s.Id
            select new { View = view, s.NameAr, s.NameFr, t.Version, Passed = db.Escalations.Where(e => e.Kind == MessageWaits.Code && e.CaseId == t.Id && e.Round == t.Round && e.SchoolId == t.SchoolId).Select(e => (DateOnly?)e.PassedOn).FirstOrDefault(), CanRead = readable.Any(r => r.Id == t.Id) }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null)
            return Refusal.NotFound;

        var isFamily = user.IsFamily();
        // What is read is read: from now on it is not taken back. The row decides between the two.
        var isRead = isFamily && row.CanRead && row.View is { Kind: ThreadKind.FromSchool, IsSeen: false, IsTakenBack: false };
        var isGone = isFamily && (row.View.IsTakenBack || (isRead && await See(id, ct)));
        var canRead = row.CanRead && !isGone;
        var entries = await (
            from l in db.ThreadLines
            where l.ThreadId == id && (!isFamily || !l.IsInternal)
            join a in db.Accounts on l.AccountId equals (long?)a.Id into writers
            from a in writers.DefaultIfEmpty()
            join f in db.StoredFiles on l.FileId equals (long?)f.Id into files
            from f in files.DefaultIfEmpty()
            join v in db.StoredFiles on l.VoiceId equals (long?)v.Id into voices
            from v in voices.DefaultIfEmpty()
            orderby l.Id descending
            select new Entry(l.At, l.What, l.Role, a.NameAr, a.NameLatin, canRead ? l.Text : null, canRead ? (Guid?)f.PublicId : null, canRead ? (Guid?)v.PublicId : null, canRead ? l.VoiceSeconds : null)).Take(MostEntries).AsNoTracking().ToListAsync(ct);
        entries.Reverse();

        List<string> acts = [];
        if (canRead && !row.View.IsTakenBack && row.View.State != TalkState.Closed)
            acts.AddRange(isFamily ? ["say", "close"] : ["say"]);
        if (canRead && !row.View.IsAlarm && !row.View.IsTakenBack)
            acts.Add("flag");
        // What the head wrote himself is nothing to report to the head.
        if (canRead && isFamily && !row.View.IsAlarm && row.View is { Kind: ThreadKind.FromSchool, Door: not ThreadDoor.Head })
            acts.Add("report");
        if (canRead && row.View.IsAlarm && user.Has(Permissions.Lead))
            acts.Add("settle");
        return new Conversation(row.View, row.NameAr, row.NameFr, today, isFamily, canRead, row.Version, entries, acts) { PassedOn = row.View.State == TalkState.Asked ? row.Passed : null, IsTakenBack = row.View.IsTakenBack || isGone };
    }

    // True where the school took it back just before.
    private async Task<bool> See(long id, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return await db.FamilyThreads.Where(t => t.Id == id && t.SeenAt == null && t.TakenBackAt == null).ExecuteUpdateAsync(s => s.SetProperty(t => t.SeenAt, now), ct) == 0
            && await db.FamilyThreads.AnyAsync(t => t.Id == id && t.TakenBackAt != null, ct);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, now, isFamily) = (command.Id, clock.GetUtcNow().UtcDateTime, user.IsFamily());
        if (!isFamily && command.Voice is { Length: > 0 })
            return Refusal.Invalid("Text", "messages.voice.family");
        if (await db.FamilyThreads.ReadableBy(user, db, MoroccanDay.Today(clock)).Where(t => t.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } thread)
            return Refusal.NotFound;
        if (command.Version is { } seen && seen != thread.Version)
            return Refusal.Stale;

        if (isFamily)
        {
            var (school, pupil) = (thread.SchoolId, thread.PupilId);
            // Who has left the school writes to the new one.
            if (!await db.Enrollments.AnyAsync(e => e.PupilId == pupil && e.SchoolId == school && e.State == EnrollmentState.Active, ct))
                return Refusal.Conflict("messages.left-school").Next("messages.left-school.next");
            var rules = await ThreadRules.Current(db, ct);
            if (await desk.Flood(rules, ct) is { } flood)
                return flood;
            if (thread.Ask(await desk.DueOn(rules, ct), now) is { } over)
                return over;
            if (thread.LetterId is not null)
                thread.SeenAt ??= now;
        }
        else
        {
            // Whom nobody has asked is written to as in the first letter: while that could be written today, and not without end.
            if (thread is { LetterId: not null, State: not TalkState.Asked } && await desk.GoesOn(thread, ct) is { } late)
                return late;
            if (thread.Answer(now) is { } over)
                return over;
        }

        var picture = await desk.Picture(command.Picture, ct);
        if (picture.Refusal is { } wrong)
            return wrong;
        var voice = await desk.Voice(command.Voice, ct);
        if (voice.Refusal is { } unheard)
            return unheard;
        await desk.Settle(thread, isFamily ? "again" : "answered", command.Text, picture.Value, voice.Value, byClock: false, ct);
        return Done.It;
    }
}
