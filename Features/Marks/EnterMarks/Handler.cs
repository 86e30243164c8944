using System.Text.Json.Serialization;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.EnterMarks;

public sealed record Query(SheetKey Key) : IQuery<Sheet>;

/// <summary>The sheet as the teacher's page draws it.</summary>
/// <param name="Seen">Sent back with every save.</param>
/// <param name="Closed">Why nothing can be entered now, or null.</param>
public sealed record Sheet(SheetHead Head, IReadOnlyList<CellRow> Rows, string Seen, AssessmentState State, Refusal? Closed)
{
    public int Empty => Rows.Count(r => r.Line.Value.IsEmpty);

    /// <summary>Cells that were not saved just now, for a browser without script.</summary>
    public int NotSaved => Rows.Count(r => r.Wrong is not null || r.Theirs is not null);
}

/// <param name="Cells">Massar code → what was typed. Only changed cells with script, all of them without.</param>
/// <param name="Seen">What the sending page had seen.</param>
public sealed record Command(SheetKey Key, string? Seen, IReadOnlyDictionary<string, string?> Cells) : ICommand
{
    /// <summary>
    /// What became of each cell. Filled by the handler rather than answered: an answer would be stored with the idempotency key,
    /// one more statement per save, and it can be found again from the sheet when the same save comes twice.
    /// </summary>
    [JsonIgnore] public Verdict? Verdict { get; set; }
}

/// <summary>The outcome of a save: how many cells changed, and the lines that need the person.</summary>
public sealed record Verdict(string Seen, int Saved, IReadOnlyList<CellRow> Rows)
{
    public bool HasRefused => Rows.Any(r => r.Wrong is not null);

    public bool HasClash => Rows.Any(r => r.Theirs is not null);
}

public sealed class Handler(MassarDb db, Sheets sheets, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Sheet>, ICommandHandler<Command>
{
    public async Task<Outcome<Sheet>> Handle(Query query, CancellationToken cancellationToken)
    {
        var today = MoroccanDay.Today(clock);
        if (await sheets.Head(db.Classes.TaughtBy(user, db, query.Key.Subject, today), query.Key, cancellationToken) is not { } head) return Refusal.NotFound;

        var lines = await sheets.Lines(query.Key.ClassId, head.AssessmentId, cancellationToken);
        var state = Assessment.Shown(head.State, head.PublishAt, clock.GetUtcNow().UtcDateTime);
        return new Sheet(head, [.. lines.Select(l => new CellRow(l))], SeenMark.Draw(head.Changes).ToString(), state, Closed(head.State, head.Window, today));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
    {
        var key = command.Key;
        if (!key.IsPossible) return Refusal.NotFound;
        var (classId, subject, semester, today) = (key.ClassId, key.Subject, key.Semester, MoroccanDay.Today(clock));
        var window = $"marks-s{semester}";

        // The lock comes first, so that what is read after it is what the save before this one left.
        var assessment = await sheets.Lock(key, cancellationToken);
        var roster = await (
            from c in db.Classes.TaughtBy(user, db, subject, today)
            where c.Id == classId
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, SubjectCode = subject } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            join level in db.Levels on c.LevelCode equals level.Code
            join e in db.Enrollments on c.Id equals e.ClassId
            join p in db.Pupils on e.PupilId equals p.Id
            // Joined and not asked for by itself: marks are saved at every change of a cell.
            join w in CalendarWindows.Held(db, user.PlacePath, window) on c.SchoolYearId equals w.Year into windows
            from w in windows.DefaultIfEmpty()
            orderby e.OrderInClass, p.MassarCode
            select new
            {
                OpensOn = (DateOnly?)w.StartsOn,
                ClosesOn = (DateOnly?)w.EndsOn,
                IsMoved = (bool?)w.IsMoved,
                c.SchoolId,
                c.SchoolYearId,
                level.MarkScale,
                plan.TestsPerSemester,
                plan.ActivitiesShare,
                e.State,
                p.Id,
                p.MassarCode,
                p.LastNameAr,
                p.FirstNameAr,
                p.LastNameLatin,
                p.FirstNameLatin,
            }).AsNoTracking().ToListAsync(cancellationToken);
        if (roster.Count == 0 || !SheetHead.IsPlannedNumber(key.Number, roster[0].TestsPerSemester, roster[0].ActivitiesShare)) return Refusal.NotFound;

        var any = roster[0];
        assessment ??= await sheets.LockOrOpen(key, any.SchoolId, any.SchoolYearId, cancellationToken);
        if (assessment.RefusesEntry() is { } refusal) return refusal;
        // A class kept at a former school stands under that school's windows.
        var held = any.SchoolId != user.PlaceId ? (await CalendarWindows.At(db, any.SchoolId, cancellationToken, window)).Of(window, any.SchoolYearId)
            : any is { OpensOn: { } opens, ClosesOn: { } closes } ? new HeldWindow { Year = any.SchoolYearId, IsOfCurrentYear = true, Code = window, StartsOn = opens, EndsOn = closes, IsMoved = any.IsMoved == true } : null;
        if (Closed(assessment.State, held, today) is { } closed) return closed;

        var scale = any.MarkScale ?? 20;
        var seen = SeenMark.Read(command.Seen);
        var stored = assessment.Marks.ToDictionary(m => m.PupilId, m => (m.Value, m.Change, m.Page));
        var byCode = new Dictionary<string, (long Pupil, SheetLine Line, bool Sits)>(StringComparer.Ordinal);
        var order = 0;
        foreach (var r in roster)
        {
            var sits = r.State == EnrollmentState.Active;
            var (value, change, page) = stored.GetValueOrDefault(r.Id);
            byCode.TryAdd(r.MassarCode, (r.Id, new SheetLine(sits ? ++order : 0, r.Id, r.MassarCode, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", value, change, page, null), sits));
        }

        var rows = new List<CellRow>();
        var sent = new HashSet<long>();
        var saved = 0;
        foreach (var (code, typed) in command.Cells)
        {
            if (!byCode.TryGetValue(code, out var of)) return Refusal.NotFound;
            sent.Add(of.Pupil);
            var problem = CellValue.Read(typed, scale, out var value);
            if (problem != CellProblem.None)
                rows.Add(new CellRow(of.Line, typed, Reason(problem, scale)));
            else if (value == of.Line.Value)
                continue;
            else if (!of.Sits)
                rows.Add(new CellRow(of.Line, typed, new Said("marks.cell.left")));
            else if (seen.Missed(of.Line.Change, of.Line.Page))
                rows.Add(new CellRow(of.Line, typed, Theirs: of.Line.Value));
            else if (assessment.Enter(of.Pupil, value, seen.Page))
                saved++;
        }

        // What somebody else changed in cells this page did not touch is told too: it has now seen the sheet up to here.
        rows.AddRange(byCode.Values.Where(o => o.Sits && !sent.Contains(o.Pupil) && seen.Missed(o.Line.Change, o.Line.Page)).Select(o => new CellRow(o.Line, Theirs: o.Line.Value)));

        if (saved > 0)
        {
            assessment.Changed();
            await db.SaveChangesAsync(cancellationToken);
        }

        command.Verdict = new Verdict(new SeenMark(assessment.Changes, seen.Page).ToString(), saved, [.. rows.OrderBy(r => r.Line.Order)]);
        return Done.It;
    }

    /// <summary>The verdict on cells that were judged before: the save came a second time.</summary>
    public static Verdict Again(Sheet sheet, Command command)
    {
        var rows = new List<CellRow>();
        foreach (var row in sheet.Rows)
        {
            if (!command.Cells.TryGetValue(row.Line.Code, out var typed)) continue;
            var problem = CellValue.Read(typed, sheet.Head.Scale, out var value);
            if (problem != CellProblem.None) rows.Add(row with { Typed = typed, Wrong = Reason(problem, sheet.Head.Scale) });
            else if (value != row.Line.Value) rows.Add(row with { Typed = typed, Theirs = row.Line.Value });
        }

        return new Verdict(new SeenMark(sheet.Head.Changes, SeenMark.Read(command.Seen).Page).ToString(), 0, rows);
    }

    private static Refusal? Closed(AssessmentState state, HeldWindow? window, DateOnly today)
    {
        if (!Assessment.IsEditable(state))
            return state switch
            {
                AssessmentState.Submitted => Refusal.Conflict("marks.closed.submitted").Next("marks.closed.submitted.next"),
                AssessmentState.Validated => Refusal.Conflict("marks.closed.validated").Next("marks.closed.submitted.next"),
                _ => Refusal.Conflict("marks.closed.published").Next("marks.closed.published.next"),
            };
        return window?.Closed(today);
    }

    private static Said Reason(CellProblem problem, int scale) => problem switch
    {
        CellProblem.OutOfRange => new Said("marks.cell.out-of-range", scale),
        CellProblem.TooManyDecimals => new Said("marks.cell.decimals"),
        _ => new Said("marks.cell.not-a-mark", scale),
    };
}
