using System.Globalization;
using Massar.Features.Documents.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.StaffPapers.Domain;

/// <summary>All that is drawn on one paper.</summary>
/// <param name="Address">Where the paper is checked.</param>
/// <param name="HeadAr">Null for the ministry's own staff.</param>
/// <param name="IsDemo">Marked as having no legal value.</param>
public sealed record StaffPaperContent(
    StaffPaperKind Kind, int Number, int Year, string Code, Uri Address, DateTime IssuedAt, DateOnly IssuedOn, string NameAr, string NameLatin, Sex Sex, string Ppr, string Cin,
    DateOnly BirthDate, string? PensionNumber, DateOnly RecruitedOn, string CadreAr, string CadreFr, string GradeAr, string GradeFr, string Echelle, int Echelon, int Index, DateOnly EchelonSince,
    string PositionAr, string PositionFr, string WorkplaceAr, string WorkplaceFr, DateOnly WorkplaceSince,
    string? DirectorateAr, string? DirectorateFr, string? AcademyAr, string? AcademyFr, string OfficeAr, string? HeadAr, string? HeadLatin, bool IsDemo)
{
    public string NumberShown => Formats.RegisterNumber(Number, Year);

    /// <summary>Of a statement of services.</summary>
    public ServiceStatement? Services { get; init; }

    /// <summary>Prefix of the paper's texts.</summary>
    public string Text => $"staff-papers.paper.{Kind}";

    /// <summary>What the paper says; whoever checks it has the name before his eyes and needs to be told no more than its initials.</summary>
    public DocumentFacts Facts() => new($"{Text}.title",
    [
        new("staff-papers.fact.name", Both(NameAr, NameLatin), Both(Discretion.Initials(NameAr), Discretion.Initials(NameLatin))),
        new("staff-papers.fact.ppr", Ppr, Discretion.End(Ppr)),
        new("staff-papers.fact.cin", Cin, ""),
        new("staff-papers.fact.grade", Both($"{CadreAr}، {GradeAr}", $"{CadreFr}, {GradeFr}")),
        .. Kind == StaffPaperKind.WorkCertificate ? (DocumentFact[])[] :
        [
            new("staff-papers.fact.echelon", string.Create(CultureInfo.InvariantCulture, $"{Echelon}")),
            new("staff-papers.fact.index", string.Create(CultureInfo.InvariantCulture, $"{Index}")),
        ],
        new("staff-papers.fact.position", Both(PositionAr, PositionFr)),
        new("staff-papers.fact.workplace", Both(WorkplaceAr, WorkplaceFr)),
        new("staff-papers.fact.recruited", Formats.ShortDate(RecruitedOn)),
        .. Services is null ? (DocumentFact[])[] : [new("staff-papers.fact.effective", Services.Effective.Shown)],
    ]);

    private static string Both(string arabic, string latin) => $"{arabic} – {latin}";
}

/// <summary>The work certificate (شهادة العمل) or the statement of situation (الوضعية الإدارية): one A4 page in Arabic and French; the statement of services (بيان الخدمات) takes more where the career is long.</summary>
public sealed class StaffPaperDocument(StaffPaperContent content) : IPaper
{
    /// <summary>The field the seal is laid in.</summary>
    public const string Field = "seal";

    public PaperFacts Facts => new(
        Ar($"{content.Text}.file-title", content.NumberShown), content.OfficeAr, new DateTimeOffset(content.IssuedAt, TimeSpan.Zero), Ar($"{content.Text}.title"), Mark(content.IsDemo));

    // Long names take more lines, and the paper is one page: then everything is set a little smaller.
    public void Compose(PaperBuilder paper)
    {
        if (content.Services is { } services)
            paper.OnePage(sheet => Compose(sheet, services, 0.84), sheet => Compose(sheet, services, 0.76), sheet => Compose(sheet, services, 0.68), sheet => Compose(sheet, services, 0.78));
        else
            ComposeOne(paper);
    }

    private void Compose(Sheet sheet, ServiceStatement services, double scale)
    {
        Begin(sheet, scale);
        sheet.Facts([.. Lines()]);
        sheet.Space(3);
        sheet.Table(table =>
        {
            (table.Size, table.Pad, table.Spacing) = (10 * scale, 1.6, 0.9);
            table.Column(6.4, Twice("paper.period"), Align.Center).Column(6.9, Twice("paper.grade")).Column(3.8, Twice("paper.scale"), Align.Center).Column(4.6, Twice("paper.position")).Column(2.4, Twice("paper.decision"), Align.Center)
                .Column(1.9, Narrow("paper.years"), Align.Center).Column(1.7, Narrow("paper.months"), Align.Center).Column(1.7, Narrow("paper.days"), Align.Center);
            foreach (var line in services.Lines)
                table.Row(Period(line.From, line.Last), line.Grade is { } grade ? $"{grade.Ar}\n{grade.Fr}" : Narrow("paper.unknown"), line.Grade is null ? "–" : PaperText.LeftToRight(string.Create(CultureInfo.InvariantCulture, $"{line.Echelle} – {line.Echelon} – {line.Index}")),
                    line.Position is not { } position ? "–" : line.Counts ? $"{position.Ar}\n{position.Fr}" : $"{position.Ar}\n{position.Fr} ({Twice("paper.not-counted")})", PaperText.LeftToRight(line.Decision ?? "–"), Count(line.Counts, line.Time.Years), Count(line.Counts, line.Time.Months), Count(line.Counts, line.Time.OddDays));
            if (services.Interrupted.Days > 0)
                Total(table, "paper.interrupted", services.Interrupted);
            Total(table, "paper.effective", services.Effective);
        });
        if (services.Posts.Count > 0)
        {
            sheet.Space(3);
            sheet.Table(table =>
            {
                (table.Size, table.Pad, table.Spacing) = (10 * scale, 1.6, 0.9);
                table.Column(6.4, Twice("paper.period"), Align.Center).Column(15, Twice("paper.post")).Column(2.6, Twice("paper.decision"), Align.Center);
                foreach (var post in services.Posts)
                    table.Row(Period(post.From, post.Last ?? services.On), post.Function is { } function ? $"{Ar($"decisions.function.{function}")} – {post.Place.Ar} ({Fr($"decisions.function.{function}")} – {post.Place.Fr})" : $"{post.Place.Ar} – {post.Place.Fr}", PaperText.LeftToRight(post.Decision ?? "–"));
            });
        }

        sheet.Space(2);
        sheet.Paragraph(Ar("staff-papers.paper.rule", Formats.ShortDate(services.On)), new TextStyle(9.5 * scale, Align: Align.Justify, Spacing: 0.95), 0);
        sheet.Paragraph(Fr("staff-papers.paper.rule", Formats.ShortDate(services.On)), new TextStyle(7.6 * scale, Align: Align.Justify, Language: Language.French), 0);
        sheet.Space(4 * scale);
        Foot(sheet, scale, explainsSeal: false);
    }

    private static string Twice(string key) => $"{Ar($"staff-papers.{key}")} – {Fr($"staff-papers.{key}")}";

    // One language under the other, where a column has no room for both in a line.
    private static string Narrow(string key) => $"{Ar($"staff-papers.{key}")}\n{Fr($"staff-papers.{key}")}";

    private static string Period(DateOnly from, DateOnly last) => PaperText.LeftToRight($"{Formats.ShortDate(from)} – {Formats.ShortDate(last)}");

    private static string Count(bool counts, int of) => counts ? PaperText.LeftToRight(of.ToString(CultureInfo.InvariantCulture)) : "–";

    private static void Total(Table table, string key, ServiceTime time) =>
        table.Row(new Cell(Twice(key), Bold: true, Span: 5), new Cell(Count(true, time.Years), Bold: true), new Cell(Count(true, time.Months), Bold: true), new Cell(Count(true, time.OddDays), Bold: true));

    private void Begin(Sheet sheet, double scale)
    {
        sheet.Note = $"{Ar($"{content.Text}.file-title", content.NumberShown)} – {PaperText.LeftToRight(content.Ppr)}";
        sheet.Head("staff-papers", content.Text, content.NumberShown, Offices("ar", content.AcademyAr, content.DirectorateAr), Offices("fr", content.AcademyFr, content.DirectorateFr), scale);
        sheet.Space(4);
        var form = content.Sex == Sex.Female ? "f" : "m";
        sheet.Paragraph(Ar($"{content.Text}.statement.{form}"), new TextStyle(13 * scale, Align: Align.Justify, Spacing: 0.95));
        sheet.Paragraph(Fr($"{content.Text}.statement.{form}"), new TextStyle(9.6 * scale, Align: Align.Justify, Language: Language.French, Spacing: 1.15));
    }

    private void ComposeOne(PaperBuilder paper) => paper.OnePage(sheet => Compose(sheet, 1), sheet => Compose(sheet, 0.84), sheet => Compose(sheet, 0.82, explainsSeal: false), sheet => Compose(sheet, 0.7, explainsSeal: false));

    private void Compose(Sheet sheet, double scale, bool explainsSeal = true)
    {
        Begin(sheet, scale);
        sheet.Space(4);
        sheet.Facts([.. Lines()]);
        sheet.Paragraph(Ar("staff-papers.paper.use"), new TextStyle(11.5 * scale), 0);
        sheet.Paragraph(Fr("staff-papers.paper.use"), new TextStyle(8.6 * scale, Language: Language.French), 0);
        sheet.Space(6 * scale);
        Foot(sheet, scale, explainsSeal);
    }

    private IEnumerable<Fact> Lines()
    {
        yield return Line("name", PaperText.Name(content.NameAr), PaperText.Name(content.NameLatin));
        yield return Line("ppr", PaperText.LeftToRight(content.Ppr));
        yield return Line("cin", PaperText.LeftToRight(content.Cin));
        if (content.Kind != StaffPaperKind.WorkCertificate)
        {
            yield return Line("birth", Formats.ShortDate(content.BirthDate));
            if (content.PensionNumber is { } pension) yield return Line("pension", PaperText.LeftToRight(pension));
        }

        yield return Line("recruited", Formats.ShortDate(content.RecruitedOn));
        // The statement of services says the rest line by line.
        if (content.Services is not null) yield break;
        yield return Line("grade", $"{content.CadreAr}، {content.GradeAr}", $"{content.CadreFr}, {content.GradeFr}");
        if (content.Kind == StaffPaperKind.SituationStatement)
        {
            yield return Line("scale", PaperText.LeftToRight(string.Create(CultureInfo.InvariantCulture, $"{content.Echelle} – {content.Echelon} – {content.Index}")));
            yield return Line("echelon-since", Formats.ShortDate(content.EchelonSince));
        }

        yield return Line("position", content.PositionAr, content.PositionFr);
        yield return Line("workplace", content.WorkplaceAr, content.WorkplaceFr);
        yield return Line("workplace-since", Formats.ShortDate(content.WorkplaceSince));
    }

    private static Fact Line(string key, string arabic, string? french = null) => OfficialSheet.Line("staff-papers", key, arabic, french);

    private void Foot(Sheet sheet, double scale, bool explainsSeal)
    {
        var role = content.HeadAr is null ? "staff-papers.paper.office" : content.DirectorateAr is null ? "staff-papers.paper.academy-head" : "staff-papers.paper.head";
        sheet.Foot("staff-papers", content.Address, content.Code, new Signature(Field, [Made(null, content.IssuedOn), Ar(role)], content.HeadAr is null ? "" : PaperText.Name(content.HeadAr), new Seal(SealLines(content.OfficeAr), 84 * scale)), scale);
        if (!explainsSeal) return;
        sheet.Space(2);
        sheet.ExplainSeal("staff-papers", scale);
    }
}
