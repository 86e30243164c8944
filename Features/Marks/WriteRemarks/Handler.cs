using Massar.Features.Marks.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;

namespace Massar.Features.Marks.WriteRemarks;

/// <param name="Phrases">Language of the phrases offered, ar or fr; the reader's when it is not said.</param>
public sealed record Query(int ClassId, string Subject, int Semester, string? Phrases) : IQuery<RemarkSheet>
{
    /// <summary>Everybody who has no remark, in <see cref="Fill"/>.</summary>
    public const string Everybody = "all";

    /// <summary>Massar code → what stood in the box, saved or not.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; init; } = new Dictionary<string, string>();

    /// <summary>Massar code → what the page had seen, see <see cref="RemarkLine.Seen"/>.</summary>
    public IReadOnlyDictionary<string, string> Seen { get; init; } = new Dictionary<string, string>();

    /// <summary>Into whose box the suggestion goes: a Massar code, or everybody; empty for nobody.</summary>
    public string? Fill { get; init; }
}

/// <summary>The remarks of a class as their page draws them.</summary>
/// <param name="IsClosed">The council has met.</param>
public sealed record RemarkSheet(SheetHead Head, IReadOnlyList<RemarkBox> Lines, bool IsClosed, RemarkRules Rules, PhraseBank Phrases)
{
    /// <summary>Boxes that hold a suggestion nobody has saved yet.</summary>
    public int Proposed => Lines.Count(l => l.IsProposed);

    /// <summary>Pupils without a remark for whom there is a suggestion.</summary>
    public int Open => Lines.Count(l => l.MayBeFilled);
}

/// <summary>A pupil's box.</summary>
/// <param name="Seen">Sent back with it.</param>
/// <param name="Draft">What the box holds and is not saved; null where it holds what is stored.</param>
/// <param name="IsProposed">The draft is a suggestion that was put there just now.</param>
public sealed record RemarkBox(int Order, long PupilId, string Code, string NameAr, string NameLatin, string Text, string Seen, string? Draft, bool IsProposed, decimal? Average, decimal? Change, RemarkBand? Band, RemarkTrend Trend, string? Suggestion)
{
    [System.Text.Json.Serialization.JsonIgnore] public bool MayBeFilled => Text.Length == 0 && string.IsNullOrWhiteSpace(Draft) && Suggestion is not null;
}

/// <param name="Remarks">Massar code → text.</param>
/// <param name="Seen">Massar code → what the page had seen, see <see cref="RemarkLine.Seen"/>; left out where it saw no remark.</param>
public sealed record Command(int ClassId, string Subject, int Semester, IReadOnlyDictionary<string, string> Remarks, IReadOnlyDictionary<string, string> Seen) : ICommand;

public sealed class Handler(MassarDb db, Sheets sheets, Remarks remarks, CurrentUser user, Reader reader, TimeProvider clock) : IQueryHandler<Query, RemarkSheet>, ICommandHandler<Command>
{
    public async Task<Outcome<RemarkSheet>> Handle(Query request, CancellationToken cancellationToken)
    {
        var (classId, subject, semester, _) = request;
        if (await Head(classId, subject, semester, cancellationToken) is not { } head) return Refusal.NotFound;
        var figures = await YearFigures.Of(db, head.YearId, RemarkRules.Prefix, cancellationToken);
        var rules = RemarkRules.From(figures);
        var bank = await db.PhrasesOf(user, RemarkPhrase.LanguageOf(request.Phrases, reader.Language), cancellationToken);
        var (lines, areFrozen) = await remarks.Suggested(head, rules, Averages.RoundingOf(figures.Text("rounding")), bank, cancellationToken);
        return new RemarkSheet(head, [.. lines.Select(l => Box(l, request))], areFrozen, rules, bank);
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var (classId, subject, semester, _, _) = request;
        if (await Head(classId, subject, semester, cancellationToken) is null) return Refusal.NotFound;
        if (await remarks.AreFrozen(classId, subject, semester, cancellationToken)) return Refusal.Conflict("marks.remarks.closed");

        var lines = (await remarks.Lines(classId, subject, semester, cancellationToken)).ToDictionary(l => l.Code, StringComparer.Ordinal);
        var (changed, wrong, clashes) = (new Dictionary<long, string>(), new Dictionary<string, Said>(), 0);
        foreach (var (code, typed) in request.Remarks)
        {
            if (!lines.TryGetValue(code, out var line)) return Refusal.NotFound;
            var text = BidiSafe.Clean(typed);
            if (text == line.Text) continue;
            if (text.Length > TeacherRemark.TextLength) wrong[$"r[{code}]"] = new Said("marks.return.remark.long");
            else if (request.Seen.GetValueOrDefault(code, RemarkLine.Unseen) != line.Seen)
            {
                // A box somebody left as it was is not a remark of theirs.
                if (request.Seen.GetValueOrDefault(code, RemarkLine.Unseen) == RemarkLine.SeenOf(text)) continue;
                wrong[$"r[{code}]"] = line.Text.Length == 0 ? new Said("marks.remarks.removed") : new Said("marks.remarks.clash", line.Text);
                clashes++;
            }
            else changed[line.PupilId] = text;
        }

        if (clashes > 0) return Refusal.Stale with { Fields = wrong };
        if (wrong.Count > 0) return Refusal.Invalid(wrong);
        return await remarks.Save(classId, subject, semester, changed, clock.GetUtcNow().UtcDateTime, cancellationToken) is { } refusal ? refusal : Done.It;
    }

    private Task<SheetHead?> Head(int classId, string subject, int semester, CancellationToken ct) =>
        sheets.Head(db.Classes.TaughtBy(user, db, subject, MoroccanDay.Today(clock)), new SheetKey(classId, subject, semester, 1), ct, isTimed: false);

    // A box that somebody left as it was shows what is stored now; a suggestion goes where nothing is written, or where it was asked for.
    private static RemarkBox Box(SuggestedLine of, Query request)
    {
        var line = of.Line;
        var (typed, seen) = (request.Typed.GetValueOrDefault(line.Code), request.Seen.GetValueOrDefault(line.Code, RemarkLine.Unseen));
        var isTyped = typed is not null && RemarkLine.SeenOf(BidiSafe.Clean(typed)) != seen;
        var box = new RemarkBox(line.Order, line.PupilId, line.Code, line.NameAr, line.NameLatin, line.Text, isTyped ? seen : line.Seen, isTyped ? typed : null, IsProposed: false,
            of.Average, of.Change, of.Band, of.Trend, of.Suggestion);
        return of.Suggestion is not null && (request.Fill == line.Code || (request.Fill == Query.Everybody && box.MayBeFilled)) ? box with { Draft = of.Suggestion, IsProposed = true } : box;
    }
}
