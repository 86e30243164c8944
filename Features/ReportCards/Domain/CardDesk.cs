using Massar.Features.Accounts.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Pdf.Signing;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.Domain;

/// <summary>A class ready for its cards: read once, issued in pieces.</summary>
public sealed record ReadyClass(CouncilRoom Room, PaperOffices Offices, string HeadAr)
{
    /// <summary>Pupils whose card was found not to be drawable, after others of the same transaction were written: the next attempt leaves them out from the start.</summary>
    internal HashSet<long> Unprintable { get; } = [];
}

/// <summary>What became of some cards.</summary>
/// <param name="Refused">Pupils whose card cannot be drawn.</param>
public sealed record Issued(int Made, int Kept, int Refused);

/// <summary>
/// Numbers, draws, seals and keeps cards and transcripts, in the caller's transaction: when drawing or sealing fails, no number was taken.
/// A card that would say what the last one says is not issued again.
/// </summary>
public sealed class CardDesk(
    MassarDb db, CouncilRooms rooms, ClassReports reports, RegisterDesk register, DocumentArchive archive, VerificationAddress address, AcademySeal seal, Sealer sealer, PdfOptions options, TimeProvider clock)
{
    /// <summary>The registers' names.</summary>
    public const string CardKind = "report-card";
    public const string TranscriptKind = "transcript";

    private const string Unprintable = "report-cards.empty.unprintable";

    /// <summary>Why there is no card while nobody can seal it.</summary>
    private const string Unsealed = "report-cards.empty.certificate-ended";

    /// <summary>Papers written by one statement: while they are, those after them are drawn.</summary>
    private const int Written = 8;

    /// <summary>The class with its council, or null when its minutes are not signed.</summary>
    public async Task<ReadyClass?> Ready(int schoolId, int classId, int semester, CancellationToken ct)
    {
        var council = await db.Councils.AsNoTracking().SingleOrDefaultAsync(c => c.ClassId == classId && c.Semester == semester && c.SchoolId == schoolId && c.State == CouncilState.Signed, ct);
        if (council is null || await reports.Head(db.Classes.Where(c => c.SchoolId == schoolId), classId, semester, ct) is not { } head) return null;

        var today = MoroccanDay.Today(clock);
        var director = await (
            from hat in db.Hats.LiveOn(today).OfOffice(db, today)
            join account in db.Accounts on hat.AccountId equals account.Id
            where hat.PlaceId == schoolId && hat.Role == Roles.Head
            orderby hat.Id
            select account.NameAr).FirstOrDefaultAsync(ct);
        return new ReadyClass(await rooms.Enter(head, council, ct), PaperOffices.Of(head, await db.OfficesOf(head.SchoolPath, ct)), director ?? "");
    }

    /// <summary>Who gets a card: a line in the minutes and an average.</summary>
    public static bool IsReady(CouncilRoom room, PupilReport pupil) => pupil.Average is not null && room.Lines[pupil.PupilId].IsSaved;

    /// <summary>Issues the cards of these pupils of a class, all or none. Refuses when the minutes have changed since they were read.</summary>
    public async Task<Outcome<Issued>> Issue(ReadyClass ready, IReadOnlyCollection<PupilReport> pupils, CancellationToken ct)
    {
        var (head, council) = (ready.Room.Class.Head, ready.Room.Council!);
        // The row is held: two jobs for one class come one after the other.
        var now = await db.Councils.Where(c => c.Id == council.Id).ForUpdate().Select(c => new { c.State, c.MinutesVersion, c.CardsOpenFrom }).SingleAsync(ct);
        if (now.State != CouncilState.Signed || now.MinutesVersion != council.MinutesVersion) return Refusal.Conflict("report-cards.issue.changed");

        var plain = pupils.ToDictionary(p => p.PupilId, p => CardOf(ready, p, PaperIdentity.None));
        var openFrom = now.CardsOpenFrom ?? IssuedDocument.HeldBack;
        var drafts = plain.ToDictionary(p => p.Key, p => new Draft(Fingerprint.Of(OfficialPaper.Write(p.Value)), identity =>
        {
            var card = p.Value with { Identity = identity };
            return new Drawn(new CardPaper(card), card.Facts(), OfficialPaper.Write(card));
        }));
        return await Make(head, head.Semester, CardKind, openFrom, drafts, ready.Unprintable, ready.Offices, ct);
    }

    /// <summary>Writes down at pupils who have no card that the academy's certificate is over; the next batch tries again.</summary>
    public async Task<Outcome<Issued>> LeaveUnsealed(ReadyClass ready, IReadOnlyList<PupilReport> pupils, CancellationToken ct)
    {
        var head = ready.Room.Class.Head;
        var ids = pupils.Select(p => p.PupilId).ToList();
        var there = await There(head, head.Semester, ids, ct);
        foreach (var card in ids.Select(pupil => CardFor(there, head, head.Semester, pupil)).Where(card => card.DocumentId is null))
            card.Problem = Unsealed;
        await db.SaveChangesAsync(ct);
        return new Issued(0, 0, ids.Count);
    }

    /// <summary>Issues the year's transcript of a pupil, or finds the one that says the same.</summary>
    public async Task<Outcome<long>> IssueTranscript(ReadyClass ready, PupilReport pupil, DateTime openFrom, CancellationToken ct)
    {
        var head = ready.Room.Class.Head;
        var plain = TranscriptOf(ready, pupil, PaperIdentity.None);
        var draft = new Draft(Fingerprint.Of(OfficialPaper.Write(plain)), identity =>
        {
            var paper = plain with { Identity = identity };
            return new Drawn(new TranscriptPaper(paper), paper.Facts(), OfficialPaper.Write(paper));
        });
        var made = await Make(head, ReportCard.WholeYear, TranscriptKind, openFrom, new() { [pupil.PupilId] = draft }, [], ready.Offices, ct);
        if (made.IsRefused) return made.Refusal!;
        if (made.Value.Refused > 0) return Refusal.Conflict("certificates.unprintable", pupil.NameAr).Next("certificates.unprintable.next");
        return await db.ReportCards.Where(c => c.PupilId == pupil.PupilId && c.SchoolYearId == head.YearId && c.Semester == ReportCard.WholeYear && c.ClassId == head.ClassId).Select(c => c.Id).SingleAsync(ct);
    }

    /// <summary>Of a pupil who has no seat in the class any more the council said something else: what was issued is no longer the last word, and no newer paper takes its place.</summary>
    public async Task Overtake(Council council, long pupil, CancellationToken ct)
    {
        var papers = await (
            from c in db.ReportCards
            where c.PupilId == pupil && c.SchoolYearId == council.SchoolYearId && c.ClassId == council.ClassId && (c.Semester == council.Semester || (council.Semester == 2 && c.Semester == ReportCard.WholeYear))
            join d in db.IssuedDocuments on c.DocumentId equals d.Id
            select d).ToListAsync(ct);
        foreach (var paper in papers) paper.Outdate(sealer);
        await db.SaveChangesAsync(ct);
    }

    /// <param name="unprintable">Drafts known not to be drawable; one found after others were written is added, and the answer is to try again.</param>
    private async Task<Outcome<Issued>> Make(ClassHead head, int semester, string kind, DateTime openFrom, Dictionary<long, Draft> drafts, HashSet<long> unprintable, PaperOffices offices, CancellationToken ct)
    {
        var ids = drafts.Keys.ToList();
        var there = await There(head, semester, ids, ct);
        var papers = there.Values.Where(c => c.DocumentId is not null).Select(c => c.DocumentId!.Value).ToList();
        var old = await db.IssuedDocuments.Where(d => papers.Contains(d.Id)).ToDictionaryAsync(d => d.Id, ct);
        // A revoked paper is not good any more, whatever it says.
        var wanted = drafts.Where(d => !(there.TryGetValue(d.Key, out var card) && card.Fingerprint == d.Value.Fingerprint && card.DocumentId is { } id && old[id].State == DocumentState.Valid)).ToList();
        var kept = drafts.Count - wanted.Count;
        wanted.RemoveAll(w => unprintable.Contains(w.Key));
        var refused = drafts.Keys.Where(unprintable.Contains).ToHashSet();

        List<(long Pupil, string Fingerprint, string Json, IssuedDocument Document)> made = [];
        while (made.Count < wanted.Count)
        {
            var first = (await register.TakeSeveral(head.SchoolId, kind, register.Year, wanted.Count, ct)).Start.Value;
            // All are begun at once, and written a few at a time.
            var drawing = wanted.Select((w, i) => Draw(w.Value, Identity(first + i), offices, ct)).ToArray();
            foreach (var some in wanted.Zip(drawing).Chunk(Written))
            {
                var drawn = await Task.WhenAll(some.Select(s => s.Second));
                if (!Array.TrueForAll(drawn, d => d.File is not null)) break;
                foreach (var ((wish, _), (identity, paper, file, _)) in some.Zip(drawn))
                {
                    var draft = new DocumentDraft(head.SchoolId, kind, identity.Year, identity.Number, identity.Code, paper.Facts, identity.IssuedAt) { PupilId = wish.Key, OpenFrom = openFrom };
                    made.Add((wish.Key, wish.Value.Fingerprint, paper.Json, archive.Store(draft, file!)));
                }

                await db.SaveChangesAsync(ct);
            }

            if (made.Count == wanted.Count) break;
            var all = await Task.WhenAll(drawing);
            if (all.FirstOrDefault(d => d.Stop is not null).Stop is { } stop) return stop;
            foreach (var (wish, _) in wanted.Zip(all).Where(w => w.Second.File is null).ToList())
            {
                unprintable.Add(wish.Key);
                refused.Add(wish.Key);
                wanted.Remove(wish);
            }

            // What is written goes with its transaction, and with it the numbers.
            if (made.Count > 0) return Refusal.Busy with { RetryAfter = TimeSpan.Zero };
            // None of these numbers stands on a kept paper: they go back, and those that can be drawn are numbered anew without a gap.
            await register.GiveBack(head.SchoolId, kind, register.Year, all.Length, ct);
        }

        foreach (var (pupil, fingerprint, json, document) in made)
        {
            var card = CardFor(there, head, semester, pupil);
            if (card.DocumentId is { } before) old[before].GiveWayTo(document, sealer);
            (card.DocumentId, card.Fingerprint, card.Paper, card.Problem) = (document.Id, fingerprint, json, null);
        }

        foreach (var pupil in refused) CardFor(there, head, semester, pupil).Problem = Unprintable;
        await db.SaveChangesAsync(ct);
        return new Issued(made.Count, kept, refused.Count);
    }

    private Task<Dictionary<long, ReportCard>> There(ClassHead head, int semester, List<long> pupils, CancellationToken ct) =>
        db.ReportCards.Where(c => pupils.Contains(c.PupilId) && c.SchoolYearId == head.YearId && c.Semester == semester && c.ClassId == head.ClassId).ToDictionaryAsync(c => c.PupilId, ct);

    private ReportCard CardFor(Dictionary<long, ReportCard> there, ClassHead head, int semester, long pupil)
    {
        if (there.TryGetValue(pupil, out var card)) return card;
        card = new ReportCard { PupilId = pupil, SchoolYearId = head.YearId, Semester = semester, SchoolId = head.SchoolId, ClassId = head.ClassId };
        db.ReportCards.Add(card);
        return there[pupil] = card;
    }

    private PaperIdentity Identity(int number)
    {
        var (code, now) = (DocumentCode.New(), clock.GetUtcNow());
        return new PaperIdentity(number, register.Year, code, address.Of(code), now.UtcDateTime, MoroccanDay.Of(now), options.Demo);
    }

    private async Task<(PaperIdentity Identity, Drawn Paper, byte[]? File, Refusal? Stop)> Draw(Draft draft, PaperIdentity identity, PaperOffices offices, CancellationToken ct)
    {
        var paper = draft.Describe(identity);
        try
        {
            return (identity, paper, await offices.Seal(seal, paper.Paper, identity, ct), null);
        }
        catch (PrinterBusyException busy)
        {
            return (identity, paper, null, Refusal.Busy with { RetryAfter = busy.RetryAfter });
        }
        catch (CertificateNotInForceException)
        {
            return (identity, paper, null, AcademySeal.Ended);
        }
        catch (UnprintableTextException)
        {
            return (identity, paper, null, null);
        }
    }

    /// <summary>What a pupil's card says.</summary>
    public static CardContent CardOf(ReadyClass ready, PupilReport pupil, PaperIdentity identity)
    {
        var (report, head, line) = (ready.Room.Class, ready.Room.Class.Head, ready.Room.Lines[pupil.PupilId]);
        var (honour, decision) = (ready.Room.Terms.Honour(line.Honour), ready.Room.Terms.Decision(line.Decision));
        return new CardContent(identity, ready.Offices, ready.HeadAr, head.YearId, head.Semester, PupilOf(head, pupil), head.Scale,
            [.. pupil.Subjects.Select(s => new CardSubject(s.NameAr, s.NameFr, s.TestsText, s.Average, s.Coefficient, report.SubjectAverages.TryGetValue(s.Code, out var of) ? of : null, s.Remark))],
            pupil.Average, pupil.First, pupil.Annual, report.Average, pupil.Rank, report.Judged, pupil.Absences.Justified, pupil.Absences.Unjustified,
            honour?.NameAr, honour?.NameFr, decision?.NameAr, decision?.NameFr, line.Remark, ready.Room.Council!.HeldOn)
        { Former = pupil.Former };
    }

    /// <summary>What a pupil's transcript of the year says.</summary>
    public static TranscriptContent TranscriptOf(ReadyClass ready, PupilReport pupil, PaperIdentity identity)
    {
        var head = ready.Room.Class.Head;
        var decision = ready.Room.Terms.Decision(ready.Room.Lines[pupil.PupilId].Decision);
        var first = pupil.FirstSubjects.ToDictionary(s => s.Code, StringComparer.Ordinal);
        var second = pupil.Subjects.ToDictionary(s => s.Code, StringComparer.Ordinal);
        return new TranscriptContent(identity, ready.Offices, ready.HeadAr, head.YearId, PupilOf(head, pupil), head.Scale,
            [.. second.Values.Concat(first.Values.Where(s => !second.ContainsKey(s.Code))).Select(s =>
            {
                var (one, two) = (first.GetValueOrDefault(s.Code)?.Average, second.GetValueOrDefault(s.Code)?.Average);
                return new TranscriptSubject(s.NameAr, s.NameFr, s.Coefficient, one, two, Marks.Domain.Averages.OfYear(one, two));
            })],
            pupil.First, pupil.Average, pupil.Annual, decision?.NameAr, decision?.NameFr);
    }

    private static CardPupil PupilOf(ClassHead head, PupilReport pupil) =>
        new(pupil.NameAr, pupil.NameLatin, pupil.MassarCode, pupil.BirthDate, pupil.BirthPlaceAr, pupil.BirthPlaceLatin ?? "", head.FullLevelAr, head.FullLevelFr, head.ClassName);

    /// <param name="Describe">The paper under an identity.</param>
    private sealed record Draft(string Fingerprint, Func<PaperIdentity, Drawn> Describe);

    private sealed record Drawn(IPaper Paper, DocumentFacts Facts, string Json);
}
