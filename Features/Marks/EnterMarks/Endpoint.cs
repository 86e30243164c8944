using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.EnterMarks;

/// <summary>A teacher enters the marks of one test; changed cells are saved as they are typed.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "sheets/{classId:int}/{subject}/{semester:int}/{number:int}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter).NeverStored();

        area.Pages.MapGet(Route, ([AsParameters] Address at, Bus bus) => bus.Ask(new Query(at.Key)).As<Form>());

        area.Pages.MapPost(Route, async ([AsParameters] Address at, HttpContext http, Bus bus) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            return await Save(new Command(at.Key, form["seen"], CellsOf(form)), http, bus);
        });

        area.Api.MapGet(Route, async ([AsParameters] Address at, HttpContext http, Bus bus) =>
        {
            var outcome = await bus.Send(new Query(at.Key), http.RequestAborted);
            return new JsonAnswer<SheetAnswer>(outcome.IsRefused ? outcome.Refusal! : SheetAnswer.Of(outcome.Value));
        });

        area.Api.MapPatch(Route, async ([AsParameters] Address at, Input input, HttpContext http, Bus bus) =>
        {
            var command = new Command(at.Key, input.Seen, input.Cells ?? new Dictionary<string, string?>());
            var outcome = await bus.Send(command, http.RequestAborted);
            if (outcome.IsRefused) return new JsonAnswer<SaveAnswer>(outcome.Refusal!);
            var verdict = await VerdictOf(command, http, bus);
            return new JsonAnswer<SaveAnswer>(verdict.IsRefused ? verdict.Refusal! : SaveAnswer.Of(verdict.Value));
        });
    }

    private static async Task<IResult> Save(Command command, HttpContext http, Bus bus)
    {
        var outcome = await bus.Send(command, http.RequestAborted);
        if (outcome.Refusal is { } refusal)
        {
            if (refusal.Kind == RefusalKind.NotFound) return new RefusalPage(refusal);
            var status = RefusalAnswer.StatusOf(refusal, page: true);
            if (http.Request.IsHtmxFragment()) return new PartialAnswer(typeof(Closed), new() { ["Model"] = refusal }) { Status = status };

            var now = await bus.Send(new Query(command.Key), http.RequestAborted);
            return now.IsRefused ? new RefusalPage(now.Refusal!)
                : new PartialAnswer(typeof(Form), new() { ["Model"] = now.Value, ["Refusal"] = refusal, ["Sent"] = command }) { Status = status };
        }

        var found = await VerdictOf(command, http, bus);
        if (found.IsRefused) return new RefusalPage(found.Refusal!);
        var verdict = found.Value;
        var answer = verdict.HasRefused ? StatusCodes.Status422UnprocessableEntity : verdict.HasClash ? StatusCodes.Status409Conflict : StatusCodes.Status200OK;
        if (http.Request.IsHtmxFragment()) return new PartialAnswer(typeof(Answer), new() { ["Model"] = verdict }) { Status = answer };
        if (answer == StatusCodes.Status200OK) return new GoAnswer(Links.Sheet(command.Key), "marks.saved", []);

        // Without script the whole sheet comes back: the others saved, these as they were typed.
        var page = await bus.Send(new Query(command.Key), http.RequestAborted);
        if (page.IsRefused) return new RefusalPage(page.Refusal!);
        var kept = verdict.Rows.Where(r => r.Line.Order > 0).ToDictionary(r => r.Line.Code);
        var sheet = page.Value with { Rows = [.. page.Value.Rows.Select(r => kept.TryGetValue(r.Line.Code, out var row) ? row with { Line = r.Line } : r)] };
        return new PartialAnswer(typeof(Form), new() { ["Model"] = sheet }) { Status = answer };
    }

    private static async Task<Outcome<Verdict>> VerdictOf(Command command, HttpContext http, Bus bus)
    {
        if (command.Verdict is { } verdict) return verdict;
        var sheet = await bus.Send(new Query(command.Key), http.RequestAborted);
        return sheet.IsRefused ? sheet.Refusal! : Handler.Again(sheet.Value, command);
    }

    private static Dictionary<string, string?> CellsOf(IFormCollection form)
    {
        var cells = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in form)
            if (name.StartsWith("m[", StringComparison.Ordinal) && name.EndsWith(']'))
                cells[name[2..^1]] = value;
        return cells;
    }

    public sealed record Address(int ClassId, string Subject, int Semester, int Number)
    {
        internal SheetKey Key => new(ClassId, Subject, Semester, Number);
    }

    /// <param name="Seen">As the sheet said when it was read.</param>
    /// <param name="Cells">Massar code → "14.50", A, AJ, D, F, or "" to empty the cell.</param>
    public sealed record Input(string? Seen, Dictionary<string, string?>? Cells);

    public sealed record SheetAnswer(string Class, string SubjectAr, string SubjectFr, int Semester, int Number, int Scale, string State, string Seen, IReadOnlyList<PupilCell> Pupils)
    {
        /// <summary>Why no mark can be entered, with the day on which it opens or closed; null while marks are taken.</summary>
        public Said? Closed { get; init; }

        internal static SheetAnswer Of(Sheet sheet) => new(sheet.Head.ClassName, sheet.Head.SubjectAr, sheet.Head.SubjectFr, sheet.Head.Key.Semester, sheet.Head.Key.Number, sheet.Head.Scale,
            sheet.State.ToString(), sheet.Seen, [.. sheet.Rows.Select(r => new PupilCell(r.Line.Code, r.Line.NameAr, r.Line.Value.Plain, r.Line.Remark))])
        { Closed = sheet.Closed?.Reason };
    }

    public sealed record PupilCell(string MassarCode, string NameAr, string Mark, string? Remark);

    /// <param name="NotSaved">Cells refused with the reason's key, or changed by somebody else since with their value.</param>
    public sealed record SaveAnswer(string Seen, int Saved, IReadOnlyList<NotSaved> NotSaved)
    {
        internal static SaveAnswer Of(Verdict verdict) => new(verdict.Seen, verdict.Saved,
            [.. verdict.Rows.Select(r => new NotSaved(r.Line.Code, r.Typed, r.Wrong?.Key, r.Theirs?.Plain))]);
    }

    public sealed record NotSaved(string MassarCode, string? Sent, string? Reason, string? Theirs);
}
