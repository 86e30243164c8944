using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.Attendance.Domain;

/// <summary>Half a day the letter counts.</summary>
public sealed record MissedHalf(DateOnly Day, HalfDay Half, int Periods);

/// <summary>All that is drawn on one letter. Kept with it, so that the same paper can be drawn again for printing.</summary>
/// <param name="Address">Where the paper is checked.</param>
/// <param name="Count">Half-days of a notice, school days in a row of a summons.</param>
/// <param name="MeetingAt">Set on a summons: when the guardian is expected, by the wall clock.</param>
/// <param name="Since">Set on a summons: the first day of the row.</param>
/// <param name="Days">To answer a notice.</param>
/// <param name="IsDemo">Marked as having no legal value.</param>
public sealed record LetterContent(
    int Number, int Year, string Code, Uri Address, DateTime IssuedAt, DateOnly IssuedOn, string GuardianAr, string GuardianLatin, string? AddressAr,
    string NameAr, string NameLatin, string MassarCode, string ClassName, int SchoolYear, string GresaCode, string SchoolAr, string SchoolFr,
    string? DirectorateAr, string? DirectorateFr, string? AcademyAr, string? AcademyFr, string? CommuneAr, string? CommuneFr,
    int Count, IReadOnlyList<MissedHalf> Missed, DateTime? MeetingAt, DateOnly? Since, int Days, bool IsDemo)
{
    public string NumberShown => Formats.RegisterNumber(Number, Year);

    public bool IsSummons => MeetingAt is not null;

    public string TitleKey => IsSummons ? "attendance.paper.summons.title" : "attendance.paper.notice.title";

    public static LetterContent Read(string json) => OfficialPaper.Read<LetterContent>(json);

    public string ToJson() => OfficialPaper.Write(this);

    /// <summary>What the paper says; whoever checks it learns neither the whole name nor how often the pupil was away.</summary>
    public DocumentFacts Facts() => new(TitleKey,
    [
        new("attendance.paper.pupil", Both(NameAr, NameLatin), Both(Discretion.Initials(NameAr), Discretion.Initials(NameLatin))),
        new("ui.massar-code", MassarCode, Discretion.End(MassarCode)),
        new("ui.class", ClassName),
        new("ui.school", Both(SchoolAr, SchoolFr)),
        new("attendance.paper.guardian", Both(GuardianAr, GuardianLatin), ""),
    ]);

    private static string Both(string arabic, string latin) => $"{arabic} – {latin}";
}

/// <summary>The letter to a guardian (إشعار بالغياب, استدعاء ولي الأمر), one A4 page in Arabic and French.</summary>
public sealed class LetterPaper(LetterContent content) : IPaper
{
    /// <summary>The field the seal is laid in.</summary>
    public const string Field = "seal";

    public PaperFacts Facts => new(
        $"{Ar(content.TitleKey)} {content.NumberShown}", content.SchoolAr, new DateTimeOffset(content.IssuedAt, TimeSpan.Zero), Ar(content.TitleKey), OfficialPaper.Mark(content.IsDemo));

    // A letter is one page: where names are long it is set smaller, and at last fewer half-days are listed.
    public void Compose(PaperBuilder paper) => paper.OnePage(sheet => Compose(sheet, 8, 1), sheet => Compose(sheet, 8, 0.88), sheet => Compose(sheet, 6, 0.8), sheet => Compose(sheet, 3, 0.72));

    private void Compose(Sheet sheet, int most, double scale)
    {
        sheet.Note = $"{Ar(content.TitleKey)} {content.NumberShown} – {PaperText.LeftToRight(content.GresaCode)}";
        sheet.Bottom = 34;
        Head(sheet, scale);
        Letter(sheet, scale);
        if (!content.IsSummons) Missed(sheet, most, scale);
        Foot(sheet, scale);
    }

    private void Head(Sheet sheet, double scale)
    {
        sheet.Letterhead(
            OfficialPaper.Offices("ar", content.AcademyAr, content.DirectorateAr, content.SchoolAr),
            OfficialPaper.Offices("fr", content.AcademyFr, content.DirectorateFr, content.SchoolFr));
        sheet.Rule(Ink.Accent, 0.9);
        sheet.Space(2);
        sheet.Row(row => row
            .Column(1, c => c.Paragraph(new RichText().Add($"{Ar("attendance.paper.number")} ").Strong(content.NumberShown), new TextStyle(12)))
            .Column(1, c => c.Paragraph(new RichText().Add($"{Ar("ui.school-year")} ").Strong(Formats.SchoolYear(content.SchoolYear)), new TextStyle(12, Align: Align.End))));
        sheet.Heading(Ar(content.TitleKey), style: new TextStyle(26 * scale, Bold: true, Align: Align.Center, Ink: Ink.Accent, Spacing: 0.8));
        sheet.Heading(Fr(content.TitleKey), 2, new TextStyle(14 * scale, Bold: true, Align: Align.Center, Language: Language.French));
        sheet.Space(4);
        List<Fact> facts =
        [
            new Fact(Ar("attendance.paper.guardian"), PaperText.Name(content.GuardianAr), Fr("attendance.paper.guardian"), PaperText.Name(content.GuardianLatin)),
            new Fact(Ar("attendance.paper.pupil"), PaperText.Name(content.NameAr), Fr("attendance.paper.pupil"), PaperText.Name(content.NameLatin)),
            new Fact(Ar("ui.massar-code"), PaperText.LeftToRight(content.MassarCode), Fr("ui.massar-code")),
            new Fact(Ar("ui.class"), PaperText.LeftToRight(content.ClassName), Fr("ui.class")),
        ];
        if (content.AddressAr is { Length: > 0 } address)
            facts.Add(new Fact(Ar("attendance.paper.address"), PaperText.Name(address), Fr("attendance.paper.address")));
        sheet.Facts(facts);
        sheet.Space(4);
    }

    private void Letter(Sheet sheet, double scale)
    {
        var arabic = new TextStyle(13.5 * scale, Align: Align.Justify, Spacing: 0.95);
        var french = new TextStyle(9.8 * scale, Align: Align.Justify, Language: Language.French, Spacing: 1.15);
        if (content.IsSummons)
        {
            var (day, hour) = (Formats.ShortDate(DateOnly.FromDateTime(content.MeetingAt!.Value)), Formats.Time(TimeOnly.FromDateTime(content.MeetingAt.Value)));
            sheet.Paragraph(RichText.Format(Ar("attendance.paper.summons"), Count("ar", "attendance.school-days"), Run.Strong(Formats.ShortDate(content.Since!.Value)), Run.Strong(day), Run.Strong(hour)), arabic);
            sheet.Paragraph(Ar("attendance.paper.summons.else"), arabic);
            sheet.Paragraph(RichText.Format(Fr("attendance.paper.summons"), Count("fr", "attendance.school-days"), Run.Strong(Formats.ShortDate(content.Since.Value)), Run.Strong(day), Run.Strong(hour)), french);
            sheet.Paragraph(Fr("attendance.paper.summons.else"), french);
        }
        else
        {
            var year = Run.Strong(Formats.SchoolYear(content.SchoolYear));
            sheet.Paragraph(RichText.Format(Ar("attendance.paper.notice"), Count("ar", "attendance.half-days"), year), arabic);
            sheet.Paragraph(RichText.Format(Ar("attendance.paper.notice.ask"), Count("ar", "attendance.days", content.Days)), arabic);
            sheet.Paragraph(RichText.Format(Fr("attendance.paper.notice"), Count("fr", "attendance.half-days"), year), french);
            sheet.Paragraph(RichText.Format(Fr("attendance.paper.notice.ask"), Count("fr", "attendance.days", content.Days)), french);
        }

        sheet.Space(6);
    }

    private void Missed(Sheet sheet, int most, double scale)
    {
        sheet.Table(table =>
        {
            table.Size = 9.5 * scale;
            table.Column(3, Ar("ui.date")).Column(2, Ar("attendance.paper.half")).Column(2, Ar("attendance.missed"), Align.Center).Column(5, $"{Fr("ui.date")}, {Fr("attendance.paper.half").ToLowerInvariant()}, {Fr("attendance.missed").ToLowerInvariant()}", Align.End);
            foreach (var missed in content.Missed.Take(most))
                table.Row(
                    Formats.DateWithDay(missed.Day, "ar"), Ar(Half(missed)), Words.All.Count("ar", "attendance.lessons", missed.Periods),
                    new Cell($"{Formats.DateWithDay(missed.Day, "fr")}, {Fr(Half(missed))}, {Words.All.Count("fr", "attendance.lessons", missed.Periods)}", Language: Language.French, Align: Align.Start));
        });
        if (content.Missed.Count > most || content.Count > content.Missed.Count)
            sheet.Paragraph($"{Ar("attendance.paper.newest")} – {Fr("attendance.paper.newest")}", new TextStyle(8.5, Align: Align.Center, Ink: Ink.Muted));
        sheet.Space(6);
    }

    private void Foot(Sheet sheet, double scale)
    {
        sheet.Row(row => row
            .Column(6, c => c
                .Code(content.Address, 26)
                .Paragraph($"{Ar("attendance.paper.check")} – {Fr("attendance.paper.check")}", new TextStyle(8, Align: Align.Center, Ink: Ink.Muted), 1)
                .Paragraph(DocumentCode.Shown(content.Code), new TextStyle(8, Bold: true, Align: Align.Center, Language: Language.French), 1)
                .Link(new Uri(content.Address, Documents.Links.Verification).AbsoluteUri, content.Address, new TextStyle(7.4, Align: Align.Center, Language: Language.French, Ink: Ink.Muted)))
            .Column(7, c => c.Signature(new Signature(Field, [OfficialPaper.Made(content.CommuneAr, content.IssuedOn), Ar("attendance.paper.supervisor")], "", new Seal(OfficialPaper.SealLines(content.SchoolAr), 84 * scale)))));
        sheet.Space(4);
        sheet.Rule(Ink.Hairline, 0.5);
        // The slip that stays at the school, signed by whoever took the letter.
        sheet.Paragraph(Ar("attendance.paper.slip"), new TextStyle(10.5), 1);
        sheet.Paragraph(Fr("attendance.paper.slip"), new TextStyle(7.6, Language: Language.French, Ink: Ink.Muted), 2);
    }

    private static string Half(MissedHalf missed) => missed.Half == HalfDay.Morning ? "attendance.morning" : "attendance.afternoon";

    private Run Count(string language, string key, int? count = null) => Run.Strong(Words.All.Count(language, key, count ?? content.Count));
}
