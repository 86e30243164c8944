using Massar.Features.Documents.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.Registrations.Domain;

/// <summary>All that is drawn on the receipt of a request filled at a desk.</summary>
/// <param name="Request">The request's number: with it the guardian asks about it anywhere.</param>
/// <param name="SchoolAr">The school asked for; null where the directorate gives one.</param>
/// <param name="DeskAr">Who issues it.</param>
public sealed record ReceiptContent(
    int Number, int Year, string Code, Uri Address, DateTime IssuedAt, DateOnly IssuedOn, string Request, int SchoolYear, string ChildAr, string ChildLatin, DateOnly BirthDate, string MaskedPhone,
    string? SchoolAr, string? SchoolFr, DateOnly DueOn, string DeskAr, string DeskFr, string? DirectorateAr, string? DirectorateFr, string? AcademyAr, string? AcademyFr, string? CommuneAr, bool IsDemo)
{
    /// <summary>The register these papers are numbered in.</summary>
    public const string Register = "registration-receipt";

    public string NumberShown => Formats.RegisterNumber(Number, Year);

    /// <summary>What the paper says; whoever checks it has the name before his eyes.</summary>
    public DocumentFacts Facts() => new("registrations.paper.title",
    [
        new("registrations.receipt.number", Request),
        new("registrations.fact.child", $"{ChildAr} – {ChildLatin}", $"{Discretion.Initials(ChildAr)} – {Discretion.Initials(ChildLatin)}"),
        new("registrations.fact.school", SchoolAr is null ? $"{Ar("registrations.school.directorate")} – {Fr("registrations.school.directorate")}" : $"{SchoolAr} – {SchoolFr}"),
        new("ui.school-year", Formats.SchoolYear(SchoolYear)),
    ]);
}

/// <summary>The receipt a family takes home from the desk (وصل التسجيل الأولي): one A4 page in Arabic and French, sealed, with number and code.</summary>
public sealed class ReceiptPaper(ReceiptContent content) : IPaper
{
    private const string Field = "seal";

    public PaperFacts Facts => new(
        $"{Ar("registrations.paper.title")} {content.NumberShown}", content.DeskAr, new DateTimeOffset(content.IssuedAt, TimeSpan.Zero), Ar("registrations.paper.title"), Mark(content.IsDemo));

    public void Compose(PaperBuilder paper) => paper.OnePage(sheet => Compose(sheet, 1), sheet => Compose(sheet, 0.85), sheet => Compose(sheet, 0.7));

    private void Compose(Sheet sheet, double scale)
    {
        sheet.Note = $"{Ar("registrations.paper.title")} {content.NumberShown}";
        sheet.Head("registrations", "registrations.paper", content.NumberShown, Offices("ar", content.AcademyAr, content.DirectorateAr, content.DeskAr), Offices("fr", content.AcademyFr, content.DirectorateFr, content.DeskFr), scale);
        sheet.Space(4);
        sheet.Paragraph(Ar("registrations.paper.statement"), new TextStyle(13 * scale, Align: Align.Justify, Spacing: 0.95));
        sheet.Paragraph(Fr("registrations.paper.statement"), new TextStyle(9.5 * scale, Align: Align.Justify, Language: Language.French, Spacing: 1.1));
        sheet.Facts([.. Lines()]);
        sheet.Space(6 * scale);
        foreach (var key in (string[])["keep", "follow", "answer"])
        {
            sheet.Paragraph(Ar($"registrations.paper.{key}", Formats.ShortDate(content.DueOn)), new TextStyle(12 * scale));
            sheet.Paragraph(Fr($"registrations.paper.{key}", Formats.ShortDate(content.DueOn)), new TextStyle(8.5 * scale, Language: Language.French, Ink: Ink.Muted));
        }

        sheet.Space(8 * scale);
        sheet.Foot("registrations", content.Address, content.Code, new Signature(Field, [Made(content.CommuneAr, content.IssuedOn), Ar("registrations.paper.by")], PaperText.Name(content.DeskAr), new Seal(SealLines(content.DeskAr), 84 * scale)), scale);
        sheet.Space(3);
        sheet.ExplainSeal("registrations", scale);
    }

    private IEnumerable<Fact> Lines()
    {
        yield return Line("request", PaperText.LeftToRight(content.Request));
        yield return Line("child", PaperText.Name(content.ChildAr), PaperText.Name(content.ChildLatin));
        yield return Line("birth", Formats.ShortDate(content.BirthDate));
        yield return content.SchoolAr is null
            ? Line("school", Ar("registrations.school.directorate"), Fr("registrations.school.directorate"))
            : Line("school", PaperText.Name(content.SchoolAr), PaperText.Name(content.SchoolFr!));
        yield return Line("year", PaperText.LeftToRight(Formats.SchoolYear(content.SchoolYear)));
        yield return Line("phone", PaperText.LeftToRight(content.MaskedPhone));
    }

    private static Fact Line(string key, string arabic, string? french = null) => OfficialSheet.Line("registrations", key, arabic, french);
}

/// <summary>Numbers, draws, seals and keeps the receipt, in the transaction that sends the request.</summary>
public sealed class ReceiptDesk(MassarDb db, RegisterDesk register, DocumentArchive archive, VerificationAddress address, AcademySeal seal, PdfOptions options, TimeProvider clock)
{
    /// <summary>The kept paper; written by the caller's <c>SaveChanges</c>.</summary>
    /// <param name="request">Sent already.</param>
    /// <param name="desk">The place that issues it.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Outcome<IssuedDocument>> Issue(Registration request, int desk, CancellationToken ct)
    {
        var here = await db.Places.AsNoTracking().SingleAsync(p => p.Id == desk, ct);
        var school = request.SchoolId is { } id ? await db.Places.AsNoTracking().Where(p => p.Id == id).Select(p => new { p.NameAr, p.NameFr }).SingleAsync(ct) : null;
        var offices = await db.OfficesOf(here.Path, ct);
        var isOffice = here.Kind is PlaceKind.Directorate;
        var (now, year) = (clock.GetUtcNow(), register.Year);
        var number = await register.Take(desk, ReceiptContent.Register, year, ct);
        var code = DocumentCode.New();
        var content = new ReceiptContent(
            number, year, code, address.Of(code), now.UtcDateTime, MoroccanDay.Of(now), request.Number, request.SchoolYearId, request.ChildAr, request.ChildLatin, request.BirthDate!.Value,
            MoroccanPhone.Read(request.Phone)?.Masked ?? "", school?.NameAr, school?.NameFr, RegistrationStates.DueOn(RegistrationState.Sent, request.StateSince)!.Value,
            isOffice ? Directorate("ar", here.NameAr) : here.NameAr, isOffice ? Directorate("fr", here.NameFr) : here.NameFr,
            isOffice ? null : offices.Directorate?.NameAr, isOffice ? null : offices.Directorate?.NameFr, offices.Academy?.NameAr, offices.Academy?.NameFr, offices.Commune?.NameAr, options.Demo);
        var file = await AcademySeal.Try(
            () => seal.Seal(new ReceiptPaper(content), offices.Academy?.Code, offices.Academy?.NameAr, $"{content.DeskAr} {content.NumberShown}", ct), ("registrations.paper.unprintable", "registrations.paper.unprintable.next"));
        return file.IsRefused ? file.Refusal! : archive.Store(new DocumentDraft(desk, ReceiptContent.Register, year, number, code, content.Facts(), content.IssuedAt), file.Value);
    }
}
