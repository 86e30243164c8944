using Massar.Features.Documents.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.Transfers.Domain;

/// <summary>A year the pupil was at the school that lets them go.</summary>
public sealed record YearThere(int Year, string LevelAr, string LevelFr, DateOnly From, DateOnly Until);

/// <summary>All that is drawn on one departure certificate.</summary>
/// <param name="DecisionAr">The last decision of a class council; null when there is none.</param>
public sealed record DepartureContent(
    PaperIdentity Identity, PaperOffices Offices, string HeadAr, int SchoolYear,
    string NameAr, string NameLatin, Sex Sex, string MassarCode, DateOnly BirthDate, string BirthPlaceAr, string BirthPlaceLatin,
    string LevelAr, string LevelFr, string? ClassName, DateOnly LeftOn, string ReasonAr, string ReasonFr, string ToAr, string ToFr, string ToGresa, string? ToDirectorateAr, string? ToDirectorateFr,
    string? DecisionAr, string? DecisionFr, IReadOnlyList<YearThere> Years)
{
    /// <summary>What the paper says; whoever checks it has the name before his eyes and needs to be told no more than its initials.</summary>
    public DocumentFacts Facts() => new("transfers.paper.title",
    [
        new("certificates.fact.name", $"{NameAr} – {NameLatin}", $"{Discretion.Initials(NameAr)} – {Discretion.Initials(NameLatin)}"),
        new("certificates.fact.massar-code", MassarCode, Discretion.End(MassarCode)),
        new("certificates.fact.birth", $"{Formats.ShortDate(BirthDate)} – {BirthPlaceAr} – {BirthPlaceLatin}", ""),
        new("certificates.fact.level", $"{LevelAr} – {LevelFr}"),
        new("certificates.fact.school-year", Formats.SchoolYear(SchoolYear)),
        new("certificates.fact.school", $"{Offices.SchoolAr} – {Offices.SchoolFr}"),
        new("certificates.fact.gresa", Offices.GresaCode),
        new("transfers.paper.left-on", Formats.ShortDate(LeftOn)),
        new("transfers.paper.reason", $"{ReasonAr} – {ReasonFr}", ""),
        new("transfers.paper.to", $"{ToAr} – {ToFr} – {ToGresa}"),
    ]);
}

/// <summary>The departure certificate (شهادة المغادرة) on one A4 page in Arabic and French: given once, by the school that lets the pupil go.</summary>
public sealed class DeparturePaper(DepartureContent content) : IPaper
{
    /// <summary>The field the seal is laid in.</summary>
    public const string Field = "seal";

    public PaperFacts Facts => new(
        $"{Ar("transfers.paper.title")} {content.Identity.NumberShown}", content.Offices.SchoolAr, new DateTimeOffset(content.Identity.IssuedAt, TimeSpan.Zero),
        Ar("transfers.paper.title"), OfficialPaper.Mark(content.Identity.IsDemo));

    // Where names are long everything is set a little smaller; a pupil of many years keeps the last ones on the page.
    public void Compose(PaperBuilder paper) => paper.OnePage(sheet => Compose(sheet, 1, 12), sheet => Compose(sheet, 0.9, 9), sheet => Compose(sheet, 0.8, 6));

    private void Compose(Sheet sheet, double scale, int mostYears)
    {
        sheet.Note = $"{Ar("transfers.paper.title")} {content.Identity.NumberShown} – {PaperText.LeftToRight(content.Offices.GresaCode)}";
        sheet.Bottom = 34;
        PaperParts.Head(sheet, content.Offices, content.Identity, content.SchoolYear, Ar("transfers.paper.title"), Fr("transfers.paper.title"));
        sheet.Space(8 * scale);
        var form = content.Sex == Sex.Female ? "f" : "m";
        sheet.Paragraph(RichText.Format(Ar($"transfers.paper.statement.{form}"), Run.Strong(content.Offices.SchoolAr), Run.Strong(PaperText.LeftToRight(content.Offices.GresaCode)), Run.Strong(Formats.ShortDate(content.LeftOn))),
            new TextStyle(13 * scale, Align: Align.Justify, Spacing: 0.95));
        sheet.Paragraph(RichText.Format(Fr($"transfers.paper.statement.{form}"), Run.Strong(content.Offices.SchoolFr), Run.Strong(content.Offices.GresaCode), Run.Strong(Formats.ShortDate(content.LeftOn))),
            new TextStyle(9.6 * scale, Align: Align.Justify, Language: Language.French, Spacing: 1.15));
        sheet.Space(6 * scale);
        List<Fact> facts =
        [
            new(Ar("certificates.fact.name"), PaperText.Name(content.NameAr), Fr("certificates.fact.name"), PaperText.Name(content.NameLatin)),
            new(Ar("certificates.fact.massar-code"), PaperText.LeftToRight(content.MassarCode), Fr("certificates.fact.massar-code")),
            new(Ar("certificates.fact.birth-date"), Formats.ShortDate(content.BirthDate), Fr("certificates.fact.birth-date")),
            new(Ar("certificates.fact.birth-place"), PaperText.Name(content.BirthPlaceAr), Fr("certificates.fact.birth-place"), PaperText.Name(content.BirthPlaceLatin)),
            new(Ar("transfers.paper.level"), content.LevelAr, Fr("transfers.paper.level"), content.LevelFr),
        ];
        if (content.ClassName is { } own)
            facts.Add(new(Ar("certificates.fact.class"), PaperText.LeftToRight(own), Fr("certificates.fact.class")));
        facts.Add(new(Ar("transfers.paper.left-on"), Formats.ShortDate(content.LeftOn), Fr("transfers.paper.left-on")));
        facts.Add(new(Ar("transfers.paper.reason"), content.ReasonAr, Fr("transfers.paper.reason"), content.ReasonFr));
        facts.Add(new(Ar("transfers.paper.to"), Named(content.ToAr, content.ToDirectorateAr), Fr("transfers.paper.to"), Named($"{content.ToFr} ({content.ToGresa})", content.ToDirectorateFr)));
        if (content.DecisionAr is { } decision)
            facts.Add(new(Ar("transfers.paper.decision"), decision, Fr("transfers.paper.decision"), content.DecisionFr ?? ""));
        sheet.Facts(facts);
        sheet.Space(6 * scale);
        sheet.Table(table =>
        {
            (table.Size, table.Spacing) = (9.5 * scale, PaperParts.Spacing);
            table.Column(3, PaperParts.Both("certificates.fact.school-year"), Align.Center).Column(6, PaperParts.Both("certificates.fact.level"))
                .Column(3, PaperParts.Both("transfers.paper.from"), Align.Center).Column(3, PaperParts.Both("transfers.paper.until"), Align.Center);
            foreach (var year in content.Years.Take(mostYears))
                table.Row(Formats.SchoolYear(year.Year), $"{year.LevelAr}\n{year.LevelFr}", Formats.ShortDate(year.From), Formats.ShortDate(year.Until));
        });
        sheet.Space(6 * scale);
        sheet.Paragraph(Ar("transfers.paper.once"), new TextStyle(9.5 * scale, Align: Align.Center, Ink: Ink.Muted), 0);
        sheet.Paragraph(Fr("transfers.paper.once"), new TextStyle(8, Align: Align.Center, Language: Language.French, Ink: Ink.Muted), 4);
        PaperParts.Foot(sheet, content.Offices, content.Identity, "certificates.paper.head", content.HeadAr, Field, 28);
    }

    private static string Named(string school, string? directorate) => directorate is null ? PaperText.Name(school) : $"{PaperText.Name(school)} – {directorate}";
}
