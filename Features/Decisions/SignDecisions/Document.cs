using Massar.Features.Decisions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;

namespace Massar.Features.Decisions.SignDecisions;

/// <summary>What stands on the paper of a decision.</summary>
/// <param name="Template">Prefix of the wording: <c>decisions.paper.echelon</c>.</param>
/// <param name="Number">12/2026.</param>
/// <param name="At">The instant of the signature, UTC; also the file's date.</param>
/// <param name="Address">Where the paper is verified.</param>
public sealed record PaperData(
    Decision Decision, Employee Employee, StaffGrade? Grade, Place Academy, Place? Directorate, string Template, string Number, DateTime At, string SignatoryAr,
    Uri Address, string Code, bool IsDemo)
{
    /// <summary>The signed decision that this one takes back.</summary>
    public Decision? Withdraws { get; init; }

    /// <summary>The grade of a promotion, or the one it goes back to.</summary>
    public StaffGrade? NewGrade { get; init; }

    /// <summary>What changes besides the échelon, by name; null for an advancement.</summary>
    public DecisionChange? Change { get; init; }

    /// <summary>The act by which somebody else signs; null where the holder does.</summary>
    public DelegationNamed? Delegation { get; init; }

    /// <summary>The movement it carries out; null for what is prepared by hand.</summary>
    public MovementNamed? Movement { get; init; }
}

/// <summary>A published run, as a paper names it.</summary>
/// <param name="Run">Its number in the campaign.</param>
/// <param name="Wish">Number of the wish that was met; 0 where an accepted appeal gave the post.</param>
public sealed record MovementNamed(string CampaignAr, int Run, DateTime PublishedAt, int Wish)
{
    /// <summary>The person made no such wish: the post is the nearest short one.</summary>
    public bool IsByRule { get; init; }

    /// <summary>Text key of the recital, without its prefix.</summary>
    public string Recital => Wish == 0 ? "movement-appeal" : IsByRule ? "movement-rule" : "movement";
}

/// <summary>
/// The decision on paper (القرار): letterhead, recitals, articles, old and new situation, execution clause, visa of the paying
/// authority, signature, and the code that leads to its verification. Its wording is data: text keys under the procedure's template.
/// </summary>
public sealed class Document(PaperData data) : IPaper
{
    /// <summary>The frame the academy's signature is laid over.</summary>
    public const string SignatureField = "authority";

    private readonly string date = Formats.ShortDate(MoroccanDay.Of(data.At));

    public PaperFacts Facts => new(Say("title", data.Number), data.Academy.NameAr, new DateTimeOffset(data.At, TimeSpan.Zero), Say("subject"),
        OfficialPaper.Mark(data.IsDemo));

    // One page: the signature must not stand alone on a second one. Where names are long everything is set a little smaller.
    public void Compose(PaperBuilder paper) => paper.OnePage(sheet => Compose(sheet, 1), sheet => Compose(sheet, 0.92), sheet => Compose(sheet, 0.84));

    private void Compose(Sheet sheet, double scale)
    {
        var body = new TextStyle(11.5 * scale, Align: Align.Justify);
        var (decision, employee) = (data.Decision, data.Employee);
        (sheet.Top, sheet.Bottom) = (40, 30);
        sheet.Note = Say("title", data.Number);
        sheet.PageNumber = (page, pages) => Shared("page", page, pages);
        sheet.Letterhead(
            OfficialPaper.Offices("ar", data.Academy.NameAr, data.Directorate?.NameAr, Shared("service")),
            [
                OfficialPaper.Fr("documents.paper.kingdom"),
                SharedFr("ppr", employee.Ppr),
                SharedFr("cin", employee.Cin),
                SharedFr("pension-number", employee.PensionNumber ?? "–"),
            ]);
        sheet.Rule(Ink.Accent, 0.9);
        sheet.Heading(Say("heading", data.Number, date), style: new TextStyle(17, Bold: true, Align: Align.Center, Ink: Ink.Accent));
        sheet.Heading(Say("authority"), 2, new TextStyle(12.5, Bold: true));
        if (IsOfCatalogue)
            for (var i = 1; Words.All.Has("ar", $"{Common}.recital-{i}"); i++)
                sheet.Paragraph($"– {Words.All.Say("ar", $"{Common}.recital-{i}")}", new TextStyle(10.5 * scale, Align: Align.Justify), after: 0);
        for (var i = 1; Words.All.Has("ar", $"{data.Template}.recital-{i}"); i++)
            sheet.Paragraph($"– {Say($"recital-{i}", MoroccanDay.Of(data.At).Year, FormerNumber, FormerDate)}", new TextStyle(10.5 * scale, Align: Align.Justify), after: 0);
        if (data.Movement is { } movement)
            sheet.Paragraph($"– {Shared(movement.Recital, PaperText.Name(movement.CampaignAr), movement.Run, Formats.ShortDate(MoroccanDay.Of(movement.PublishedAt)), movement.Wish)}", new TextStyle(10.5 * scale, Align: Align.Justify), after: 0);
        sheet.Heading(Shared("decides"), 2, new TextStyle(14, Bold: true, Align: Align.Center));

        var name = PaperText.Name(employee.FullNameAr);
        var leftover = decision.LeftoverDays > 0 ? "article-1-leftover" : "article-1";
        sheet.Paragraph(Article(1, data.Withdraws is not null ? TakenBack(name) : IsOfCatalogue ? Decided(name) : RichText.Format(Words.All.Say("ar", $"{data.Template}.{leftover}"),
            Run.Strong(name), data.Grade is { } grade ? $"{grade.CadreAr}، {grade.GradeAr}" : decision.GradeCode, employee.Ppr,
            Run.Strong(Num(decision.NewEchelon)), Words.All.Say("ar", $"decisions.rhythm.{decision.Rhythm}"),
            Run.Strong(Formats.ShortDate(decision.EffectiveOn)), Words.All.Count("ar", "decisions.days", decision.LeftoverDays))), body, after: 3);
        sheet.Paragraph(Article(2, Say("article-2")), body, after: 2, keepWithNext: true);
        var comparison = new Comparison(Shared("item"), Shared("old"), Shared("new"),
        [
            new(Shared("grade"), GradeAr, NewGradeAr),
            new(Shared("echelle"), decision.Echelle, decision.EchelleAfter),
            new(Shared("echelon"), Num(decision.OldEchelon), Num(decision.NewEchelon)),
            new(Shared("index"), Num(decision.OldIndex), Num(decision.NewIndex)),
            .. data.Change is { } change
                ? change.Rows("ar").Select(r => new Compared(r.Label, r.Before, r.After)).Append(new Compared(Shared("effective-on"), "–", Formats.ShortDate(decision.EffectiveOn)))
                :
                [
                    new Compared(Shared("effective-on"), Formats.ShortDate(decision.OldFrom), Formats.ShortDate(decision.EffectiveOn)),
                    new Compared(Shared("leftover"), Words.All.Count("ar", "decisions.days", decision.OldLeftoverDays), Words.All.Count("ar", "decisions.days", decision.LeftoverDays)),
                ],
        ], data.Withdraws is not null
            ? new Compared(Shared("withdrawn-decision"), "", Shared("number-of", FormerNumber, FormerDate))
            : decision.Months is not { } months ? null : new Compared(Shared("duration"), "", Shared("duration-is", months, Words.All.Say("ar", $"decisions.rhythm.{decision.Rhythm}"))));
        sheet.Table(table =>
        {
            table.Size = 9 * scale;
            comparison.Describe(table);
        });
        sheet.Paragraph(Article(3, Say("article-3")), body, after: 2);
        sheet.Paragraph(Shared("visas", string.Join("، ", Granted.Select(v => $"{Words.All.Say("ar", $"role.{v.Role}")}{(v.Delegation is { } by ? $" {Shared(v.IsInterim ? "visa-by-interim" : "visa-by-delegation", by)}" : "")} ({Formats.ShortDate(MoroccanDay.Of(v.At))})"))),
            new TextStyle(8.5, Ink: Ink.Muted), after: 2);
        sheet.Row(row => row
            .Column(5, c => c.Signature(new Signature(SignatureField, [Shared("done-at", OfficialPaper.Academy("ar", data.Academy.NameAr), date), Say("signatory"), .. Delegated], data.SignatoryAr, new Seal(Seal, 66))))
            .Column(5, c =>
            {
                if (Granted.LastOrDefault(v => v.Role == "financial-control") is { } visa)
                    c.Signature(new Signature(null, [Shared("paying-visa"), Shared("paying-visa-number", visa.Id, Formats.ShortDate(MoroccanDay.Of(visa.At)))], visa.NameAr, Room: 30));
            })
            .Column(4, c => c
                .Code(data.Address)
                .Paragraph(Shared("verify"), new TextStyle(8.5, Align: Align.Center, Ink: Ink.Muted), 0)
                .Link(PaperText.LeftToRight(DocumentCode.Shown(data.Code)), data.Address, new TextStyle(6.4, Align: Align.Center, Language: Language.French, Ink: Ink.Muted))));
    }

    private IEnumerable<string> Delegated => data.Delegation is { } act ? [Shared(act.IsInterim ? "by-interim" : "by-delegation", act.Number, Formats.ShortDate(act.On))] : [];

    private IEnumerable<DecisionVisa> Granted => data.Decision.Visas.Where(v => v.Act == DecisionAct.Granted).OrderBy(v => v.Id);

    private string FormerNumber => data.Withdraws?.Number ?? "";

    private string FormerDate => data.Withdraws?.SignedAt is { } at ? Formats.ShortDate(MoroccanDay.Of(at)) : "";

    private string Cause => data.Decision.CauseRemark is { } words
        ? data.Decision.CauseCode is "other" ? PaperText.Name(words) : $"{Words.All.Say("ar", $"decisions.reason.{data.Decision.CauseCode}")} ({PaperText.Name(words)})"
        : Words.All.Say("ar", $"decisions.reason.{data.Decision.CauseCode}");

    private RichText TakenBack(string name) => RichText.Format(Words.All.Say("ar", $"{data.Template}.article-1"),
        Run.Strong(FormerNumber), FormerDate, Run.Strong(name), data.Employee.Ppr, Run.Strong(Formats.ShortDate(data.Decision.EffectiveOn)), Cause);

    // A sentence names what its kind asked for; the others are empty.
    private RichText Decided(string name) => RichText.Format(Words.All.Say("ar", $"{data.Template}.article-1"),
        Run.Strong(name), data.Grade is { } grade ? $"{grade.CadreAr}، {grade.GradeAr}" : data.Decision.GradeCode, data.Employee.Ppr, Run.Strong(Formats.ShortDate(data.Decision.EffectiveOn)),
        data.Decision.EndsOn is { } until ? Formats.ShortDate(until) : "", data.Change?.NewPosition?.Ar ?? "", Run.Strong(data.Change?.NewPlace?.Ar ?? ""), PaperText.Name(data.Decision.Host ?? ""),
        Words.All.Count("ar", "decisions.days", data.Decision.Days ?? 0), data.Decision.CauseCode is null ? "" : Cause,
        Words.All.Count("ar", "decisions.children", data.Decision.NewChildren ?? 0), Run.Strong(Formats.Money(data.Decision.NewAllowance ?? 0, "ar")),
        Run.Strong(NewGradeAr), Run.Strong(Num(data.Decision.NewEchelon)), Run.Strong(Num(data.Decision.NewIndex)), Words.All.Count("ar", "decisions.days", data.Decision.LeftoverDays),
        Run.Strong(data.Change is { FunctionPlace: not null } change ? Words.All.Say("ar", $"decisions.function.{change.NewFunction ?? change.OldFunction}") : ""), Run.Strong(data.Change?.FunctionPlace?.Ar ?? ""));

    private const string Common = "decisions.paper.kind";

    private bool IsOfCatalogue => data.Change is not null && data.Withdraws is null;

    private string GradeAr => data.Grade?.GradeAr ?? data.Decision.GradeCode;

    private string NewGradeAr => data.Decision.NewGradeCode is null ? GradeAr : data.NewGrade?.GradeAr ?? data.Decision.NewGradeCode;

    private IReadOnlyList<string> Seal => [Shared("seal-1"), Shared("seal-2")];

    // What a kind does not say in its own words is said as for all of them; its name stands last among the values.
    private string Say(string key, params object[] args) => Words.All.Has("ar", $"{data.Template}.{key}")
        ? Words.All.Say("ar", $"{data.Template}.{key}", args)
        : Words.All.Say("ar", $"{Common}.{key}", [.. args, Words.All.Say("ar", $"{data.Template}.subject")]);

    private static string Shared(string key, params object[] args) => Words.All.Say("ar", $"decisions.paper.{key}", args);

    private static string SharedFr(string key, params object[] args) => Words.All.Say("fr", $"decisions.paper.{key}", args);

    private static RichText Article(int number, RichText text)
    {
        var article = new RichText().Strong(Shared(number == 1 ? "first-article" : "article", number) + " ");
        foreach (var run in text.Runs)
            article = run.Bold ? article.Strong(run.Text) : article.Add(run.Text);
        return article;
    }

    private static string Num(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
