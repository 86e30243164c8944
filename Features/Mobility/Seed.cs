using Bogus;
using Massar.Features.Accounts;
using Massar.Features.Documents.Domain;
using Massar.Features.Employees;
using Massar.Features.Files.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility;

/// <summary>
/// A regional movement that is open, with requests in every state and some contests, and last year's, closed.
/// Requests are made by the entities' own methods, so that each is one that could have been made.
/// </summary>
public sealed class Seed : ISeed
{
    private const int Participants = 120;
    private const int CommonParticipants = 10;

    public int Order => 150;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, staff, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededEmployees>(), seeding.Of<SeededAccounts>());
        var (db, draw, today) = (seeding.Db, seeding.Draw("mobility"), years.Today);
        Campaign open = Of("REGIONAL", years.Current.Id, today.AddDays(-10)), closed = Of("REGIONAL", years.Previous.Id, today.AddYears(-1).AddDays(-10)), common = Of("COMMON", years.Current.Id, today.AddDays(-10)),
            closedCommon = Of("COMMON", years.Previous.Id, today.AddYears(-1).AddDays(-10));
        // The year's national phase of teachers is not held, so that the regional one follows it at once.
        var national = Of("TEACHING", years.Current.Id, today.AddDays(-60));
        (national.NameAr, national.NameFr) = ($"الحركة التعليمية الوطنية {years.Current.Id}/{years.Current.Id + 1}", $"Mouvement national des enseignants {years.Current.Id}/{years.Current.Id + 1}");
        (national.State, national.NotHeldReason) = (CampaignState.NotHeld, "لم تتوفر مناصب شاغرة على الصعيد الوطني هذه السنة");
        db.Campaigns.AddRange(closed, open, common, closedCommon, national);
        await db.SaveChangesAsync(ct);
        open.Follow(national);
        await db.SaveChangesAsync(ct);

        var teachers = staff.Of(Roles.Teacher).Where(t => open.Takes(t.GradeCode) && schools.School(t.PlaceId).IsPublic && t.PostedOn.Year <= years.Current.Id - 2).ToList();
        var demo = accounts.Demo(Roles.Teacher);
        var chosen = draw.Shuffle(teachers.Where(t => t.Id != demo.EmployeeId)).Take(Participants).ToList();
        var files = new ServiceFiles(db);
        var (printer, acts) = (seeding.Services.GetRequiredService<PdfPrinter>(), seeding.Draw("mobility-acts"));
        var clerks = staff.Staff.Where(e => common.Takes(e.GradeCode) && e.Id != accounts.Demo(Roles.Employee).EmployeeId && !accounts.OfEmployee(e.Id)!.Login.EndsWith(".demo", StringComparison.Ordinal));
        var offices = draw.Shuffle(clerks).Take(CommonParticipants).ToList();
        for (var i = 0; i < chosen.Count; i++)
        {
            var person = chosen[i];
            if (accounts.OfEmployee(person.Id) is not { } account || await files.Of(person.Id, open.Id, ct) is not { } file)
                continue;
            await Request(open, person, account, file, i % 10);
        }

        for (var i = 0; i < offices.Count; i++)
        {
            if (accounts.OfEmployee(offices[i].Id) is { } account && await files.Of(offices[i].Id, common.Id, ct) is { } file)
                await Request(common, offices[i], account, file, i % 10);
        }

        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();

        Campaign Of(string category, int year, DateOnly opens)
        {
            var isRegional = category == "REGIONAL";
            var owner = isRegional ? schools.Academy : schools.Ministry;
            var campaign = new Campaign
            {
                CategoryCode = category,
                SchoolYearId = year,
                NameAr = isRegional ? $"الحركة الجهوية {year}/{year + 1}" : $"حركة الأطر المشتركة {year}/{year + 1}",
                NameFr = isRegional ? $"Mouvement régional {year}/{year + 1}" : $"Mouvement des corps communs {year}/{year + 1}",
                Scope = MovementCategories.ScopeOf(category),
                PlaceId = owner.Id,
                PlacePath = owner.Path,
                Grades = MovementCategories.Grades[category],
                OpensOn = opens,
                ClosesOn = opens.AddDays(25),
                ContestsUntil = opens.AddDays(18),
                DirectorateFrom = opens.AddDays(2),
                DirectorateUntil = opens.AddDays(35),
                AcademyFrom = opens.AddDays(5),
                AcademyUntil = opens.AddDays(45),
                CountedOn = new DateOnly(year + 1, 8, 31),
                MaxWishes = 10,
                WishKind = isRegional ? WishKind.School : WishKind.Directorate,
                MinimumYears = 2,
                CorrectionDays = 5,
                State = CampaignState.Announced,
                Confidence = "to confirm",
                Version = 1,
            };
            (Criterion Criterion, decimal Weight, int? Cap)[] scale =
            [
                (Criterion.YearsInPost, 2, null), (Criterion.YearsInDirectorate, 1, null), (Criterion.YearsInAcademy, 1, null), (Criterion.GeneralSeniority, 1, null), (Criterion.JoinSpouse, 10, null),
                (Criterion.Widowed, 10, null), (Criterion.DivorcedWithChildren, 10, null), (Criterion.SingleWoman, 5, null), (Criterion.Children, 3, 3), (Criterion.HardPostYears, 1, null),
            ];
            campaign.Set(scale.Select(s => new PointRule
            {
                Criterion = s.Criterion,
                Weight = s.Weight,
                Cap = s.Cap,
                LaterFrom = s.Criterion == Criterion.YearsInPost ? 6 : null,
                LaterWeight = s.Criterion == Criterion.YearsInPost ? 3 : null,
                Order = (int)s.Criterion + 1,
                Confidence = "to confirm",
            }));
            campaign.Set(
            [
                // Regional note of 2022: sixteen years in the post; couples next (domain 08 §8.3).
                new PriorityRule { Case = PriorityCase.YearsInPost, Rank = 1, MinimumYears = 16, Confidence = "to confirm" },
                new PriorityRule { Case = PriorityCase.Couple, Rank = 2, Confidence = "to confirm" },
            ]);
            return campaign;
        }

        Domain.Actor Office(string role, string ar, string latin, DateTime at) => new(accounts.Demo(role).Id, accounts.Demo(role).EmployeeId, ar, latin, role, at);

        async Task Request(Campaign campaign, SeededEmployee person, SeededAccount account, ServiceFile file, int fate)
        {
            var at = today.AddDays(-draw.Number(4, 8)).ToDateTime(new TimeOnly(9, draw.Number(59)), DateTimeKind.Utc);
            var by = new Domain.Actor(account.Id, person.Id, person.FullNameAr, person.FullNameLatin, account.Role, at);
            var request = new MovementRequest
            {
                CampaignId = campaign.Id,
                EmployeeId = person.Id,
                PlaceId = person.PlaceId,
                PlacePath = person.PlacePath,
                GradeCode = person.GradeCode,
                StateSince = at,
                Version = 1,
            };
            request.Choose(Eligibility.Check(campaign, file, RequestKind.JoinSpouse) is null ? RequestKind.JoinSpouse : RequestKind.Ordinary, null, by);
            foreach (var place in draw.Shuffle(Wishable(campaign, person)).Take(draw.Number(1, 6)))
                request.Add(campaign, place, by);
            db.MovementRequests.Add(request);
            await db.SaveChangesAsync(ct);
            if (fate == 0)
                return; // still a draft

            var rules = campaign.Priorities.OrderBy(r => r.Rank);
            var places = Wishable(campaign, person).ToDictionary(p => p.Id);
            var sent = request.Submit(campaign, file, places, today.AddDays(-4), at);
            if (sent.IsRefused)
                return;
            db.Submissions.Add(sent.Value);
            db.RequestEvents.Add(RequestEvent.Of(request, Move.Submit, by));
            var directorate = Office(Roles.HrManager, "مكتب الحركات", "Bureau des mouvements", at.AddDays(2));
            var academy = Office(Roles.AcademyMobility, "مكتب الحركات بالأكاديمية", "Bureau des mouvements de l'académie", at.AddDays(3));
            switch (fate)
            {
                case 1 when request.Withdraw(campaign, today, at.AddDays(1)) is null:
                    db.RequestEvents.Add(RequestEvent.Of(request, Move.Withdraw, by with { At = at.AddDays(1) }));
                    break;
                case 2 when request.Refuse(campaign, "spouse-proof", null, directorate, today) is null:
                    db.RequestEvents.Add(RequestEvent.Of(request, Move.Refuse, directorate, null, "spouse-proof"));
                    break;
                case 3 when request.Return(campaign, [Correctable.Wishes], "المرجو مراجعة ترتيب الاختيارات", directorate, today) is null:
                    db.RequestEvents.Add(RequestEvent.Of(request, Move.ReturnToParticipant, directorate, "المرجو مراجعة ترتيب الاختيارات"));
                    break;
                case 4 or 5 or 6 when request.Validate(Domain.Office.Directorate, campaign, directorate, today) is null:
                    db.RequestEvents.Add(RequestEvent.Of(request, Move.ValidateAtDirectorate, directorate));
                    if (fate == 5 && request.Validate(Domain.Office.Academy, campaign, academy, today) is null)
                        db.RequestEvents.Add(RequestEvent.Of(request, Move.ValidateAtAcademy, academy));
                    else if (fate == 6 && request.ReturnToDirectorate(campaign, "المرجو التحقق من الأقدمية", academy, today) is null)
                        db.RequestEvents.Add(RequestEvent.Of(request, Move.ReturnToDirectorate, academy, "المرجو التحقق من الأقدمية"));
                    break;
                case 8 or 9 when rules.FirstOrDefault(r => r.Against(file, campaign.CountedOn) is null) is { } rule:
                    var act = rule.Case == PriorityCase.Couple ? "عقد الزواج وشهادة عمل الزوج" : "محضر الالتحاق بالمنصب الحالي";
                    var claim = new PriorityClaim
                    {
                        CampaignId = campaign.Id,
                        EmployeeId = person.Id,
                        PlaceId = person.PlaceId,
                        PlacePath = person.PlacePath,
                        Case = rule.Case,
                        Proof = act,
                        DocumentId = rule.NeedsDocument ? await Upload(act, person, at) : null,
                        ClaimedAt = at,
                    };
                    if (fate == 9)
                        claim.Decide(true, null, directorate);
                    db.PriorityClaims.Add(claim);
                    break;
                case 7:
                    const string Birth = "نسخة من عقد الازدياد";
                    db.DatumContests.Add(new DatumContest
                    {
                        CampaignId = campaign.Id,
                        EmployeeId = person.Id,
                        PlaceId = person.PlaceId,
                        PlacePath = person.PlacePath,
                        Datum = Datum.Children,
                        FileValue = DatumContest.ValueOf(file, Datum.Children, campaign.CountedOn),
                        AssertedValue = DatumContest.ValueOf(file, Datum.Children, campaign.CountedOn) == "2" ? "3" : "2",
                        Reason = "ازدياد لم يسجل بعد في الملف",
                        Proof = Birth,
                        DocumentId = await Upload(Birth, person, at),
                        AskedAt = at,
                    });
                    break;
            }

            await db.SaveChangesAsync(ct);
        }

        // What the participant would have scanned: it names itself and is marked as worth nothing.
        async Task<long> Upload(string title, SeededEmployee person, DateTime at)
        {
            var drawn = await printer.DrawAsync(new Specimen(title, person.FullNameAr, new DateTimeOffset(at, TimeSpan.Zero)), ct);
            var act = StoredFile.Of(FileKind.Evidence, "application/pdf", drawn.Bytes, at, acts.Guid());
            db.StoredFiles.Add(act);
            await db.SaveChangesAsync(ct);
            return act.Id;
        }

        IEnumerable<WishedPlace> Wishable(Campaign campaign, SeededEmployee person) => campaign.WishKind == WishKind.School
            ? schools.Schools
                .Where(s => s.IsPublic && s.Id != person.PlaceId && (MovementCategories.CycleOf(person.GradeCode) is not { } cycle || s.Has(cycle)))
                .Select(s => new WishedPlace(s.Id, WishKind.School, s.Place.Path, s.Place.NameAr, s.Place.NameFr, new WishedSchool(s.IsPublic, string.Join(';', s.Cycles), null)))
            : schools.Schools.Select(s => s.Directorate).DistinctBy(d => d.Id)
                .Where(d => !person.PlacePath.StartsWith(d.Path, StringComparison.Ordinal))
                .Select(d => new WishedPlace(d.Id, WishKind.Directorate, d.Path, d.NameAr, d.NameFr));
    }

    private sealed class Specimen(string title, string name, DateTimeOffset at) : IPaper
    {
        public PaperFacts Facts => new(title, name, at, Mark: OfficialPaper.Mark(true));

        public void Compose(PaperBuilder paper) => paper.Sheet(s => s
            .Heading(title, style: new TextStyle(20, Bold: true, Align: Align.Center))
            .Paragraph(PaperText.Name(name), new TextStyle(14, Align: Align.Center)));
    }
}
