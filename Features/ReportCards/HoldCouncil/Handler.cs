using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.HoldCouncil;

/// <param name="Pupil">Who is being spoken of; the first without a saved line when none is named.</param>
public sealed record Query(int ClassId, int Semester, long? Pupil) : IQuery<CouncilPage>;

/// <summary>The council's one page.</summary>
/// <param name="Chosen">Null for a class without pupils, and before the opening.</param>
/// <param name="Missing">Sheets that are not out; empty once it has decided.</param>
public sealed record CouncilPage(
    ClassHead Head, CouncilState State, int Version, DateOnly? HeldOn, IReadOnlyList<string> Present, string? Observations, string? ChangeReason,
    decimal? Average, int Passing, int Judged, int Undecided, IReadOnlyList<RosterLine> Roster, PanelView? Chosen, IReadOnlyList<SheetObstacle> Missing, IReadOnlyList<SignedMinutes> Minutes) : IShowsPersons
{
    /// <summary>Why the council cannot be opened today, with the day on which it may or might.</summary>
    public Refusal? Closed { get; init; }

    // The class counts where its page begins; going on to the next pupil shows one more.
    int IShowsPersons.PersonsShown => Chosen?.Previous is null ? Roster.Count : 1;
}

public sealed record RosterLine(long PupilId, int Order, string NameAr, string NameLatin, decimal? Average, string? WordAr, string? WordFr, bool IsSaved);

public sealed record SignedMinutes(int Number, string NumberShown, DateTime SignedAt, string? Reason);

/// <summary>One pupil as the council sees them.</summary>
/// <param name="Next">Who comes after; null for the last.</param>
public sealed record PanelView(ClassHead Head, bool IsOpen, PupilReport Pupil, int Pupils, LineView Line, CouncilTerms Terms, IReadOnlyDictionary<string, decimal> ClassAverages, long? Previous, long? Next);

public sealed record LineQuery(int ClassId, int Semester, long Pupil) : IQuery<PanelView>;

public sealed record LineCommand(int ClassId, int Semester, long Pupil, string? Decision, string? Honour, string? Remark, string? Dissent, string? Seen) : ICommand;

/// <param name="WithMissing">The head has seen that sheets are missing and decides all the same.</param>
public sealed record DecideCommand(int ClassId, int Semester, int Version, bool WithMissing) : ICommand;

public sealed class Handler(MassarDb db, CouncilRooms rooms, AppealDesk appeals, CurrentUser user, TimeProvider clock, Facts facts)
    : IQueryHandler<Query, CouncilPage>, IQueryHandler<LineQuery, PanelView>, ICommandHandler<LineCommand>, ICommandHandler<DecideCommand>
{
    public async Task<Outcome<CouncilPage>> Handle(Query query, CancellationToken ct)
    {
        if (await rooms.Enter(query.ClassId, query.Semester, ct) is not { } room) return Refusal.NotFound;
        var (report, council) = (room.Class, room.Council);
        var now = clock.GetUtcNow().UtcDateTime;
        var missing = room.State < CouncilState.Decided && council is not { MinutesVersion: > 0 } ? await db.ObstaclesOf(report.Head, now, ct) : [];
        var minutes = council is { MinutesVersion: > 0 }
            ? await (
                from m in db.CouncilMinutes
                where m.CouncilId == council.Id
                join d in db.IssuedDocuments on m.DocumentId equals d.Id
                orderby m.Number descending
                select new SignedMinutes(m.Number, Formats.RegisterNumber(d.Number, d.Year), m.SignedAt, m.Reason)).AsNoTracking().ToListAsync(ct)
            : [];
        var chosen = report.Pupils.FirstOrDefault(p => p.PupilId == query.Pupil) ?? report.Pupils.FirstOrDefault(p => !room.Lines[p.PupilId].IsSaved) ?? (report.Pupils.Count > 0 ? report.Pupils[0] : null);
        return new CouncilPage(report.Head, room.State, council?.Version ?? 0, council?.HeldOn, council?.Present.Split('\n') ?? [], council?.Observations, council?.ChangeReason,
            report.Average, report.Passing, report.Judged, room.Undecided,
            [.. report.Pupils.Select(p => Line(p, room))], chosen is null || council is null ? null : Panel(room, chosen), missing, minutes)
        { Closed = council is null ? await db.CouncilClosed(report.Head, MoroccanDay.Of(now), ct) : null };
    }

    public async Task<Outcome<PanelView>> Handle(LineQuery query, CancellationToken ct)
    {
        if (await rooms.Enter(query.ClassId, query.Semester, ct) is not { } room) return Refusal.NotFound;
        return room.Class.Pupils.FirstOrDefault(p => p.PupilId == query.Pupil) is { } pupil ? Panel(room, pupil) : Refusal.NotFound;
    }

    public async Task<Outcome<Done>> Handle(LineCommand command, CancellationToken ct)
    {
        var council = (await db.Councils.At(user).Where(c => c.ClassId == command.ClassId && c.Semester == command.Semester).ForUpdate().ToListAsync(ct)).SingleOrDefault();
        if (council is null || !await db.Enrollments.AnyAsync(e => e.ClassId == command.ClassId && e.PupilId == command.Pupil, ct)) return Refusal.NotFound;
        if (council.RefusesLines() is { } refusal) return refusal;
        if (council.MinutesVersion > 0 && await appeals.RefusesLine(council.Id, command.Pupil, ct) is { } own) return own;

        var (decision, honour) = (Chosen(command.Decision), Chosen(command.Honour));
        var terms = await CouncilTerms.Of(db, ct);
        if (decision is not null && (command.Semester != 2 || terms.Decision(decision) is null)) return Refusal.Invalid("Decision", "report-cards.decision.choose");
        if (honour is not null && terms.Honour(honour) is null) return Refusal.Invalid("Honour", "report-cards.honour.choose");

        var line = await db.CouncilLines.SingleOrDefaultAsync(l => l.CouncilId == council.Id && l.PupilId == command.Pupil, ct);
        var (remark, dissent) = (BidiSafe.CleanOrNull(command.Remark), BidiSafe.CleanOrNull(command.Dissent));
        // Saved while choosing and then by the button: the second says nothing new.
        if (line is not null && (line.Decision, line.Honour, line.Remark, line.Dissent) == (decision, honour, remark, dissent)) return Done.It;
        if (CouncilRooms.SeenOf(line) != (command.Seen ?? "")) return Refusal.Stale;
        if (line is null) db.CouncilLines.Add(line = new CouncilLine { CouncilId = council.Id, PupilId = command.Pupil, SchoolId = council.SchoolId });
        (line.Decision, line.Honour, line.Remark, line.Dissent) = (decision, honour, remark, dissent);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    public async Task<Outcome<Done>> Handle(DecideCommand command, CancellationToken ct)
    {
        var locked = await rooms.Lock(command.ClassId, command.Semester, command.Version, ct);
        if (locked.IsRefused) return locked.Refusal!;
        var council = locked.Value;
        if (await rooms.Enter(command.ClassId, command.Semester, ct) is not { } room) return Refusal.NotFound;

        var now = clock.GetUtcNow().UtcDateTime;
        // Minutes that change a decision stand on the marks as they were frozen the first time.
        if (council.MinutesVersion == 0)
        {
            var missing = await db.ObstaclesOf(room.Class.Head, now, ct);
            if (missing.Count(m => m.IsWithHead) is > 0 and var waiting) return Refusal.Conflict("report-cards.decide.with-head", waiting).Next("report-cards.decide.with-head.next");
            if (missing.Count > 0 && !command.WithMissing) return Refusal.Conflict("report-cards.decide.missing", missing.Count).Next("report-cards.decide.missing.next");
        }

        if (room.Undecided > 0) return Refusal.Conflict("report-cards.decide.undecided", room.Undecided).Next("report-cards.decide.undecided.next");
        if (council.Decide(now) is { } refusal) return refusal;

        var lines = await db.CouncilLines.Where(l => l.CouncilId == council.Id).ToDictionaryAsync(l => l.PupilId, ct);
        foreach (var view in room.Lines.Values)
        {
            if (!lines.TryGetValue(view.PupilId, out var line))
                db.CouncilLines.Add(line = new CouncilLine { CouncilId = council.Id, PupilId = view.PupilId, SchoolId = council.SchoolId, Decision = view.Decision, Honour = view.Honour });
            (line.ProposedDecision, line.ProposedHonour) = (view.ProposedDecision, view.ProposedHonour);
        }

        await facts.Tell(new CouncilDecided(council.ClassId, council.SchoolId, council.SchoolYearId, council.Semester), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    private static PanelView Panel(CouncilRoom room, PupilReport pupil)
    {
        var pupils = room.Class.Pupils;
        return new PanelView(room.Class.Head, room.State == CouncilState.InSession, pupil, pupils.Count, room.Lines[pupil.PupilId], room.Terms, room.Class.SubjectAverages,
            pupil.Order > 1 ? pupils[pupil.Order - 2].PupilId : null, pupil.Order < pupils.Count ? pupils[pupil.Order].PupilId : null);
    }

    // The word that matters most: the decision at the end of the year, the honour before.
    private static RosterLine Line(PupilReport pupil, CouncilRoom room)
    {
        var line = room.Lines[pupil.PupilId];
        var word = room.Terms.Decision(line.Decision) ?? room.Terms.Honour(line.Honour);
        return new RosterLine(pupil.PupilId, pupil.Order, pupil.NameAr, pupil.NameLatin, pupil.Average, word?.NameAr, word?.NameFr, line.IsSaved);
    }

    private static string? Chosen(string? code) => string.IsNullOrEmpty(code) ? null : code;
}
