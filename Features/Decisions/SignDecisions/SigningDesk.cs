using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Pdf.Signing;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.SignDecisions;

/// <summary>
/// Signs one decision, or all those that count only together, all of it or nothing: number, paper, signature, archive, new situation, notice. Runs inside the caller's
/// unit of work; when drawing or signing fails, the transaction takes the number back with everything else.
/// </summary>
public sealed class SigningDesk(
    MassarDb db, ProcedureBook book, CaseReader cases, RegisterDesk register, DocumentArchive archive, VerificationAddress verification,
    PdfPrinter printer, PdfSigner signer, SigningKeys keys, PdfOptions pdf, PostDesk posts, WholeBatch whole, Facts facts, WorkDesk work, Sealer sealer, TimeProvider clock)
{
    /// <param name="version">The decision as the signatory read it; null in a pile, where its state alone is looked at.</param>
    public async Task<Outcome<Signed>> Sign(long id, int? version, DecisionActor who, CancellationToken ct)
    {
        var together = await whole.Of(id, ct);
        if (together.Count < 2)
            return await SignOne(id, version, who, ct);

        // Held in the order of their numbers: two signatures of the same list come one after the other.
        var lines = await db.Decisions.Where(d => together.Contains(d.Id)).OrderBy(d => d.Id).ForUpdate().ToListAsync(ct);
        if (lines.Find(d => d.Id == id) is not { } asked || !asked.PlacePath.StartsWith(who.PlacePath, StringComparison.Ordinal))
            return Refusal.NotFound;
        if (asked.State is DecisionState.ToSign && lines.Exists(d => d.State is not DecisionState.ToSign))
            return Refusal.Conflict("decisions.together", lines.Count(d => d.State is not DecisionState.ToSign)).Next("decisions.together-next");
        Outcome<Signed> answer = Refusal.NotFound;
        foreach (var line in lines)
        {
            var signed = await SignOne(line.Id, line.Id == id ? version : null, who, ct);
            if (signed.IsRefused)
                return signed;
            if (line.Id == id)
                answer = signed;
        }

        return answer;
    }

    private async Task<Outcome<Signed>> SignOne(long id, int? version, DecisionActor who, CancellationToken ct)
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
        who = await who.WithKin(db, ct);
        if (decision.Record(DecisionAct.Signed, procedure, who, now) is { } refusal)
            return refusal;

        var today = MoroccanDay.Of(now);
        var first = decision.WithdrawsId is { } firstId ? await db.Decisions.Where(d => d.Id == firstId).ForUpdate().SingleAsync(ct) : null;
        var kind = DecisionKinds.Find(first?.Kind ?? decision.Kind);
        // In the order of the minutes of presence: who confirms a move while it is taken back comes wholly before or wholly after.
        if (first is not null)
            _ = await db.Installations.Where(i => i.DecisionId == first.Id).Select(i => i.Id).ForUpdate().ToListAsync(ct);
        if (await (first is not null ? Withdrawal.Judge(db, first, decision.Id, today, ct) : kind is not null ? cases.Again(kind, decision, ct) : SituationChanged(decision, today, ct)) is { } stale)
            return stale;

        var chain = DecisionReader.Path(decision.PlacePath);
        var (oldPlace, newPlace, functionPlace) = (decision.OldPlaceId, decision.NewPlaceId, decision.FunctionPlaceId);
        var places = await db.Places.AsNoTracking().Where(p => chain.Contains(p.Id) || p.Id == oldPlace || p.Id == newPlace || p.Id == functionPlace).ToListAsync(ct);
        var academy = places.Find(p => p.Kind == PlaceKind.Academy) ?? places[0];
        var directorate = places.Find(p => p.Kind == PlaceKind.Directorate && chain.Contains(p.Id));
        // Tracked: a move changes where the file says the person works today.
        var employee = await db.Employees.Where(e => e.Id == decision.EmployeeId).ForUpdate().SingleAsync(ct);
        var grades = await db.StaffGrades.AsNoTracking().Where(g => g.Code == decision.GradeCode || g.Code == decision.NewGradeCode).ToListAsync(ct);
        var grade = grades.Find(g => g.Code == decision.GradeCode);
        var change = kind is null ? null : await ChangeOf(decision, places, ct);

        // A withdrawal is numbered in the register of what it takes back.
        var registerKind = first is null ? procedure.RegisterKind : (await book.Of(db, first.ProcedureId, ct)).RegisterKind;
        var number = await register.Take(academy.Id, registerKind, today.Year, ct);
        var shown = Formats.RegisterNumber(number, today.Year);
        var code = DocumentCode.New();
        var paper = new Document(new PaperData(decision, employee, grade, academy, directorate, procedure.TemplateKey, shown, now, who.NameAr,
            verification.Of(code), code, pdf.Demo)
        { Withdraws = first, Change = change, NewGrade = grades.Find(g => g.Code == decision.NewGradeCode), Movement = await MovementOf(decision, ct), Delegation = who.Delegation });
        PrintedPaper printed;
        try
        {
            printed = await printer.DrawAsync(paper, ct);
        }
        catch (UnprintableTextException)
        {
            // A pile goes on with the others, and the transaction takes the number back.
            return Refusal.Conflict("decisions.unprintable").Next("decisions.unprintable-next");
        }

        var field = printed.Fields.Single(f => f.Name == Document.SignatureField);
        SignedFile signed;
        try
        {
            signed = await signer.SignAsync(printed.Bytes, keys.Find($"academy-{academy.Code}", Clip(academy.NameAr)), field, paper.Facts.Title, ct);
        }
        catch (CertificateNotInForceException)
        {
            return AcademySeal.Ended;
        }

        var issued = archive.Store(new DocumentDraft(academy.Id, registerKind, today.Year, number, code, FactsOf(decision, first, employee, procedure, academy, shown, today), now) { EmployeeId = employee.Id }, signed.Bytes);
        var begins = new List<DateOnly>();
        if (kind is null || kind.Writes((first ?? decision).CauseCode))
            begins.Add(decision.EffectiveOn);
        if (first is not null && begins.Count > 0)
            begins.AddRange(Withdrawal.LaterLines(first, await db.CareerSteps.AsNoTracking().Where(s => s.EmployeeId == employee.Id).ToListAsync(ct)).Select(s => s.StartsOn));
        db.CareerSteps.AddRange(begins.Select(day => new CareerStep
        {
            EmployeeId = employee.Id,
            StartsOn = day,
            GradeCode = decision.GradeAfter,
            Echelle = decision.EchelleAfter,
            Echelon = decision.NewEchelon,
            Index = decision.NewIndex,
            PositionCode = decision.PositionCode,
            IsTrainee = decision.IsTrainee,
            LeftoverDays = decision.LeftoverDays,
            LearntAt = now,
            DecisionId = decision.Id,
        }));
        // The signature opens the file, and the one that takes it back closes it again.
        if (kind is Recruitment)
            (employee.PlaceId, employee.PlacePath, employee.RecruitedOn) = (decision.PlaceId, first is null ? decision.PlacePath : Employee.NotYet, decision.EffectiveOn);
        if (decision.NewGradeCode is { } next)
        {
            if (decision.EffectiveOn <= today)
                employee.GradeCode = next;
            else
                work.Queue<GradeOnTheDay.Handler>(GradeOnTheDay.Handler.KeyOf(decision.Id), employee.Id.ToString(CultureInfo.InvariantCulture), MoroccanHour.Utc(decision.EffectiveOn, new TimeOnly(1, 0)));
        }

        if (kind is { MovesWork: true } && (first is not null || !kind.Installs))
            await Move(decision, first, employee, today, now, ct);
        else if (kind is { EndsDuties: true })
            await (first is null ? posts.Leave(decision.Id, employee.Id, null, decision.EffectiveOn.AddDays(-1), ct) : posts.Undo(first, today, ct));
        await Functions(decision, first, kind, places, today, now, ct);
        // The decision points to its paper, whose key is known once it is written.
        await db.SaveChangesAsync(ct);
        decision.Register(shown, issued.Id, now);
        work.Queue<AskForHandDelivery.Handler>(AskForHandDelivery.Handler.KeyOf(decision.Id), decision.Id.ToString(CultureInfo.InvariantCulture), now.AddDays(Decision.DaysBeforeHandDelivery));
        if (first is null)
            await facts.Tell(new DecisionSigned(decision.Id, employee.Id, decision.PlaceId, decision.Kind, shown, decision.EffectiveOn, decision.EchelleAfter, decision.NewEchelon, decision.NewIndex) { Days = decision.Days }, ct);
        else if (await TakeBack(first, decision, issued, who, now, ct) is { } impossible)
            return impossible;
        await db.SaveChangesAsync(ct);
        return new Signed(decision.Id, shown, code);
    }

    // Who leaves for good works nowhere from then on: the dates end roles and classes, and the file stays with the last office.
    // Who goes elsewhere does so by the minutes of presence, and a withdrawal puts back what either of them changed.
    private async Task Move(Decision decision, Decision? first, Employee employee, DateOnly today, DateTime now, CancellationToken ct)
    {
        var postings = await db.Postings.AsNoTracking().Where(p => p.EmployeeId == employee.Id).ToListAsync(ct);
        if (first is null)
        {
            db.Postings.AddRange(Workplaces.Moved(postings.WorkedAt(now), employee.Id, decision.EffectiveOn, null, decision.Id, now));
            await posts.Leave(decision.Id, employee.Id, null, decision.EffectiveOn.AddDays(-1), ct);
            return;
        }

        List<Posting> lines = [.. Workplaces.Undone(postings, first.Id, decision.Id, now)];
        db.Postings.AddRange(lines);
        if (((List<Posting>)[.. postings, .. lines]).WorkedAt(now).HeldOn(today) is { } held)
            (employee.PlaceId, employee.PlacePath) = (held.PlaceId, held.PlacePath);
        await posts.Undo(first, today, ct);
    }

    // A function begins or ends by its dates; whatever a decision said of one is said anew when it is taken back.
    private async Task Functions(Decision decision, Decision? first, DecisionKind? kind, List<Place> places, DateOnly today, DateTime now, CancellationToken ct)
    {
        var id = decision.EmployeeId;
        if (first is null && kind is not { HandsFunction: true })
            return;
        var lines = await db.FunctionTerms.AsNoTracking().Where(t => t.EmployeeId == id).ToListAsync(ct);
        if (first is not null)
        {
            db.FunctionTerms.AddRange(FunctionTerms.Undone(lines, first.Id, decision.Id, now, first.NewFunction is not null));
            if (kind is { HandsFunction: true })
                await posts.Undo(first, today, ct);
        }
        else if (decision.NewFunction is { } function)
        {
            var place = places.Single(p => p.Id == decision.FunctionPlaceId);
            await posts.Entrust(new FunctionTerm
            {
                EmployeeId = id,
                FunctionCode = function,
                PlaceId = place.Id,
                PlacePath = place.Path,
                IsInterim = decision.CauseCode == Entrustment.Interim,
                StartsOn = decision.EffectiveOn,
                EndsOn = decision.EndsOn!.Value,
                DecisionId = decision.Id,
                LearntAt = now,
            }, SchoolFunctions.Find(function)?.Role, ct);
        }
        else if (lines.Held(now).HeldOn(decision.EffectiveOn) is { } held)
        {
            await posts.EndFunction(held, SchoolFunctions.Find(held.FunctionCode)?.Role, decision.EffectiveOn.AddDays(-1), decision.Id, ct);
        }
    }

    private async Task<MovementNamed?> MovementOf(Decision decision, CancellationToken ct) => decision.RunId is not { } id ? null : await (
        from run in db.AssignmentRuns
        where run.Id == id
        join campaign in db.Campaigns on run.CampaignId equals campaign.Id
        select new MovementNamed(campaign.NameAr, run.Number, run.PublishAt!.Value, decision.Wish!.Value)).AsNoTracking().SingleAsync(ct);

    private async Task<DecisionChange> ChangeOf(Decision decision, List<Place> places, CancellationToken ct)
    {
        List<string> codes = [decision.OldPositionCode ?? decision.PositionCode, decision.PositionCode];
        var positions = decision.OldPositionCode is null ? [] : await db.Nomenclatures.Where(n => n.List == "positions" && codes.Contains(n.Code)).Select(n => new { n.Code, Name = new Named(n.NameAr, n.NameFr) }).ToListAsync(ct);
        return DecisionChange.Of(decision, code => positions.Find(p => p.Code == code)?.Name, id => places.Find(p => p.Id == id) is { } place ? new Named(place.NameAr, place.NameFr) : null);
    }

    // The visas were given on a situation: if another decision has changed it since, they are worth nothing.
    private async Task<Refusal?> SituationChanged(Decision decision, DateOnly today, CancellationToken ct)
    {
        var steps = await db.CareerSteps.AsNoTracking().Where(s => s.EmployeeId == decision.EmployeeId).ToListAsync(ct);
        return Situation.On(today, steps) is not { } situation || situation.GradeCode != decision.GradeCode || situation.Echelon != decision.OldEchelon
            || situation.Index != decision.OldIndex || situation.Since != decision.OldFrom || situation.NextChangeOn is not null
            ? Refusal.Conflict("decisions.situation-changed").Next("decisions.situation-changed-next")
            : null;
    }

    // The first decision ends, its paper says by which it was taken back, and who relied on it is told.
    private async Task<Refusal?> TakeBack(Decision first, Decision second, IssuedDocument paper, DecisionActor who, DateTime now, CancellationToken ct)
    {
        await db.DecisionVisas.Where(v => v.DecisionId == first.Id).OrderBy(v => v.Id).LoadAsync(ct);
        if (first.TakeBack(await book.Of(db, first.ProcedureId, ct), who, now) is { } refusal)
            return refusal;
        var former = await db.IssuedDocuments.SingleAsync(d => d.Id == first.DocumentId, ct);
        former.WithdrawBy(paper, sealer);
        await facts.Tell(new DecisionWithdrawn(first.Id, second.Id, second.EmployeeId, second.PlaceId, first.Number!, second.Number!, second.EffectiveOn, second.EchelleAfter, second.NewEchelon, second.NewIndex) { Kind = first.Kind }, ct);
        return null;
    }

    // All the verification page ever shows: what is on the paper, without identity numbers.
    private static DocumentFacts FactsOf(Decision decision, Decision? withdraws, Employee employee, DecisionProcedure procedure, Place academy, string number, DateOnly on) => new($"{procedure.TemplateKey}.subject",
    [
        new("documents.fact.decision-number", number),
        new("documents.fact.decision-date", Formats.ShortDate(on)),
        .. withdraws is null ? (DocumentFact[])[] : [new("documents.fact.withdraws", $"{withdraws.Number} ({Formats.ShortDate(MoroccanDay.Of(withdraws.SignedAt!.Value))})")],
        new("documents.fact.employee", $"{employee.FullNameAr} – {employee.FullNameLatin}"),
        .. decision.NewGradeCode is null ? (DocumentFact[])[] : [new("documents.fact.echelle", $"{decision.Echelle} → {decision.EchelleAfter}")],
        .. decision.OldIndex == decision.NewIndex && decision.NewGradeCode is null ? (DocumentFact[])[] :
        [
            new("documents.fact.echelon", $"{decision.OldEchelon} → {decision.NewEchelon}"),
            new("documents.fact.index", $"{decision.OldIndex} → {decision.NewIndex}"),
        ],
        new("documents.fact.effective-on", Formats.ShortDate(decision.EffectiveOn)),
        new("documents.fact.academy", $"{academy.NameAr} – {academy.NameFr}"),
    ]);

    // A common name holds 64 characters (RFC 5280).
    private static string Clip(string name) => name.Length <= 64 ? name : name[..64].TrimEnd();
}
