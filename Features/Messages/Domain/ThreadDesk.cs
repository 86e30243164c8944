using System.Globalization;
using FluentValidation;
using Massar.Features.Files.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Audio;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Messages.Domain;

/// <summary>What every step of a conversation needs and ends with, in the caller's transaction.</summary>
public sealed class ThreadDesk(MassarDb db, CurrentUser user, WorkDesk work, SecretBox box, Facts facts, TimeProvider clock)
{
    private const string VoiceUse = "message-voice";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The last day on which an answer to what is asked now is in time: working days, without holidays.</summary>
    public async Task<DateOnly> DueOn(ThreadRules rules, CancellationToken ct)
    {
        var year = await db.CurrentYear(ct);
        return (await TransferRules.Of(db, year, ct)).WorkingDaysAfter(MoroccanDay.Today(clock), rules.AnswerDays);
    }

    /// <summary>Why a guardian may not send another message just now; null when one more is welcome. The account is held, so that two at once are counted.</summary>
    public async Task<Refusal?> Flood(ThreadRules rules, CancellationToken ct)
    {
        var (account, yesterday) = (user.AccountId, clock.GetUtcNow().UtcDateTime - Day);
        await db.Accounts.Where(a => a.Id == account).Select(a => a.Id).ForUpdate().SingleOrDefaultAsync(ct);
        return await db.ThreadLines.CountAsync(l => l.AccountId == account && l.At > yesterday && (l.What == "asked" || l.What == "again"), ct) >= rules.Daily
            ? Refusal.Conflict("messages.daily", rules.Daily).Next("messages.daily.next")
            : null;
    }

    /// <summary>Why somebody of the school may not write first once more just now.</summary>
    /// <param name="isClass">To a whole class.</param>
    public async Task<Refusal?> TooMany(ThreadRules rules, bool isClass, CancellationToken ct)
    {
        var (account, yesterday, most) = (user.AccountId, clock.GetUtcNow().UtcDateTime - Day, isClass ? rules.ClassLettersDaily : rules.LettersDaily);
        await db.Accounts.Where(a => a.Id == account).Select(a => a.Id).ForUpdate().SingleOrDefaultAsync(ct);
        return await db.SchoolLetters.CountAsync(l => l.AccountId == account && l.At > yesterday && (l.PupilId == null) == isClass, ct) >= most
            ? Refusal.Conflict(isClass ? "messages.letter.daily-class" : "messages.letter.daily", most).Next("messages.letter.daily.next")
            : null;
    }

    /// <summary>Why somebody of the school may not go on in what he wrote first, while the family has asked nothing: it would not be written to any more, or it was enough for a day.</summary>
    public async Task<Refusal?> GoesOn(FamilyThread thread, CancellationToken ct)
    {
        var (pupil, account, now) = (thread.PupilId, user.AccountId, clock.GetUtcNow().UtcDateTime);
        var addressees = thread.ClassId is { } classId ? await db.AddresseesOf(db.WrittenAbout(user, classId).Where(p => p.Id == pupil), MoroccanDay.Of(now), ct) : [];
        if (!addressees.Exists(a => a.GuardianId == thread.GuardianId))
            return Refusal.Conflict("messages.letter.gone").Next("messages.letter.gone.next");
        var (most, yesterday) = ((await ThreadRules.Current(db, ct)).LettersDaily, now - Day);
        await db.Accounts.Where(a => a.Id == account).Select(a => a.Id).ForUpdate().SingleOrDefaultAsync(ct);
        return await db.ThreadLines.CountAsync(l => l.AccountId == account && l.At > yesterday && l.What == "answered" && db.FamilyThreads.Any(t => t.Id == l.ThreadId && t.LetterId != null), ct) >= most
            ? Refusal.Conflict("messages.letter.daily", most).Next("messages.letter.daily.next")
            : null;
    }

    /// <summary>Writes a letter: a conversation for each addressee, all of them or none, and each is told.</summary>
    public async Task Write(SchoolLetter letter, IReadOnlyList<Addressee> to, string? text, long? file, CancellationToken ct)
    {
        db.SchoolLetters.Add(letter);
        await db.SaveChangesAsync(ct);
        var employee = letter.Door == ThreadDoor.Teacher ? user.EmployeeId : null;
        var threads = to.Select(one =>
        {
            var thread = new FamilyThread
            {
                SchoolId = letter.SchoolId,
                PupilId = one.PupilId,
                GuardianId = one.GuardianId,
                AccountId = one.AccountId,
                LetterId = letter.Id,
                ClassId = letter.ClassId,
                Kind = ThreadKind.FromSchool,
                Door = letter.Door,
                EmployeeId = employee,
                SubjectCode = letter.SubjectCode,
                AskedAt = letter.At,
            };
            thread.Write(letter.At);
            return thread;
        }).ToList();
        db.FamilyThreads.AddRange(threads);
        await db.SaveChangesAsync(ct);
        var words = BidiSafe.CleanLinesOrNull(text);
        var lines = threads.ConvertAll(t => new ThreadLine { ThreadId = t.Id, SchoolId = t.SchoolId, At = letter.At, What = "written", AccountId = letter.AccountId, Role = user.Role, Text = words, FileId = file });
        db.ThreadLines.AddRange(lines);
        await db.SaveChangesAsync(ct);
        foreach (var (thread, line) in threads.Zip(lines))
            await facts.Tell(new ThreadStepped(thread.Id, line.Id, line.What), ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>The picture of an upload, judged by its bytes and written anew; nothing where none was sent.</summary>
    public async Task<Outcome<long?>> Picture(byte[]? upload, CancellationToken ct)
    {
        if (upload is not { Length: > 0 } bytes)
            return (long?)null;
        var reading = await FileIntake.Read(FileKind.Evidence, bytes, clock.GetUtcNow().UtcDateTime, ct);
        if (reading.File is not { } file || file.ContentType != "image/jpeg")
            return Refusal.Invalid("Picture", reading.Problem is null or "files.not-a-proof" ? "files.not-a-photo" : reading.Problem);
        db.StoredFiles.Add(file);
        await db.SaveChangesAsync(ct);
        return file.Id;
    }

    /// <summary>The voice note of an upload, judged by its bytes and kept sealed; nothing where none was sent.</summary>
    public async Task<Outcome<KeptVoice?>> Voice(byte[]? upload, CancellationToken ct)
    {
        if (upload is not { Length: > 0 } bytes)
            return (KeptVoice?)null;
        var (voice, problem) = VoiceIntake.Read(bytes);
        if (voice is null)
            return problem switch
            {
                VoiceProblem.TooHeavy => Refusal.Invalid("Voice", "messages.voice.too-heavy"),
                VoiceProblem.TooLong => Refusal.Invalid("Voice", "messages.voice.too-long", VoiceIntake.MostSeconds),
                _ => Refusal.Invalid("Voice", "messages.voice.not-a-voice"),
            };
        var id = Guid.NewGuid();
        var file = StoredFile.Of(FileKind.Voice, voice.ContentType, bytes, clock.GetUtcNow().UtcDateTime, id).KeptAs(content => box.SealFile(VoiceUse, id.ToString("N"), content));
        db.StoredFiles.Add(file);
        await db.SaveChangesAsync(ct);
        return new KeptVoice(file.Id, voice.Seconds);
    }

    /// <summary>What was recorded; null where it was tampered with.</summary>
    public byte[]? OpenVoice(Guid file, byte[] kept) => box.OpenFile(VoiceUse, file.ToString("N"), kept);

    /// <summary>Saves the step with its line, starts the clock where an answer is owed, and tells whom it concerns.</summary>
    /// <param name="thread">After the step.</param>
    /// <param name="what">asked, again, answered, escalated, flagged, reported, settled or closed.</param>
    /// <param name="text">What was written.</param>
    /// <param name="file">The picture.</param>
    /// <param name="voice">The voice note.</param>
    /// <param name="byClock">Nobody acted: time did.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Settle(FamilyThread thread, string what, string? text, long? file, KeptVoice? voice, bool byClock, CancellationToken ct)
    {
        // A new conversation has no number before it is saved.
        await db.SaveChangesAsync(ct);
        var line = new ThreadLine
        {
            ThreadId = thread.Id,
            SchoolId = thread.SchoolId,
            At = clock.GetUtcNow().UtcDateTime,
            What = what,
            AccountId = byClock ? null : user.AccountId,
            Role = byClock ? null : user.Role,
            Text = BidiSafe.CleanLinesOrNull(text),
            FileId = file,
            VoiceId = voice?.Id,
            VoiceSeconds = voice?.Seconds,
            IsInternal = what == "settled",
        };
        db.ThreadLines.Add(line);
        if (what is "asked" or "again" && thread.DueOn is { } due && !await db.WorkItems.AnyAsync(w => w.Key == ThreadClockWork.KeyOf(thread.Id, thread.Round), ct))
            work.Queue<ThreadClockWork>(ThreadClockWork.KeyOf(thread.Id, thread.Round), ThreadClockWork.KeyOf(thread.Id, thread.Round), TransferRules.Alarm(due));
        await db.SaveChangesAsync(ct);
        await facts.Tell(new ThreadStepped(thread.Id, line.Id, what), ct);
        await db.SaveChangesAsync(ct);
    }
}

/// <summary>A voice note that was stored.</summary>
public sealed record KeptVoice(long Id, int Seconds);

/// <summary>Watches one wait for an answer: when it is over the head reads the conversation, and the family is told.</summary>
public sealed class ThreadClockWork(MassarDb db, UnitOfWork unit, ThreadDesk desk, TimeProvider clock) : IWork
{
    public static string Kind => "thread-clock";

    public static string KeyOf(long thread, int round) => string.Create(CultureInfo.InvariantCulture, $"messages/{thread}/{round}");

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct) => unit.Run("Messages.Watch", async token =>
    {
        var parts = item.Payload.Split('/');
        var (id, round) = (long.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
        var thread = await db.FamilyThreads.Where(t => t.Id == id).ForUpdate().SingleOrDefaultAsync(token);
        // Answered in time, or the head reads it anyway: there is nothing to do.
        if (thread is not null && thread.Round == round && thread.GoUp(MoroccanDay.Today(clock), clock.GetUtcNow().UtcDateTime))
            await desk.Settle(thread, "escalated", null, null, null, byClock: true, token);
    }, ct);
}

/// <summary>What is typed in a message.</summary>
public static class ThreadText
{
    public static IRuleBuilderOptions<T, string?> IsMessage<T>(this IRuleBuilder<T, string?> rule) =>
        rule.IsMessageWith(_ => false);

    /// <summary>Nothing need be typed where something was said.</summary>
    public static IRuleBuilderOptions<T, string?> IsMessageWith<T>(this IRuleBuilder<T, string?> rule, Func<T, bool> hasVoice) =>
        rule.Must((of, t) => BidiSafe.CleanLines(t).Length is var length && (length > 0 || hasVoice(of)) && length <= ThreadLine.TextLength).WithMessage("messages.text.wrong").WithState(_ => new object[] { ThreadLine.TextLength });
}
