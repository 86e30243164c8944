using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Reference.Domain;
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
    PdfPrinter printer, PdfSigner signer, SigningKeys keys, PdfOptions pdf, PostDesk posts, WholeBatch whole, PaperDesk papers, Facts facts, WorkDesk work, Sealer sealer, TimeProvider clock)
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

    /// <summary>
    /// Several decisions that count each for itself, about different people, of which none takes another back: read together, drawn side by side, written together.
    /// All of them or none: whoever orders a pile tries them one by one after a refusal.
    /// </summary>
    public async Task<Outcome<Done>> SignSeveral(IReadOnlyList<long> ids, DecisionActor who, CancellationToken ct)
    {
        var path = who.PlacePath;
        var lines = await db.Decisions.Where(d => ids.Contains(d.Id) && d.PlacePath.StartsWith(path)).OrderBy(d => d.Id).ForUpdate().ToListAsync(ct);
        if (lines.Count < ids.Count)
            return Refusal.NotFound;
        var signed = await SignLines(lines, who, ct);
        // An attempt is written down when its decision is tried alone.
        return signed.Refusal is { } refusal ? refusal with { IsRecorded = false } : Done.It;
    }

    private async Task<Outcome<Signed>> SignOne(long id, int? version, DecisionActor who, CancellationToken ct)
    {
        var path = who.PlacePath;
        var decision = await db.Decisions.Where(d => d.Id == id && d.PlacePath.StartsWith(path)).ForUpdate().SingleOrDefaultAsync(ct);
        if (decision is null)
            return Refusal.NotFound;
        if (version is not null && version != decision.Version)
            return Refusal.Stale;
        var signed = await SignLines([decision], who, ct);
        return signed.IsRefused ? signed.Refusal! : signed.Value[0];
    }

    private async Task<Outcome<List<Signed>>> SignLines(List<Decision> decisions, DecisionActor who, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        who = await who.WithKin(db, ct);
        var recorded = await Record(decisions, who, now, ct);
        if (recorded.IsRefused)
            return recorded.Refusal!;
        var lines = recorded.Value;
        if (await Judge(lines, MoroccanDay.Of(now), ct) is { } stale)
            return stale;
        await Gather(lines, ct);
        await Number(lines, MoroccanDay.Of(now).Year, ct);
        if (await Draw(lines, who, now, ct) is { } impossible)
            return impossible;
        return await Write(lines, who, now, ct) is { } late ? late : lines.ConvertAll(l => new Signed(l.Decision.Id, l.Shown, l.Code));
    }

    // The act itself: whether it is this person's turn, and no case of his own.
    private async Task<Outcome<List<Line>>> Record(List<Decision> decisions, DecisionActor who, DateTime now, CancellationToken ct)
    {
        var ids = decisions.ConvertAll(d => d.Id);
        await db.DecisionVisas.Where(v => ids.Contains(v.DecisionId)).OrderBy(v => v.Id).LoadAsync(ct);
        var lines = new List<Line>();
        foreach (var decision in decisions)
        {
            var procedure = await book.Of(db, decision.ProcedureId, ct);
            if (decision.Record(DecisionAct.Signed, procedure, who, now) is { } refusal)
                return refusal;
            var first = decision.WithdrawsId is { } firstId ? await db.Decisions.Where(d => d.Id == firstId).ForUpdate().SingleAsync(ct) : null;
            lines.Add(new Line(decision, procedure, first, DecisionKinds.Find(first?.Kind ?? decision.Kind)));
        }

        // A paper that was to follow has to be there by now.
        var asked = await papers.Of(lines.Select(l => (l.Decision, l.Procedure)), ct);
        if (asked.Values.Select(p => PaperDesk.Against(p, DecisionAct.Signed, who.Role)).FirstOrDefault(r => r is not null) is { } wanting)
            return wanting;

        return lines;
    }

    // Again on what is true now: the visas were given on the situation written in the decision.
    private async Task<Refusal?> Judge(List<Line> lines, DateOnly today, CancellationToken ct)
    {
        // In the order of the minutes of presence: who confirms a move while it is taken back comes wholly before or wholly after.
        foreach (var first in lines.Select(l => l.First?.Id).OfType<long>())
            _ = await db.Installations.Where(i => i.DecisionId == first).Select(i => i.Id).ForUpdate().ToListAsync(ct);

        // Held before anything about them is read; and tracked, because a move changes where the file says the person works today.
        // The other parent's too: of two decisions signed at once for the same child the second sees the first.
        var people = lines.SelectMany(l => (long?[])[l.Decision.EmployeeId, l.Decision.RelatedEmployeeId]).OfType<long>().Distinct().ToList();
        var employees = await db.Employees.Where(e => people.Contains(e.Id)).OrderBy(e => e.Id).ForUpdate().ToDictionaryAsync(e => e.Id, ct);
        var advanced = lines.Where(l => l.Kind is null).Select(l => l.Decision.EmployeeId).ToList();
        var careers = advanced.Count == 0 ? null : (await db.CareerSteps.AsNoTracking().Where(s => advanced.Contains(s.EmployeeId)).ToListAsync(ct)).ToLookup(s => s.EmployeeId);
        foreach (var line in lines)
        {
            var decision = line.Decision;
            line.Employee = employees[decision.EmployeeId];
            if ((line.First is { } first ? await Withdrawal.Judge(db, first, decision.Id, today, ct) : line.Kind is { } kind ? await cases.Again(kind, decision, ct)
                : SituationChanged(decision, today, [.. careers![decision.EmployeeId]])) is { } stale)
                return stale;
        }

        return null;
    }

    // What the papers name.
    private async Task Gather(List<Line> lines, CancellationToken ct)
    {
        var ids = lines.SelectMany(l => l.PlaceIds).Distinct().ToList();
        var codes = lines.SelectMany(l => (string?[])[l.Decision.GradeCode, l.Decision.NewGradeCode]).OfType<string>().Distinct().ToList();
        var places = await db.Places.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        var grades = await db.StaffGrades.AsNoTracking().Where(g => codes.Contains(g.Code)).ToListAsync(ct);
        foreach (var line in lines)
        {
            line.Places = [.. line.PlaceIds.Distinct().Select(places.GetValueOrDefault).OfType<Place>()];
            line.Academy = line.Places.Find(p => p.Kind == PlaceKind.Academy) ?? line.Places[0];
            (line.Grade, line.NewGrade) = (grades.Find(g => g.Code == line.Decision.GradeCode), grades.Find(g => g.Code == line.Decision.NewGradeCode));
            line.Change = line.Kind is null ? null : await ChangeOf(line.Decision, line.Places, ct);
            line.Movement = await MovementOf(line.Decision, ct);
            // A withdrawal is numbered in the register of what it takes back.
            line.Register = line.First is null ? line.Procedure.RegisterKind : (await book.Of(db, line.First.ProcedureId, ct)).RegisterKind;
        }
    }

    private async Task Number(List<Line> lines, int year, CancellationToken ct)
    {
        foreach (var of in lines.GroupBy(l => (Academy: l.Academy.Id, l.Register)).OrderBy(g => g.Key.Academy).ThenBy(g => g.Key.Register, StringComparer.Ordinal))
        {
            var next = (await register.TakeSeveral(of.Key.Academy, of.Key.Register, year, of.Count(), ct)).Start.Value;
            foreach (var line in of)
                line.Number = next++;
        }
    }

    // Side by side: nothing here asks the database.
    private async Task<Refusal?> Draw(List<Line> lines, DecisionActor who, DateTime now, CancellationToken ct) =>
        (await Task.WhenAll(lines.Select(line => Draw(line, who, now, ct)))).FirstOrDefault(r => r is not null);

    private async Task<Refusal?> Draw(Line line, DecisionActor who, DateTime now, CancellationToken ct)
    {
        line.Shown = Formats.RegisterNumber(line.Number, MoroccanDay.Of(now).Year);
        line.Code = DocumentCode.New();
        var paper = new Document(new PaperData(line.Decision, line.Employee, line.Grade, line.Academy, line.Directorate, line.Procedure.TemplateKey, line.Shown, now, who.NameAr,
            verification.Of(line.Code), line.Code, pdf.Demo)
        { Withdraws = line.First, Change = line.Change, NewGrade = line.NewGrade, Movement = line.Movement, Delegation = who.Delegation });
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
        try
        {
            line.File = (await signer.SignAsync(printed.Bytes, keys.Find($"academy-{line.Academy.Code}", Clip(line.Academy.NameAr)), field, paper.Facts.Title, ct)).Bytes;
            return null;
        }
        catch (CertificateNotInForceException)
        {
            return AcademySeal.Ended;
        }
    }

    private async Task<Refusal?> Write(List<Line> lines, DecisionActor who, DateTime now, CancellationToken ct)
    {
        foreach (var line in lines)
            await Apply(line, MoroccanDay.Of(now), now, ct);
        // The decisions point to their papers, whose keys are known once they are written.
        await db.SaveChangesAsync(ct);
        foreach (var line in lines)
        {
            line.Decision.Register(line.Shown, line.Issued.Id, now);
            work.Queue<AskForHandDelivery.Handler>(AskForHandDelivery.Handler.KeyOf(line.Decision.Id), line.Decision.Id.ToString(CultureInfo.InvariantCulture), now.AddDays(Decision.DaysBeforeHandDelivery));
        }

        foreach (var (decision, first, issued) in lines.Select(l => (l.Decision, l.First, l.Issued)))
        {
            if (first is null)
                await facts.Tell(new DecisionSigned(decision.Id, decision.EmployeeId, decision.PlaceId, decision.Kind, decision.Number!, decision.EffectiveOn, decision.EchelleAfter, decision.NewEchelon, decision.NewIndex) { Days = decision.Days }, ct);
            else if (await TakeBack(first, decision, issued, who, now, ct) is { } impossible)
                return impossible;
        }

        await db.SaveChangesAsync(ct);
        return null;
    }

    // The archive, the career, the workplace and the functions.
    private async Task Apply(Line line, DateOnly today, DateTime now, CancellationToken ct)
    {
        var (decision, first, kind, employee) = (line.Decision, line.First, line.Kind, line.Employee);
        line.Issued = archive.Store(new DocumentDraft(line.Academy.Id, line.Register, today.Year, line.Number, line.Code, FactsOf(decision, first, employee, line.Procedure, line.Academy, line.Shown, today), now) { EmployeeId = employee.Id }, line.File);
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
        await Functions(decision, first, kind, line.Places, today, now, ct);
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
        select new MovementNamed(campaign.NameAr, run.Number, run.PublishAt!.Value, decision.Wish!.Value)
        {
            IsByRule = !db.RunOutcomes.Any(o => o.RunId == run.Id && o.EmployeeId == decision.EmployeeId && db.Submissions.Any(s => s.Id == o.SubmissionId && s.Wishes.Any(w => w.Order == decision.Wish))),
        }).AsNoTracking().SingleAsync(ct);

    private async Task<DecisionChange> ChangeOf(Decision decision, List<Place> places, CancellationToken ct)
    {
        List<string> codes = [decision.OldPositionCode ?? decision.PositionCode, decision.PositionCode];
        var positions = decision.OldPositionCode is null ? [] : await db.Nomenclatures.Where(n => n.List == "positions" && codes.Contains(n.Code)).Select(n => new { n.Code, Name = new Named(n.NameAr, n.NameFr) }).ToListAsync(ct);
        return DecisionChange.Of(decision, code => positions.Find(p => p.Code == code)?.Name, id => places.Find(p => p.Id == id) is { } place ? new Named(place.NameAr, place.NameFr) : null);
    }

    // The visas were given on a situation: if another decision has changed it since, they are worth nothing.
    private static Refusal? SituationChanged(Decision decision, DateOnly today, IReadOnlyList<CareerStep> steps) =>
        Situation.On(today, steps) is not { } situation || situation.GradeCode != decision.GradeCode || situation.Echelon != decision.OldEchelon
            || situation.Index != decision.OldIndex || situation.Since != decision.OldFrom || situation.NextChangeOn is not null
            ? Refusal.Conflict("decisions.situation-changed").Next("decisions.situation-changed-next")
            : null;

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

    /// <summary>One decision on its way through the steps of a signature; each step fills in what the next one needs.</summary>
    private sealed class Line(Decision decision, DecisionProcedure procedure, Decision? first, DecisionKind? kind)
    {
        public Decision Decision => decision;

        public DecisionProcedure Procedure => procedure;

        /// <summary>The signed decision that this one takes back.</summary>
        public Decision? First => first;

        /// <summary>Null for an advancement in échelon.</summary>
        public DecisionKind? Kind => kind;

        public Employee Employee { get; set; } = null!;

        /// <summary>From the academy down to where the decision is about, then the other places it names.</summary>
        public List<Place> Places { get; set; } = [];

        public Place Academy { get; set; } = null!;

        public Place? Directorate => Places.Find(p => p.Kind == PlaceKind.Directorate && DecisionReader.Path(decision.PlacePath).Contains(p.Id));

        public StaffGrade? Grade { get; set; }

        public StaffGrade? NewGrade { get; set; }

        public DecisionChange? Change { get; set; }

        public MovementNamed? Movement { get; set; }

        public string Register { get; set; } = "";

        public int Number { get; set; }

        /// <summary>12/2026.</summary>
        public string Shown { get; set; } = "";

        public string Code { get; set; } = "";

        /// <summary>The signed paper.</summary>
        public byte[] File { get; set; } = [];

        public IssuedDocument Issued { get; set; } = null!;

        public IEnumerable<int> PlaceIds => [.. DecisionReader.Path(decision.PlacePath), .. ((int?[])[decision.OldPlaceId, decision.NewPlaceId, decision.FunctionPlaceId]).OfType<int>()];
    }
}
