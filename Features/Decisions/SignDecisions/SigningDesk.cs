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
    MassarDb db, ProcedureBook book, RegisterDesk register, DocumentArchive archive, VerificationAddress verification,
    PdfPrinter printer, PdfSigner signer, SigningKeys keys, PdfOptions pdf, Facts facts, TimeProvider clock)
{
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
        var code = DocumentCode.New();
        var paper = new Document(new PaperData(decision, employee, grade, academy, directorate, procedure.TemplateKey, shown, now, who.NameAr,
            verification.Of(code), code, pdf.Demo));
        var printed = await printer.DrawAsync(paper, ct);
        var field = printed.Fields.Single(f => f.Name == Document.SignatureField);
        var identity = keys.Find($"academy-{academy.Code}", Clip(academy.NameAr));
        var signed = await signer.SignAsync(printed.Bytes, identity, field, paper.Facts.Title, ct);

        var issued = archive.Store(new DocumentDraft(academy.Id, procedure.RegisterKind, today.Year, number, code, FactsOf(decision, employee, procedure, academy, shown, today), now) { EmployeeId = employee.Id }, signed.Bytes);
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
        // The decision points to its paper, whose key is known once it is written.
        await db.SaveChangesAsync(ct);
        decision.Register(shown, issued.Id, now);
        await facts.Tell(new DecisionSigned(decision.Id, employee.Id, decision.PlaceId, decision.Kind, shown, decision.EffectiveOn, decision.Echelle, decision.NewEchelon, decision.NewIndex), ct);
        await db.SaveChangesAsync(ct);
        return new Signed(decision.Id, shown, code);
    }

    // All the verification page ever shows: what is on the paper, without identity numbers.
    private static DocumentFacts FactsOf(Decision decision, Employee employee, DecisionProcedure procedure, Place academy, string number, DateOnly on) => new($"{procedure.TemplateKey}.subject",
    [
        new("documents.fact.decision-number", number),
        new("documents.fact.decision-date", Formats.ShortDate(on)),
        new("documents.fact.employee", $"{employee.FullNameAr} – {employee.FullNameLatin}"),
        new("documents.fact.echelon", $"{decision.OldEchelon} → {decision.NewEchelon}"),
        new("documents.fact.index", $"{decision.OldIndex} → {decision.NewIndex}"),
        new("documents.fact.effective-on", Formats.ShortDate(decision.EffectiveOn)),
        new("documents.fact.academy", $"{academy.NameAr} – {academy.NameFr}"),
    ]);

    // A common name holds 64 characters (RFC 5280).
    private static string Clip(string name) => name.Length <= 64 ? name : name[..64].TrimEnd();
}
