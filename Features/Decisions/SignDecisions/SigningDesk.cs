using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Massar.Features.Decisions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Signing;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.SignDecisions;

/// <summary>
/// Signs one decision, all of it or nothing: number, paper, signature, archive, new situation, notice. Runs inside the caller's
/// unit of work; when drawing or signing fails, the transaction takes the number back with everything else.
/// </summary>
public sealed class SigningDesk(
    MassarDb db, ProcedureBook book, RegisterDesk register, PdfPrinter printer, PdfSigner signer, SigningKeys keys, PdfOptions pdf,
    Facts facts, IConfiguration configuration, TimeProvider clock)
{
    private const string CodeSigns = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <param name="version">The decision as the signatory read it; null in a pile, where its state alone is looked at.</param>
    public async Task<Outcome<Signed>> Sign(long id, int? version, DecisionActor who, CancellationToken ct)
    {
        var path = who.PlacePath;
        var decision = await db.Decisions.Where(d => d.Id == id && d.PlacePath.StartsWith(path)).ForUpdate().SingleOrDefaultAsync(ct);
        if (decision is null)
            return Refusal.NotFound;
        if (version is not null && version != decision.Version)
            return Refusal.Stale;

        await db.DecisionVisas.Where(v => v.DecisionId == id).OrderBy(v => v.Id).LoadAsync(ct);
        var procedure = await book.Of(db, decision.ProcedureId, ct);
        var now = clock.GetUtcNow().UtcDateTime;
        if (decision.Record(DecisionAct.Signed, procedure, who, now) is { } refusal)
            return refusal;

        // The visas were given on a situation: if another decision has changed it since, they are worth nothing.
        var steps = await db.CareerSteps.AsNoTracking().Where(s => s.EmployeeId == decision.EmployeeId).ToListAsync(ct);
        var today = MoroccanDay.Of(now);
        if (Situation.On(today, steps) is not { } situation || situation.GradeCode != decision.GradeCode || situation.Echelon != decision.OldEchelon
            || situation.Index != decision.OldIndex || situation.Since != decision.OldFrom || situation.NextChangeOn is not null)
            return Refusal.Conflict("decisions.situation-changed").Next("decisions.situation-changed-next");

        var chain = DecisionReader.Path(decision.PlacePath);
        var places = await db.Places.AsNoTracking().Where(p => chain.Contains(p.Id)).ToListAsync(ct);
        var academy = places.Find(p => p.Kind == PlaceKind.Academy) ?? places[0];
        var directorate = places.Find(p => p.Kind == PlaceKind.Directorate);
        var employee = await db.Employees.AsNoTracking().SingleAsync(e => e.Id == decision.EmployeeId, ct);
        var grade = await db.StaffGrades.AsNoTracking().SingleOrDefaultAsync(g => g.Code == decision.GradeCode, ct);

        var number = await register.Take(academy.Id, procedure.RegisterKind, today.Year, ct);
        var shown = Formats.RegisterNumber(number, today.Year);
        var code = RandomNumberGenerator.GetString(CodeSigns, 27);
        var paper = new Document(new PaperData(decision, employee, grade, academy, directorate, procedure.TemplateKey, shown, now, who.NameAr,
            new Uri($"{configuration["Massar:PublicAddress"]!.TrimEnd('/')}/verify/{code}"), code, pdf.Demo));
        var printed = await printer.DrawAsync(paper, ct);
        var field = printed.Fields.Single(f => f.Name == Document.SignatureField);
        var identity = keys.Find($"academy-{academy.Code}", Clip(academy.NameAr));
        var signed = await signer.SignAsync(printed.Bytes, identity, field, paper.Facts.Title, ct);

        var issued = new IssuedDocument
        {
            PlaceId = academy.Id,
            Kind = procedure.RegisterKind,
            Year = today.Year,
            Number = number,
            Code = code,
            EmployeeId = employee.Id,
            IssuedAt = now,
            Facts = FactsOf(decision, employee, procedure, academy, shown, today),
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(signed.Bytes)),
            Size = signed.Bytes.Length,
        };
        db.IssuedDocuments.Add(issued);
        db.CareerSteps.Add(new CareerStep
        {
            EmployeeId = employee.Id,
            StartsOn = decision.EffectiveOn,
            GradeCode = decision.GradeCode,
            Echelle = decision.Echelle,
            Echelon = decision.NewEchelon,
            Index = decision.NewIndex,
            PositionCode = decision.PositionCode,
            LeftoverDays = decision.LeftoverDays,
            LearntAt = now,
            DecisionId = decision.Id,
        });
        // The archive's key is the register's: known once the line is written.
        await db.SaveChangesAsync(ct);
        db.DocumentContents.Add(new DocumentContent { DocumentId = issued.Id, Bytes = signed.Bytes });
        decision.Register(shown, issued.Id, now);
        await facts.Tell(new DecisionSigned(decision.Id, employee.Id, decision.PlaceId, decision.Kind, shown, decision.EffectiveOn, decision.Echelle, decision.NewEchelon, decision.NewIndex), ct);
        await db.SaveChangesAsync(ct);
        return new Signed(decision.Id, shown, code);
    }

    // All the verification page ever shows: what is on the paper, without identity numbers.
    private static string FactsOf(Decision decision, Employee employee, DecisionProcedure procedure, Place academy, string number, DateOnly on) => JsonSerializer.Serialize(new
    {
        title = procedure.NameAr,
        titleFr = procedure.NameFr,
        fields = new[]
        {
            new { label = "documents.fact.decision-number", value = number },
            new { label = "documents.fact.decision-date", value = Formats.ShortDate(on) },
            new { label = "documents.fact.employee", value = $"{employee.FullNameAr} – {employee.FullNameLatin}" },
            new { label = "documents.fact.echelon", value = $"{decision.OldEchelon} → {decision.NewEchelon}" },
            new { label = "documents.fact.index", value = $"{decision.OldIndex} → {decision.NewIndex}" },
            new { label = "documents.fact.effective-on", value = Formats.ShortDate(decision.EffectiveOn) },
            new { label = "documents.fact.academy", value = $"{academy.NameAr} – {academy.NameFr}" },
        },
    }, Json);

    // A common name holds 64 characters (RFC 5280).
    private static string Clip(string name) => name.Length <= 64 ? name : name[..64].TrimEnd();
}
