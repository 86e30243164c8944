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
    Uri Address, string Code, bool IsDemo);

/// <summary>
/// The decision on paper (القرار): letterhead, recitals, articles, old and new situation, execution clause, visa of the paying
/// authority, signature, and the code that leads to its verification. Its wording is data: text keys under the procedure's template.
/// </summary>
public sealed class Document(PaperData data) : IPaper
{
    /// <summary>The frame the academy's signature is laid over.</summary>
    public const string SignatureField = "authority";

    private const int Recitals = 6;

    private static readonly TextStyle Body = new(11.5, Align: Align.Justify);

    private readonly string date = Formats.ShortDate(MoroccanDay.Of(data.At));

    public PaperFacts Facts => new(Say("title", data.Number), data.Academy.NameAr, new DateTimeOffset(data.At, TimeSpan.Zero), Say("subject"),
        data.IsDemo ? Words.All.Say("ar", "decisions.paper.mark") : null);

    public void Compose(PaperBuilder paper) => paper.Sheet(sheet =>
    {
        var (decision, employee) = (data.Decision, data.Employee);
        (sheet.Top, sheet.Bottom) = (40, 30);
        sheet.Note = Say("title", data.Number);
        sheet.PageNumber = (page, pages) => Shared("page", page, pages);
        sheet.Letterhead(
            [Shared("kingdom"), Shared("ministry"), data.Academy.NameAr, .. data.Directorate is { } directorate ? [directorate.NameAr] : (string[])[], Shared("service")],
            [
                SharedFr("kingdom"),
                SharedFr("financial-affiliation", employee.PensionNumber ?? "–"),
                SharedFr("ppr", employee.Ppr),
                SharedFr("cin", employee.Cin),
                SharedFr("pension-number", employee.PensionNumber ?? "–"),
            ]);
        sheet.Rule(Ink.Accent, 0.9);
        sheet.Heading(Say("heading", data.Number, date), style: new TextStyle(17, Bold: true, Align: Align.Center, Ink: Ink.Accent));
        sheet.Heading(Say("authority"), 2, new TextStyle(12.5, Bold: true));
        for (var i = 1; i <= Recitals; i++)
            sheet.Paragraph($"– {Say($"recital-{i}", MoroccanDay.Of(data.At).Year)}", new TextStyle(10.5, Align: Align.Justify), after: 0);
        sheet.Heading(Shared("decides"), 2, new TextStyle(14, Bold: true, Align: Align.Center));

        var name = PaperText.Name(employee.FullNameAr);
        var leftover = decision.LeftoverDays > 0 ? "article-1-leftover" : "article-1";
        sheet.Paragraph(Article(1, RichText.Format(Words.All.Say("ar", $"{data.Template}.{leftover}"),
            Run.Strong(name), data.Grade is { } grade ? $"{grade.CadreAr}، {grade.GradeAr}" : decision.GradeCode, employee.Ppr,
            Run.Strong(Num(decision.NewEchelon)), Words.All.Say("ar", $"decisions.rhythm.{decision.Rhythm}"),
            Run.Strong(Formats.ShortDate(decision.EffectiveOn)), Words.All.Count("ar", "decisions.days", decision.LeftoverDays))), Body, after: 3);
        sheet.Paragraph(Article(2, Say("article-2")), Body, after: 2, keepWithNext: true);
        var comparison = new Comparison(Shared("item"), Shared("old"), Shared("new"),
        [
            new(Shared("grade"), GradeAr, GradeAr),
            new(Shared("echelle"), decision.Echelle, decision.Echelle),
            new(Shared("echelon"), Num(decision.OldEchelon), Num(decision.NewEchelon)),
            new(Shared("index"), Num(decision.OldIndex), Num(decision.NewIndex)),
            new(Shared("effective-on"), Formats.ShortDate(decision.OldFrom), Formats.ShortDate(decision.EffectiveOn)),
            new(Shared("leftover"), Words.All.Count("ar", "decisions.days", decision.OldLeftoverDays), Words.All.Count("ar", "decisions.days", decision.LeftoverDays)),
        ], new Compared(Shared("duration"), "", Shared("duration-is", decision.Months, Words.All.Say("ar", $"decisions.rhythm.{decision.Rhythm}"))));
        // One page: the signature must not stand alone on a second one.
        sheet.Table(table =>
        {
            table.Size = 9;
            comparison.Describe(table);
        });
        sheet.Paragraph(Article(3, Say("article-3")), Body, after: 2);
        sheet.Paragraph(Shared("visas", string.Join("، ", Granted.Select(v => $"{Words.All.Say("ar", $"role.{v.Role}")} ({Formats.ShortDate(MoroccanDay.Of(v.At))})"))),
            new TextStyle(8.5, Ink: Ink.Muted), after: 2);
        sheet.Row(row => row
            .Column(5, c => c.Signature(new Signature(SignatureField, [Shared("done-at", data.Academy.NameAr, date), Say("signatory")], data.SignatoryAr, new Seal(Seal, 66))))
            .Column(5, c =>
            {
                if (Granted.LastOrDefault(v => v.Role == "financial-control") is { } visa)
                    c.Signature(new Signature(null, [Shared("paying-visa"), Shared("paying-visa-number", visa.Id, Formats.ShortDate(MoroccanDay.Of(visa.At)))], visa.NameAr, Room: 30));
            })
            .Column(4, c => c
                .Code(data.Address)
                .Paragraph(Shared("verify"), new TextStyle(8.5, Align: Align.Center, Ink: Ink.Muted), 0)
                .Link(PaperText.LeftToRight(DocumentCode.Shown(data.Code)), data.Address, new TextStyle(6.4, Align: Align.Center, Language: Language.French, Ink: Ink.Muted))));
    });

    private IEnumerable<DecisionVisa> Granted => data.Decision.Visas.Where(v => v.Act == DecisionAct.Granted).OrderBy(v => v.Id);

    private string GradeAr => data.Grade?.GradeAr ?? data.Decision.GradeCode;

    private IReadOnlyList<string> Seal => [Shared("seal-1"), Shared("seal-2")];

    private string Say(string key, params object[] args) => Words.All.Say("ar", $"{data.Template}.{key}", args);

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
