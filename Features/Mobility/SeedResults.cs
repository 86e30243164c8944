using Bogus;
using Massar.Features.Accounts;
using Massar.Features.Employees;
using Massar.Features.Mobility.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility;

/// <summary>
/// What became of last year's movements: requests that both offices validated, vacant posts, and a run computed by the engine itself and published. The demo's teacher
/// takes part, behind two colleagues with more points.
/// </summary>
public sealed class SeedResults : ISeed
{
    private const int Participants = 60;

    /// <summary>Schools that many wish for.</summary>
    private const int Sought = 6;

    public int Order => 151;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, staff, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededEmployees>(), seeding.Of<SeededAccounts>());
        var (db, draw) = (seeding.Db, seeding.Draw("mobility-results"));
        var files = new ServiceFiles(db);
        foreach (var campaign in await db.Campaigns.Include(c => c.Rules).Include(c => c.Priorities).AsSplitQuery().Where(c => c.SchoolYearId == years.Previous.Id).OrderBy(c => c.Id).ToListAsync(ct))
        {
            var isRegional = campaign.WishKind == WishKind.School;
            var demo = accounts.Demo(isRegional ? Roles.Teacher : Roles.Employee).EmployeeId;
            var able = staff.Staff.Where(e => campaign.Takes(e.GradeCode) && e.PostedOn.Year <= years.Previous.Id - campaign.MinimumYears && accounts.OfEmployee(e.Id) is { } account
                && (e.Id == demo || !account.Login.EndsWith(".demo", StringComparison.Ordinal))
                && (!isRegional || (e.Role == Roles.Teacher && schools.School(e.PlaceId).IsPublic))).ToList();
            var me = able.Find(e => e.Id == demo);
            // Those who compete with the demo's person first, so that there is something to be behind.
            var chosen = draw.Shuffle(able.Where(e => e.Id != demo)).OrderBy(e => me is not null && Group(e) == Group(me) ? 0 : 1).ThenBy(e => e.DisciplineCode, StringComparer.Ordinal).Take(Participants).ToList();
            var wanted = new List<(SeededEmployee Person, MovementRequest Request, IReadOnlyList<int> Wishes)>();
            foreach (var person in chosen)
                if (await Send(person, [.. draw.Shuffle(Wishable(person).Take(Sought)).Take(draw.Number(1, 4))]) is { } sent)
                    wanted.Add(sent);
            var contested = new List<(int Place, string Group)>();
            if (me is not null)
            {
                var mates = wanted.Where(w => Group(w.Person) == Group(me)).OrderByDescending(w => w.Request.Points).ToList();
                var possible = Wishable(me).ToList();
                var ahead = mates.Select(w => possible.Find(p => p.Id == w.Wishes[0])).OfType<WishedPlace>().DistinctBy(p => p.Id).Take(2).ToList();
                var others = draw.Shuffle(possible.Where(p => !mates.Exists(w => RunDesk.HomeOf(campaign.WishKind, w.Person.PlacePath) == p.Path)));
                if (await Send(me, [.. ahead.Concat(others).DistinctBy(p => p.Id).Take(3)]) is { } sent)
                {
                    contested.AddRange(ahead.Where(p => mates.Exists(w => w.Wishes[0] == p.Id && w.Request.Points > sent.Request.Points)).Select(p => (p.Id, Group(me))));
                    wanted.Add(sent);
                }
            }

            if (wanted.Count == 0)
                continue;
            await Declare(wanted);
            await Run();

            string Group(SeededEmployee e) => PostGroup.Of(campaign.Grades, e.GradeCode, e.DisciplineCode);

            IEnumerable<WishedPlace> Wishable(SeededEmployee person) => isRegional
                ? schools.Schools
                    .Where(s => s.IsPublic && s.Id != person.PlaceId && (MovementCategories.CycleOf(person.GradeCode) is not { } cycle || s.Has(cycle)))
                    .Select(s => new WishedPlace(s.Id, WishKind.School, s.Place.Path, s.Place.NameAr, s.Place.NameFr, new WishedSchool(s.IsPublic, string.Join(';', s.Cycles), null)))
                : schools.Schools.Select(s => s.Directorate).DistinctBy(d => d.Id)
                    .Where(d => !person.PlacePath.StartsWith(d.Path, StringComparison.Ordinal))
                    .Select(d => new WishedPlace(d.Id, WishKind.Directorate, d.Path, d.NameAr, d.NameFr));

            async Task<(SeededEmployee Person, MovementRequest Request, IReadOnlyList<int> Wishes)?> Send(SeededEmployee person, IReadOnlyList<WishedPlace> places)
            {
                if (places.Count == 0 || await files.Of(person.Id, campaign.Id, ct) is not { } file)
                    return null;
                var account = accounts.OfEmployee(person.Id)!;
                var day = campaign.OpensOn.AddDays(draw.Number(1, 12));
                var at = day.ToDateTime(new TimeOnly(9, draw.Number(59)), DateTimeKind.Utc);
                var by = new Domain.Actor(account.Id, person.Id, person.FullNameAr, person.FullNameLatin, account.Role, at);
                var request = new MovementRequest { CampaignId = campaign.Id, EmployeeId = person.Id, PlaceId = person.PlaceId, PlacePath = person.PlacePath, GradeCode = person.GradeCode, StateSince = at, Version = 1 };
                request.Choose(person.Id != demo && Eligibility.Check(campaign, file, RequestKind.JoinSpouse) is null ? RequestKind.JoinSpouse : RequestKind.Ordinary, null, by);
                foreach (var place in places)
                    request.Add(campaign, place, by);
                db.MovementRequests.Add(request);
                await db.SaveChangesAsync(ct);
                var sent = request.Submit(campaign, file, places.ToDictionary(p => p.Id), day, at);
                if (sent.IsRefused)
                {
                    db.MovementRequests.Remove(request);
                    await db.SaveChangesAsync(ct);
                    return null;
                }

                db.Submissions.Add(sent.Value);
                db.RequestEvents.Add(RequestEvent.Of(request, Move.Submit, by));
                foreach (var (office, role, ar, latin, move, days) in ((Office, string, string, string, Move, int)[])
                [
                    (Office.Directorate, Roles.HrManager, "مكتب الحركات", "Bureau des mouvements", Move.ValidateAtDirectorate, 20),
                    (Office.Academy, Roles.AcademyMobility, "مكتب الحركات بالأكاديمية", "Bureau des mouvements de l'académie", Move.ValidateAtAcademy, 30),
                ])
                {
                    var officer = new Domain.Actor(accounts.Demo(role).Id, null, ar, latin, role, at.AddDays(days));
                    if (request.Validate(office, campaign, officer, day.AddDays(days)) is not null)
                        throw new InvalidOperationException("A planted request could not be validated.");
                    db.RequestEvents.Add(RequestEvent.Of(request, move, officer));
                }

                await db.SaveChangesAsync(ct);
                return (person, request, [.. places.Select(p => p.Id)]);
            }

            // A seat at some first wishes, and at those the demo's person is behind for.
            async Task Declare(List<(SeededEmployee Person, MovementRequest Request, IReadOnlyList<int> Wishes)> all)
            {
                var paths = schools.Schools.Select(s => s.Place).Concat(schools.Schools.Select(s => s.Directorate)).DistinctBy(p => p.Id).ToDictionary(p => p.Id, p => p.Path);
                var posts = all.Where((w, i) => i % 5 == 0 && (me is null || Group(w.Person) != Group(me))).Select(w => (Place: w.Wishes[0], Group: Group(w.Person))).Concat(contested).Distinct();
                db.VacantPosts.AddRange(posts.Select(p => new VacantPost { CampaignId = campaign.Id, PlaceId = p.Place, PlacePath = paths[p.Place], GroupCode = p.Group, Seats = 1, Version = 1 }));
                await db.SaveChangesAsync(ct);
            }

            async Task Run()
            {
                var officer = accounts.Demo(isRegional ? Roles.AcademyMobility : Roles.Ministry);
                var colleague = accounts.Of(officer.Role).First(a => a.PlaceId == officer.PlaceId && a.Id != officer.Id);
                var day = campaign.AcademyUntil.AddDays(3);
                var run = new AssignmentRun
                {
                    CampaignId = campaign.Id,
                    Number = 1,
                    PlaceId = campaign.PlaceId,
                    AskedByAccountId = officer.Id,
                    AskedAt = MoroccanHour.Utc(day, new TimeOnly(11, 0)),
                    Salt = draw.Bytes(16),
                    Version = 1,
                };
                var computed = RunDesk.Compute(await new RunDesk(db, new PhaseDesk(db)).Read(campaign, ct), run.Salt);
                run.Finish(computed, run.AskedAt.AddMinutes(1));
                run.PlanFor(MoroccanHour.Utc(day.AddDays(4), new TimeOnly(10, 0)), colleague.Id);
                run.AnnouncedAt = run.PublishAt;
                db.AssignmentRuns.Add(run);
                await db.SaveChangesAsync(ct);
                await seeding.Insert([.. RunDesk.PostsOf(run.Id, computed)], ct);
                await seeding.Insert([.. RunDesk.OutcomesOf(run.Id, computed)], ct);
                await seeding.Insert([.. RunDesk.FilesOf(run.Id, computed)], ct);
            }
        }

        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
    }
}
