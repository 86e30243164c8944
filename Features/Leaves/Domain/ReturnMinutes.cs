using Massar.Features.Documents.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.Leaves.Domain;

/// <summary>All that is drawn on the minutes of a return to work (محضر استئناف العمل). Which leave it was, is nobody's business who reads them.</summary>
/// <param name="Day">First day back.</param>
/// <param name="HeadAr">Who recorded it.</param>
/// <param name="IsConfirmed">The person has confirmed the day in his own space; otherwise he signs the paper by hand.</param>
public sealed record ReturnContent(
    int Number, int Year, string Code, Uri Address, DateTime IssuedAt, DateOnly IssuedOn, string NameAr, string NameLatin, string Ppr, string Cin, string GradeAr, string GradeFr,
    string PlaceAr, string PlaceFr, string PlaceCode, DateOnly From, DateOnly To, DateOnly Day, string HeadAr, string HeadLatin,
    string? DirectorateAr, string? DirectorateFr, string? AcademyAr, string? AcademyFr, bool IsConfirmed, bool IsDemo)
{
    /// <summary>The register kept by the place.</summary>
    public const string Register = "leave-return-minutes";

    public const string Text = "leaves.minutes";

    public string NumberShown => Formats.RegisterNumber(Number, Year);

    /// <summary>Text key of what is stated.</summary>
    public string Statement => IsConfirmed ? $"{Text}.statement" : $"{Text}.statement-by-hand";

    /// <summary>What the paper says; whoever checks it has the name before his eyes.</summary>
    public DocumentFacts Facts() => new($"{Text}.title",
    [
        new("leaves.fact.name", $"{NameAr} – {NameLatin}", $"{Discretion.Initials(NameAr)} – {Discretion.Initials(NameLatin)}"),
        new("leaves.fact.ppr", Ppr, Discretion.End(Ppr)),
        new("leaves.fact.place", $"{PlaceAr} – {PlaceFr}"),
        new("leaves.fact.first-day", Formats.ShortDate(Day)),
    ]);
}

/// <summary>Minutes of a return: one A4 page in Arabic and French, sealed, with its number and code.</summary>
public sealed class ReturnDocument(ReturnContent content) : IPaper
{
    private const string Field = "seal";

    public PaperFacts Facts => new(
        Ar($"{ReturnContent.Text}.file-title", content.NumberShown), content.PlaceAr, new DateTimeOffset(content.IssuedAt, TimeSpan.Zero), Ar($"{ReturnContent.Text}.title"), Mark(content.IsDemo));

    public void Compose(PaperBuilder paper) => paper.OnePage(sheet => Compose(sheet, 1), sheet => Compose(sheet, 0.86), sheet => Compose(sheet, 0.72));

    private void Compose(Sheet sheet, double scale)
    {
        sheet.Note = $"{Ar($"{ReturnContent.Text}.file-title", content.NumberShown)} – {PaperText.LeftToRight(content.Ppr)}";
        sheet.Head("leaves", ReturnContent.Text, content.NumberShown, Offices("ar", content.AcademyAr, content.DirectorateAr, content.PlaceAr), Offices("fr", content.AcademyFr, content.DirectorateFr, content.PlaceFr), scale);
        sheet.Space(6);
        sheet.Paragraph(Ar(content.Statement, Formats.ShortDate(content.From), Formats.ShortDate(content.To), Formats.ShortDate(content.Day)), new TextStyle(13.5 * scale, Align: Align.Justify, Spacing: 0.95));
        sheet.Paragraph(Fr(content.Statement, Formats.ShortDate(content.From), Formats.ShortDate(content.To), Formats.ShortDate(content.Day)), new TextStyle(9.8 * scale, Align: Align.Justify, Language: Language.French, Spacing: 1.15));
        sheet.Space(6);
        sheet.Facts(
        [
            Line("name", PaperText.Name(content.NameAr), PaperText.Name(content.NameLatin)),
            Line("ppr", PaperText.LeftToRight(content.Ppr)),
            Line("cin", PaperText.LeftToRight(content.Cin)),
            Line("grade", content.GradeAr, content.GradeFr),
            Line("place", $"{content.PlaceAr} ({PaperText.LeftToRight(content.PlaceCode)})", content.PlaceFr),
            Line("first-day", Formats.ShortDate(content.Day)),
        ]);
        sheet.Space(8 * scale);
        sheet.Foot("leaves", content.Address, content.Code, new Signature(Field, [Made(null, content.IssuedOn), Ar("leaves.paper.recorded-by")], PaperText.Name(content.HeadAr), new Seal(SealLines(content.PlaceAr), 84 * scale)), scale);
        sheet.Space(4);
        sheet.ExplainSeal("leaves", scale);
    }

    private static Fact Line(string key, string arabic, string? french = null) => OfficialSheet.Line("leaves", key, arabic, french);
}

/// <summary>Draws, seals and keeps the minutes of a return, in the caller's transaction.</summary>
public sealed class ReturnMinutes(MassarDb db, RegisterDesk register, DocumentArchive archive, VerificationAddress address, AcademySeal seal, PdfOptions options, TimeProvider clock)
{
    /// <summary>Gives a recorded return its minutes; nothing when they are kept, otherwise why they could not be made.</summary>
    /// <param name="isConfirmed">By the person himself.</param>
    public async Task<Refusal?> Make(Leave leave, bool isConfirmed, CancellationToken ct)
    {
        var (employee, receiver, place) = (leave.EmployeeId, leave.ReturnByAccountId, leave.PlaceId);
        var row = await (
            from e in db.Employees
            where e.Id == employee
            join grade in db.StaffGrades on e.GradeCode equals grade.Code into grades
            from grade in grades.DefaultIfEmpty()
            select new { Employee = e, Grade = grade }).AsNoTracking().SingleAsync(ct);
        var by = await db.Accounts.Where(a => a.Id == receiver).Select(a => new { a.NameAr, a.NameLatin }).SingleOrDefaultAsync(ct);
        var here = await db.Places.AsNoTracking().SingleAsync(p => p.Id == place, ct);
        var above = await db.OfficesOf(here.Path, ct);
        var (now, year, person) = (clock.GetUtcNow().UtcDateTime, register.Year, row.Employee);
        var number = await register.Take(here.Id, ReturnContent.Register, year, ct);
        var code = DocumentCode.New();
        var content = new ReturnContent(
            number, year, code, address.Of(code), now, MoroccanDay.Of(now), person.FullNameAr, $"{person.LastNameLatin.ToUpperInvariant()} {person.FirstNameLatin}", person.Ppr, person.Cin,
            row.Grade is null ? person.GradeCode : $"{row.Grade.CadreAr}، {row.Grade.GradeAr}", row.Grade is null ? person.GradeCode : $"{row.Grade.CadreFr}, {row.Grade.GradeFr}", here.NameAr, here.NameFr, here.Code,
            leave.StartsOn, leave.EndsOn, leave.ReturnedOn!.Value, by?.NameAr ?? "", by?.NameLatin ?? "", above.Directorate?.NameAr, above.Directorate?.NameFr, above.Academy?.NameAr, above.Academy?.NameFr, isConfirmed, options.Demo);
        var file = await AcademySeal.Try(() => seal.Seal(new ReturnDocument(content), above.Academy?.Code, above.Academy?.NameAr, $"{here.NameAr} {content.NumberShown}", ct), ("leaves.unprintable", "leaves.unprintable.next"));
        if (file.IsRefused)
            return file.Refusal!;
        var document = archive.Store(new DocumentDraft(here.Id, ReturnContent.Register, year, number, code, content.Facts(), now) { EmployeeId = employee }, file.Value);
        await db.SaveChangesAsync(ct);
        leave.KeepMinutes(document.Id);
        return null;
    }
}
