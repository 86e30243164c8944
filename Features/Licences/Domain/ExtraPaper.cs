using Massar.Features.Documents.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.Licences.Domain;

/// <summary>All that is drawn on the leave to teach some hours a week in a private school.</summary>
/// <param name="Hours">A week.</param>
/// <param name="WorkplaceAr">Where he serves in the public sector.</param>
public sealed record ExtraContent(
    int Number, int Year, string Code, Uri Address, DateTime IssuedAt, DateOnly IssuedOn, string NameAr, string NameLatin, string Ppr, string WorkplaceAr, string WorkplaceFr, string SchoolAr, string SchoolFr, string SchoolCode,
    string Teaches, int Hours, int SchoolYear, DateOnly Until, string SignerAr, string DirectorateAr, string DirectorateFr, string? AcademyAr, string? AcademyFr, bool IsDemo)
{
    public const string Text = "licences.extra-paper";

    public string NumberShown => Formats.RegisterNumber(Number, Year);

    /// <summary>What the paper says; a stranger reads whose it is by initials.</summary>
    public DocumentFacts Facts() => new($"{Text}.title",
    [
        new("licences.fact.teacher", $"{NameAr} – {NameLatin}", $"{Discretion.Initials(NameAr)} – {Discretion.Initials(NameLatin)}"),
        new("licences.fact.school", $"{SchoolAr} – {SchoolFr} ({SchoolCode})"),
        new("licences.fact.hours", $"{Hours}"),
        new("licences.fact.year", Formats.SchoolYear(SchoolYear)),
        new("licences.fact.until", Formats.ShortDate(Until)),
    ]);
}

/// <summary>One A4 page in Arabic and French, sealed, with its number and code.</summary>
public sealed class ExtraPaper(ExtraContent content) : IPaper
{
    private const string Field = "seal";

    private string Office => content.AcademyAr is null ? content.DirectorateAr : Academy("ar", content.AcademyAr);

    public PaperFacts Facts => new(Ar("licences.extra-paper.file-title", content.NumberShown), Office, new DateTimeOffset(content.IssuedAt, TimeSpan.Zero), Ar($"{ExtraContent.Text}.title"), Mark(content.IsDemo));

    public void Compose(PaperBuilder paper) => paper.OnePage(sheet => Compose(sheet, 1), sheet => Compose(sheet, 0.86), sheet => Compose(sheet, 0.72));

    private void Compose(Sheet sheet, double scale)
    {
        sheet.Note = $"{Ar("licences.extra-paper.file-title", content.NumberShown)} – {PaperText.LeftToRight(content.SchoolCode)}";
        sheet.Head("licences", ExtraContent.Text, content.NumberShown, Offices("ar", content.AcademyAr, content.DirectorateAr), Offices("fr", content.AcademyFr, content.DirectorateFr), scale);
        sheet.Space(6);
        sheet.Paragraph(Ar("licences.extra-paper.statement"), new TextStyle(13 * scale, Align: Align.Justify, Spacing: 0.95));
        sheet.Paragraph(Fr("licences.extra-paper.statement"), new TextStyle(9.6 * scale, Align: Align.Justify, Language: Language.French, Spacing: 1.1));
        sheet.Space(4);
        sheet.Facts(
            Line("teacher", PaperText.Name(content.NameAr), PaperText.Name(content.NameLatin)),
            Line("ppr", PaperText.LeftToRight(content.Ppr)),
            Line("workplace", content.WorkplaceAr, content.WorkplaceFr),
            Line("school", $"{content.SchoolAr} ({PaperText.LeftToRight(content.SchoolCode)})", content.SchoolFr),
            Line("teaches", PaperText.Name(content.Teaches)),
            Line("hours", $"{content.Hours}"),
            Line("year", PaperText.LeftToRight(Formats.SchoolYear(content.SchoolYear))),
            Line("until", Formats.ShortDate(content.Until)));
        sheet.Space(6 * scale);
        sheet.Foot("licences", content.Address, content.Code, new Signature(Field, [Made(null, content.IssuedOn), Ar("licences.extra-paper.signed-by")], PaperText.Name(content.SignerAr), new Seal(SealLines(Office), 84 * scale)), scale);
        sheet.Space(4);
        sheet.ExplainSeal("licences", scale);
    }

    private static Fact Line(string key, string arabic, string? french = null) => OfficialSheet.Line("licences", key, arabic, french);
}

/// <summary>Numbers, seals and keeps the papers of granted hours, and takes them back, in the caller's transaction.</summary>
public sealed class ExtraDesk(MassarDb db, RegisterDesk register, DocumentArchive archive, VerificationAddress address, AcademySeal seal, Sealer sealer, PdfOptions options, TimeProvider clock)
{
    /// <summary>The paper of hours that were just granted. Saves.</summary>
    /// <param name="account">Who granted them.</param>
    public async Task<Refusal?> Print(ExtraHours extra, long account, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (id, office) = (extra.Id, extra.OfficeId);
        var of = await (
            from x in db.ExtraHours
            where x.Id == id
            join t in db.PrivateTeachers on x.TeacherId equals t.Id
            join e in db.Employees on x.EmployeeId equals e.Id
            join work in db.Places on e.PlaceId equals work.Id
            join school in db.Schools on x.SchoolId equals school.Id
            join directorate in db.Places on x.OfficeId equals directorate.Id
            join academy in db.Places on directorate.ParentId equals (int?)academy.Id into academies
            from academy in academies.DefaultIfEmpty()
            select new
            {
                t.Teaches,
                e.Ppr,
                NameAr = e.LastNameAr + " " + e.FirstNameAr,
                NameLatin = e.LastNameLatin + " " + e.FirstNameLatin,
                WorkAr = work.NameAr,
                WorkFr = work.NameFr,
                school.GresaCode,
                SchoolAr = school.Place.NameAr,
                SchoolFr = school.Place.NameFr,
                DirectorateAr = directorate.NameAr,
                DirectorateFr = directorate.NameFr,
                AcademyCode = academy.Code,
                AcademyAr = academy.NameAr,
                AcademyFr = academy.NameFr,
                Signer = db.Accounts.Where(a => a.Id == account).Select(a => a.NameAr).First(),
            }).AsNoTracking().SingleAsync(ct);
        var year = register.Year;
        var (number, code) = (await register.Take(office, ExtraHours.Register, year, ct), DocumentCode.New());
        var content = new ExtraContent(
            number, year, code, address.Of(code), now, MoroccanDay.Of(now), of.NameAr, of.NameLatin, of.Ppr, of.WorkAr, of.WorkFr, of.SchoolAr, of.SchoolFr, of.GresaCode,
            of.Teaches, extra.Hours, extra.SchoolYearId, extra.Until, of.Signer, of.DirectorateAr, of.DirectorateFr, of.AcademyAr, of.AcademyFr, options.Demo);
        var file = await AcademySeal.Try(() => seal.Seal(new ExtraPaper(content), of.AcademyCode, of.AcademyAr, $"{of.NameAr} {content.NumberShown}", ct), ("licences.unprintable", "licences.unprintable.next"));
        if (file.IsRefused)
            return file.Refusal;
        var document = archive.Store(new DocumentDraft(office, ExtraHours.Register, year, number, code, content.Facts(), now) { EmployeeId = extra.EmployeeId }, file.Value);
        await db.SaveChangesAsync(ct);
        extra.Keep(document.Id);
        await db.SaveChangesAsync(ct);
        return null;
    }

    /// <summary>The teacher has left: whoever verifies the paper reads that it counts no more.</summary>
    public async Task TakeBack(ExtraHours extra, CancellationToken ct)
    {
        if (extra.DocumentId is { } id)
            (await db.IssuedDocuments.SingleAsync(d => d.Id == id, ct)).Revoke($"{Ar("licences.extra-paper.ended")} – {Fr("licences.extra-paper.ended")}", clock.GetUtcNow().UtcDateTime, sealer);
    }
}
