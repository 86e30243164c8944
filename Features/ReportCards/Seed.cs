using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Massar.Features.Accounts;
using Massar.Features.Classes;
using Massar.Features.Documents.Domain;
using Massar.Features.Enrollments;
using Massar.Features.Pupils;
using Massar.Features.Reference;
using Massar.Features.ReportCards.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards;

/// <summary>
/// Last year's councils at the well-known head's school and for the well-known families: both semesters decided and signed, their cards
/// sealed and open. One class of the school is still in session, one waits for the signature, one has its cards held back, so that each
/// step can be tried.
/// </summary>
public sealed class Seed : ISeed
{
    private const int MostDrawnClasses = 3;
    private const int SpokenOf = 6;

    public int Order => 135;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, classes, enrollments, accounts, pupils) = (seeding.Of<SeededYears>(), seeding.Of<SeededClasses>(), seeding.Of<SeededEnrollments>(), seeding.Of<SeededAccounts>(), seeding.Of<SeededPupils>());
        var reports = seeding.Services.GetRequiredService<ClassReports>();
        var head = accounts.Demo(Roles.Head);
        var known = new HashSet<long>();
        if (accounts.Demo(Roles.Pupil).PupilId is { } pupil) known.Add(pupil);
        if (accounts.Demo(Roles.Guardian).GuardianId is { } guardian) known.UnionWith(pupils.Guardians[(int)guardian - 1].PupilIds);

        var marked = classes.Of(years.Previous.Id).Where(c => years.Levels[c.LevelCode].MarkScale is not null).OrderBy(c => c.Id).ToList();
        var family = marked.Where(c => enrollments.In(c.Id).Any(e => known.Contains(e.PupilId))).ToList();
        var school = marked.Where(c => c.SchoolId == head.PlaceId && !family.Contains(c)).ToList();
        // Councils that still have something to do, where the average decides and not an exam.
        var deciding = school.Where(c => years.Levels[c.LevelCode].CertifyingExam is null).ToList();
        var (inSession, toSign) = (deciding.LastOrDefault(), deciding.SkipLast(1).LastOrDefault());
        var drawn = family.Concat(school.Where(c => c != inSession && c != toSign)).Take(seeding.Plan.IsSmall ? 2 : MostDrawnClasses).ToList();
        // Issued, and waiting for the hour that the head sets.
        var held = drawn.LastOrDefault(c => !family.Contains(c));

        var terms = await CouncilTerms.Of(seeding.Db, ct);
        var watch = Stopwatch.StartNew();
        var planting = new Planting(seeding, terms, years);
        // Semester by semester, so that numbers follow days.
        foreach (var semester in (int[])[1, 2])
            foreach (var made in drawn.Concat(new[] { toSign, inSession }.OfType<SeededClass>()))
            {
                if (await reports.Head(seeding.Db.Classes, made.Id, semester, ct) is not { } of) continue;
                var (report, _) = await reports.Read(of, councilId: 0, ct);
                if (report.Judged == 0) continue;
                var state = semester == 1 || drawn.Contains(made) ? CouncilState.Signed : made == toSign ? CouncilState.Decided : CouncilState.InSession;
                await planting.Hold(report, state, withCards: drawn.Contains(made) && (semester == 2 || !seeding.Plan.IsSmall), isHeld: made == held && semester == 2, ct);
            }

        await planting.Send(ct);
        if (planting.Cards > 0) seeding.Remarks.Add(string.Create(CultureInfo.InvariantCulture, $"{planting.Cards} report cards drawn and sealed in {watch.Elapsed.TotalSeconds:0.0} s"));
    }

    private sealed class Planting(Seeding seeding, CouncilTerms terms, SeededYears years)
    {
        private readonly Sealer sealer = seeding.Services.GetRequiredService<Sealer>();
        private readonly AcademySeal seal = seeding.Services.GetRequiredService<AcademySeal>();
        private readonly VerificationAddress address = seeding.Services.GetRequiredService<VerificationAddress>();
        private readonly bool isDemo = seeding.Services.GetRequiredService<PdfOptions>().Demo;
        private readonly Bogus.Randomizer draw = seeding.Draw("report-cards");
        private readonly Dictionary<(int Place, string Kind, int Year), int> numbers = [];
        private readonly List<Council> councils = [];
        private readonly List<CouncilLine> lines = [];
        private readonly List<CouncilMinutes> minutes = [];
        private readonly List<ReportCard> cards = [];
        private readonly List<IssuedDocument> documents = [];
        private readonly List<DocumentContent> contents = [];
        private long document;

        public int Cards => cards.Count;

        public async Task Hold(ClassReport report, CouncilState state, bool withCards, bool isHeld, CancellationToken ct)
        {
            var head = report.Head;
            // After the last publication of the semester, and never later than the demo's yesterday.
            var day = head.Semester == 1 ? new DateOnly(head.YearId + 1, 2, 6) : new DateOnly(head.YearId + 1, 7, 2);
            if (day >= years.Today) day = years.Today.AddDays(-1);
            var at = day.ToDateTime(new TimeOnly(11, 0), DateTimeKind.Utc);
            var director = seeding.Of<SeededAccounts>().Of(Roles.Head).FirstOrDefault(a => a.PlaceId == head.SchoolId);
            var name = director is null ? null : await seeding.Db.Accounts.Where(a => a.Id == director.Id).Select(a => new { a.NameAr, a.NameLatin }).SingleAsync(ct);
            var teachers = await (
                from t in seeding.Db.TeachingAssignments
                where t.ClassId == head.ClassId
                join e in seeding.Db.Employees on t.EmployeeId equals e.Id
                select e.LastNameAr + " " + e.FirstNameAr).Distinct().ToListAsync(ct);
            var council = new Council
            {
                Id = (int)seeding.NextId<Council>(),
                SchoolId = head.SchoolId,
                SchoolYearId = head.YearId,
                ClassId = head.ClassId,
                Semester = head.Semester,
                State = state,
                HeldOn = day,
                Present = string.Join('\n', new[] { name?.NameAr }.OfType<string>().Concat(teachers.Order(StringComparer.Ordinal))),
                DecidedAt = state >= CouncilState.Decided ? at : null,
                MinutesVersion = state == CouncilState.Signed ? 1 : 0,
                CardsOpenFrom = withCards && !isHeld ? at.AddHours(6) : null,
            };
            councils.Add(council);
            // In session, the council has come as far as the sixth pupil.
            var saved = report.Pupils.Take(state == CouncilState.InSession ? SpokenOf : int.MaxValue).Select((p, i) => Line(council, p, i, head)).ToList();
            lines.AddRange(saved);
            var room = new CouncilRoom(report, council, terms, report.Pupils.ToDictionary(p => p.PupilId, p => CouncilRooms.View(head, p, terms, saved.Find(l => l.PupilId == p.PupilId))));
            if (state != CouncilState.Signed) return;

            var offices = PaperOffices.Of(head, await seeding.Db.OfficesOf(head.SchoolPath, ct));
            document = Math.Max(document, await seeding.Db.IssuedDocuments.MaxAsync(d => (long?)d.Id, ct) ?? 0);
            var identity = Identity(head.SchoolId, "council-minutes", at);
            var content = MinutesContents.Of(room, council, offices, identity, name?.NameAr ?? "", name?.NameLatin ?? "", null);
            var paper = Keep(head.SchoolId, "council-minutes", identity, content.Facts(), await offices.Seal(seal, new MinutesPaper(content), identity, ct), null, null);
            minutes.Add(new CouncilMinutes { CouncilId = council.Id, Number = 1, SchoolId = head.SchoolId, DocumentId = paper, SignedAt = at, SignedByAccountId = director?.Id ?? 0 });
            if (!withCards) return;

            var ready = new ReadyClass(room, offices, name?.NameAr ?? "");
            var making = report.Pupils.Where(p => CardDesk.IsReady(room, p)).Select(p =>
            {
                var plain = CardDesk.CardOf(ready, p, PaperIdentity.None);
                var card = plain with { Identity = Identity(head.SchoolId, CardDesk.CardKind, at.AddHours(1)) };
                return (Pupil: p.PupilId, Plain: plain, Card: card, File: offices.Seal(seal, new CardPaper(card), card.Identity, ct));
            }).ToList();
            foreach (var (id, plain, card, file) in making)
                cards.Add(new ReportCard
                {
                    Id = seeding.NextId<ReportCard>(),
                    PupilId = id,
                    SchoolYearId = head.YearId,
                    Semester = head.Semester,
                    SchoolId = head.SchoolId,
                    ClassId = head.ClassId,
                    DocumentId = Keep(head.SchoolId, CardDesk.CardKind, card.Identity, card.Facts(), await file, id, council.CardsOpenFrom ?? IssuedDocument.HeldBack),
                    Fingerprint = Fingerprint.Of(OfficialPaper.Write(plain)),
                    Paper = OfficialPaper.Write(card),
                });
        }

        public async Task Send(CancellationToken ct)
        {
            await seeding.Insert(councils, ct);
            await seeding.Insert(lines, ct);
            await seeding.Insert(documents, ct);
            await seeding.Insert(contents, ct);
            await seeding.Insert(minutes, ct);
            await seeding.Insert(cards, ct);
            await seeding.Insert([.. numbers.Select(n => new DocumentRegister { PlaceId = n.Key.Place, Kind = n.Key.Kind, Year = n.Key.Year, Last = n.Value })], ct);
        }

        // As the rules propose; one departure with a dissent, one remark, so that minutes have something to say.
        private CouncilLine Line(Council council, PupilReport pupil, int index, ClassHead head)
        {
            var view = CouncilRooms.View(head, pupil, terms, null);
            var isSpecial = index == 2;
            return new CouncilLine
            {
                CouncilId = council.Id,
                PupilId = pupil.PupilId,
                SchoolId = head.SchoolId,
                Decision = head.Semester == 2 && view.Decision is null && !head.IsDecidedByExam ? "REPEAT" : isSpecial && view.Decision == "REPEAT" ? "THRESHOLD" : view.Decision,
                Honour = view.Honour,
                ProposedDecision = view.ProposedDecision,
                ProposedHonour = view.ProposedHonour,
                Remark = isSpecial ? Words.All.Say("ar", "report-cards.demo.remark") : null,
                Dissent = isSpecial && head.Semester == 2 ? Words.All.Say("ar", "report-cards.demo.dissent") : null,
            };
        }

        private PaperIdentity Identity(int place, string kind, DateTime at)
        {
            var year = MoroccanDay.Of(at).Year;
            var number = numbers[(place, kind, year)] = numbers.GetValueOrDefault((place, kind, year)) + 1;
            var code = DocumentCode.From(n => draw.Number(n - 1));
            return new PaperIdentity(number, year, code, address.Of(code), at, MoroccanDay.Of(at), isDemo);
        }

        private long Keep(int place, string kind, PaperIdentity identity, DocumentFacts facts, byte[] file, long? pupil, DateTime? openFrom)
        {
            documents.Add(new DocumentDraft(place, kind, identity.Year, identity.Number, identity.Code, facts, identity.IssuedAt) { PupilId = pupil, OpenFrom = openFrom }.Enter(file, sealer, ++document));
            contents.Add(new DocumentContent { DocumentId = document, Bytes = file });
            return document;
        }
    }
}
