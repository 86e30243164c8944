using Bogus;
using Massar.Features.Accounts;
using Massar.Features.Employees;
using Massar.Features.Mobility.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools;
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

    public int Order => 150;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, staff, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededEmployees>(), seeding.Of<SeededAccounts>());
        var (db, draw, today) = (seeding.Db, seeding.Draw("mobility"), years.Today);
        Campaign open = Of(years.Current.Id, today.AddDays(-10)), closed = Of(years.Previous.Id, today.AddYears(-1).AddDays(-10));
        db.Campaigns.AddRange(closed, open);
        await db.SaveChangesAsync(ct);

        var teachers = staff.Of(Roles.Teacher).Where(t => open.Takes(t.GradeCode) && schools.School(t.PlaceId).IsPublic && t.PostedOn.Year <= years.Current.Id - 2).ToList();
        var demo = accounts.Demo(Roles.Teacher);
        var chosen = draw.Shuffle(teachers.Where(t => t.Id != demo.EmployeeId)).Take(Participants).ToList();
        var files = new ServiceFiles(db);
        for (var i = 0; i < chosen.Count; i++)
        {
            var person = chosen[i];
            if (accounts.OfEmployee(person.Id) is not { } account || await files.Of(person.Id, open.Id, ct) is not { } file)
                continue;
            await Request(person, account, file, i % 10);
        }

        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();

        Campaign Of(int year, DateOnly opens)
        {
            var campaign = new Campaign
            {
                CategoryCode = "REGIONAL",
                SchoolYearId = year,
                NameAr = $"الحركة الجهوية {year}/{year + 1}",
                NameFr = $"Mouvement régional {year}/{year + 1}",
                Scope = CampaignScope.Regional,
                PlaceId = schools.Academy.Id,
                PlacePath = schools.Academy.Path,
                Grades = MovementCategories.Grades["REGIONAL"],
                OpensOn = opens,
                ClosesOn = opens.AddDays(25),
                ContestsUntil = opens.AddDays(18),
                DirectorateFrom = opens.AddDays(2),
                DirectorateUntil = opens.AddDays(35),
                AcademyFrom = opens.AddDays(5),
                AcademyUntil = opens.AddDays(45),
                CountedOn = new DateOnly(year + 1, 8, 31),
                MaxWishes = 10,
                WishKind = WishKind.School,
                MinimumYears = 2,
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
            return campaign;
        }

        Domain.Actor Office(string role, string ar, string latin, DateTime at) => new(accounts.Demo(role).Id, accounts.Demo(role).EmployeeId, ar, latin, role, at);

        async Task Request(SeededEmployee person, SeededAccount account, ServiceFile file, int fate)
        {
            var at = today.AddDays(-draw.Number(4, 8)).ToDateTime(new TimeOnly(9, draw.Number(59)), DateTimeKind.Utc);
            var by = new Domain.Actor(account.Id, person.Id, person.FullNameAr, person.FullNameLatin, account.Role, at);
            var request = new MovementRequest
            {
                CampaignId = open.Id,
                EmployeeId = person.Id,
                PlaceId = person.PlaceId,
                PlacePath = person.PlacePath,
                GradeCode = person.GradeCode,
                StateSince = at,
                Version = 1,
            };
            request.Choose(Eligibility.Check(open, file, RequestKind.JoinSpouse) is null ? RequestKind.JoinSpouse : RequestKind.Ordinary, null, by);
            foreach (var school in draw.Shuffle(schools.Schools.Where(s => s.IsPublic && s.Id != person.PlaceId)).Take(draw.Number(1, 6)))
                request.Add(open, new WishedPlace(school.Id, WishKind.School, school.Place.Path), by);
            db.MovementRequests.Add(request);
            await db.SaveChangesAsync(ct);
            if (fate == 0)
                return; // still a draft

            var sent = request.Submit(open, file, today.AddDays(-4), at);
            if (sent.IsRefused)
                return;
            db.Submissions.Add(sent.Value);
            db.RequestEvents.Add(RequestEvent.Of(request, Move.Submit, by));
            var directorate = Office(Roles.HrManager, "مكتب الحركات", "Bureau des mouvements", at.AddDays(2));
            var academy = Office(Roles.AcademyMobility, "مكتب الحركات بالأكاديمية", "Bureau des mouvements de l'académie", at.AddDays(3));
            switch (fate)
            {
                case 1 when request.Withdraw(open, today, at.AddDays(1)) is null:
                    db.RequestEvents.Add(RequestEvent.Of(request, Move.Withdraw, by with { At = at.AddDays(1) }));
                    break;
                case 2 when request.Refuse(open, "spouse-proof", null, directorate, today) is null:
                    db.RequestEvents.Add(RequestEvent.Of(request, Move.Refuse, directorate, null, "spouse-proof"));
                    break;
                case 3 when request.Return(open, [Correctable.Wishes], "المرجو مراجعة ترتيب الاختيارات", directorate, today) is null:
                    db.RequestEvents.Add(RequestEvent.Of(request, Move.ReturnToParticipant, directorate, "المرجو مراجعة ترتيب الاختيارات"));
                    break;
                case 4 or 5 or 6 when request.Validate(Domain.Office.Directorate, open, directorate, today) is null:
                    db.RequestEvents.Add(RequestEvent.Of(request, Move.ValidateAtDirectorate, directorate));
                    if (fate == 5 && request.Validate(Domain.Office.Academy, open, academy, today) is null)
                        db.RequestEvents.Add(RequestEvent.Of(request, Move.ValidateAtAcademy, academy));
                    else if (fate == 6 && request.ReturnToDirectorate(open, "المرجو التحقق من الأقدمية", academy, today) is null)
                        db.RequestEvents.Add(RequestEvent.Of(request, Move.ReturnToDirectorate, academy, "المرجو التحقق من الأقدمية"));
                    break;
                case 7:
                    db.DatumContests.Add(new DatumContest
                    {
                        CampaignId = open.Id,
                        EmployeeId = person.Id,
                        PlaceId = person.PlaceId,
                        PlacePath = person.PlacePath,
                        Datum = Datum.Children,
                        FileValue = DatumContest.ValueOf(file, Datum.Children, open.CountedOn),
                        AssertedValue = DatumContest.ValueOf(file, Datum.Children, open.CountedOn) == "2" ? "3" : "2",
                        Reason = "ازدياد لم يسجل بعد في الملف",
                        Proof = "نسخة من عقد الازدياد",
                        AskedAt = at,
                    });
                    break;
            }

            await db.SaveChangesAsync(ct);
        }
    }
}
