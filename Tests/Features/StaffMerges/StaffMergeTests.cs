using System.Net;
using System.Net.Http.Json;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.StaffMerges;
using Massar.Features.StaffMerges.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Features.Decisions;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.StaffMerges;

/// <summary>MSR-15: two files of one employee become one by two persons, with everything either had, and two again when it was wrong.</summary>
public sealed class StaffMergeTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const string Reason = "بطاقة واحدة وقرار توظيف واحد";

    [Theory, InlineData("ar"), InlineData("fr"), InlineData("en")]
    public async Task Two_files_become_one_by_two_persons_with_what_either_had_and_are_restored(string language)
    {
        var world = await World(language);
        var (kept, other) = (world.Kept, world.Other);
        var account = await app.Given.Person(Roles.Teacher, world.School.Place, employeeId: other.Id);
        await app.Write(async db =>
        {
            // A child of both files, one of the other alone, a rating, what a decision made and what was taken over from paper.
            db.EmployeeChildren.AddRange(Child(kept.Id, "سلمى", 2015), Child(other.Id, "سلمى", 2015), Child(other.Id, "آدم", 2018));
            db.StaffRatings.Add(new StaffRating { EmployeeId = other.Id, Year = Given.Year - 1, Points = 17 });
            db.FamilySteps.Add(new FamilyStep { EmployeeId = other.Id, StartsOn = new DateOnly(2016, 1, 1), MaritalStatus = MaritalStatus.Married });
            await db.SaveChangesAsync();
        });
        var before = await Rows(kept.Id, other.Id);

        var doubles = await world.Manager.Open(Links.Doubles);
        Assert.True(doubles.Says(kept.Ppr) && doubles.Says(other.Ppr), doubles.Text);
        var compared = await world.Manager.Open(Links.Compare(kept.Id, other.Id));
        Assert.DoesNotMatch(@"\b(?:staff-merges|employees|staff-lists)\.[a-z]", compared.Text);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await compared.Submit(("Keep", kept.Ppr), ("Reason", "x"))).Status);
        var proposed = await compared.Submit(("Keep", kept.Ppr), ("Reason", Reason));
        Assert.DoesNotMatch(@"\bstaff-merges\.[a-z]", proposed.Text);
        Assert.Null(proposed.Find("#decide"));
        // Nothing has gone anywhere yet, and the pair is not announced again.
        Assert.Equal(before, await Rows(kept.Id, other.Id));
        Assert.False((await world.Manager.Open(Links.Doubles)).Says(other.Ppr));

        Assert.True((await world.Second.Open(Links.All)).Says(other.Ppr));
        var decided = await (await world.Second.Open(proposed.Address)).SubmitForm("#decide", "merge", false);

        Assert.Equal(HttpStatusCode.OK, decided.Status);
        Assert.DoesNotMatch(@"\bstaff-merges\.[a-z]", decided.Text);
        var merge = await app.Read(db => db.StaffMerges.SingleAsync(m => m.KeptEmployeeId == kept.Id));
        Assert.Equal((StaffMergeState.Done, world.Hr.AccountId), (merge.State, merge.ProposedByAccountId));
        Assert.Equal(["آدم", "سلمى"], await app.Read(db => db.EmployeeChildren.Where(c => c.EmployeeId == kept.Id).Select(c => c.FirstNameAr).OrderBy(n => n).ToListAsync()));
        Assert.Equal(1, await app.Read(db => db.StaffRatings.CountAsync(r => r.EmployeeId == kept.Id)));
        Assert.Equal(1, await app.Read(db => db.CareerSteps.CountAsync(s => s.EmployeeId == kept.Id)));
        Assert.Equal(kept.Id, await app.Read(db => db.Accounts.Where(a => a.Id == account.AccountId).Select(a => a.EmployeeId).SingleAsync()));
        // The vanished file is nobody's: not found, not opened, not on the lists of its school.
        Assert.False((await world.Manager.Open($"{Massar.Features.Employees.Links.Find}?q={other.Ppr}")).Says(other.LastNameAr));
        Assert.Equal(HttpStatusCode.NotFound, (await world.Manager.Open(Massar.Features.Employees.Links.Show(other.Id))).Status);
        Assert.Equal(0, await app.Read(db => db.Employees.CountAsync(e => e.Id == other.Id && e.PlaceId == world.School.Place.Id)));
        Assert.Contains(await app.Read(db => db.AuditEntries.Where(a => a.PlaceId == world.School.Directorate.Id && a.Action == "StaffMerges.DecideMerge").Select(a => a.Changes).ToListAsync()), c => c.Contains("StaffRatings", StringComparison.Ordinal));

        // The person is told, and who proposed.
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == account.AccountId && n.Template == "notices.staff-merge-done")));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == world.Hr.AccountId && n.Template == "notices.staff-merge-done")));

        var late = await world.Second.Open(decided.Address);
        // A file that works elsewhere by now is not this office's to tear in two, nor one that something was built on since.
        var abroad = (await app.Given.School()).Place;
        await app.Write(db => db.Employees.Where(e => e.Id == kept.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.PlacePath, abroad.Path)));
        Assert.Equal(HttpStatusCode.Conflict, (await (await world.Second.Open(decided.Address)).SubmitForm("#undo", null, false, ("Reason", "شخصان مختلفان بالفعل"))).Status);
        await app.Write(db => db.Employees.Where(e => e.Id == kept.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.PlacePath, kept.PlacePath)));
        var child = await app.Read(db => db.EmployeeChildren.Where(c => c.EmployeeId == kept.Id && c.FirstNameAr == "آدم").Select(c => c.Id).SingleAsync());
        await app.Write(async db =>
        {
            db.ChildSteps.Add(new ChildStep { EmployeeId = kept.Id, ChildId = child, Aspect = ChildAspect.Schooling, StartsOn = new DateOnly(2024, 9, 1), Holds = true, LearntAt = merge.DecidedAt });
            await db.SaveChangesAsync();
        });
        Assert.Equal(HttpStatusCode.Conflict, (await (await world.Second.Open(decided.Address)).SubmitForm("#undo", null, false, ("Reason", "شخصان مختلفان بالفعل"))).Status);
        await app.Write(db => db.ChildSteps.Where(c => c.ChildId == child).ExecuteDeleteAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await late.SubmitForm("#undo", null, false, ("Reason", " "))).Status);
        var undone = await (await world.Second.Open(decided.Address)).SubmitForm("#undo", null, false, ("Reason", "شخصان مختلفان بالفعل"));

        Assert.Equal(HttpStatusCode.OK, undone.Status);
        Assert.Equal(before, await Rows(kept.Id, other.Id));
        Assert.Equal(other.Id, await app.Read(db => db.Accounts.Where(a => a.Id == account.AccountId).Select(a => a.EmployeeId).SingleAsync()));
        Assert.True((await world.Manager.Open($"{Massar.Features.Employees.Links.Find}?q={other.Ppr}")).Says(other.Ppr));
        Assert.Equal(HttpStatusCode.Conflict, (await late.SubmitForm("#undo", null, false, ("Reason", "مرة ثانية"))).Status);
    }

    [Fact]
    public async Task Nobody_confirms_alone_nor_about_himself_or_his_family_and_other_offices_see_nothing()
    {
        var world = await World();
        var elsewhere = await World();
        // Even who wears both hats does not confirm a proposal of his own.
        var both = await app.Given.Person(Roles.HeadOfService, world.School.Directorate, employeeId: world.Hr.EmployeeId);
        var proposed = await Propose(world);
        var address = proposed.Address;

        var own = await Decide(await app.SignIn(both, "fr"), address);
        Assert.Equal(HttpStatusCode.Conflict, own.StatusCode);
        Assert.Contains("propre proposition", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await Decide(world.Manager, address)).StatusCode);
        var spouse = await app.Read(db => db.Employees.SingleAsync(e => e.Id == world.SecondPerson.EmployeeId));
        var child = new EmployeeChild { EmployeeId = world.Other.Id, FirstNameAr = "ريم", BirthDate = new DateOnly(2019, 3, 1), OtherParentCin = spouse.Cin };
        await app.Write(async db =>
        {
            db.EmployeeChildren.Add(child);
            await db.SaveChangesAsync();
        });
        Assert.Equal(HttpStatusCode.Conflict, (await Decide(world.Second, address)).StatusCode);
        await app.Write(db => db.EmployeeChildren.Where(c => c.Id == child.Id).ExecuteDeleteAsync());

        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Second.Open(address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Decide(elsewhere.Second, address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Manager.Open(Links.Compare(world.Kept.Id, world.Other.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Manager.Open(Links.Compare(world.Kept.Id, elsewhere.Kept.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Manager.Open(Links.Compare(world.Kept.Id, world.Kept.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Manager.Api.PostAsJsonAsync($"/api{address}/withdraw", new { Version = "0" })).StatusCode);

        // A file that changed since it was read is read again; refusing needs a reason, and the pair is not announced any more.
        await app.Write(async db =>
        {
            db.StaffRatings.Add(new StaffRating { EmployeeId = world.Other.Id, Year = Given.Year - 1, Points = 15 });
            await db.SaveChangesAsync();
        });
        var page = await world.Second.Open(address);
        await app.Write(db => db.StaffRatings.Where(r => r.EmployeeId == world.Other.Id).ExecuteDeleteAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await page.SubmitForm("#decide", "merge", false)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await (await world.Second.Open(address)).SubmitForm("#decide", "refuse", false)).Status);
        var refused = await (await world.Second.Open(address)).SubmitForm("#decide", "refuse", false, ("Why", "Deux sœurs, vu leurs actes"));
        Assert.True(refused.Says("Fusion refusée"), refused.Text);
        Assert.False((await world.Manager.Open(Links.Doubles)).Says(world.Other.Ppr));
    }

    [Fact]
    public async Task What_excludes_each_other_is_named_and_keeps_the_files_apart()
    {
        var world = await World();
        var day = new DateOnly(Given.Year, 10, 6);
        await app.Write(async db =>
        {
            db.Leaves.AddRange(new[] { world.Kept, world.Other }.Select(e => new Leave
            {
                EmployeeId = e.Id,
                TypeCode = "SICK_SHORT",
                CountedAs = "SICK_SHORT",
                PlaceId = world.School.Place.Id,
                PlacePath = world.School.Place.Path,
                StartsOn = day,
                EndsOn = day.AddDays(2),
                Days = 3,
                IsAbsence = true,
                IsMedical = true,
                AskedByAccountId = world.Hr.AccountId,
                AskedAt = MassarApp.Clock.GetUtcNow().UtcDateTime,
            }));
            // One rating of one year is no contradiction: the file that stays has its own.
            db.StaffRatings.AddRange(new StaffRating { EmployeeId = world.Kept.Id, Year = Given.Year - 1, Points = 15 }, new StaffRating { EmployeeId = world.Other.Id, Year = Given.Year - 1, Points = 16 });
            await db.SaveChangesAsync();
        });

        var compared = await world.Manager.Open(Links.Compare(world.Kept.Id, world.Other.Id));

        Assert.True(compared.Says("congés aux mêmes jours"), compared.Text);
        Assert.Null(compared.Find("[name=Keep]"));
        Assert.Equal(HttpStatusCode.Conflict, (await world.Manager.Api.PostAsJsonAsync($"/api{Links.Compare(world.Kept.Id, world.Other.Id)}", new { Keep = world.Kept.Ppr, Reason })).StatusCode);
        await app.Write(db => db.Leaves.Where(l => l.EmployeeId == world.Other.Id).ExecuteDeleteAsync());

        // A file that stands in published results, or has a longer history, is the one that stays.
        await app.Write(async db =>
        {
            db.Postings.Add(new Posting { EmployeeId = world.Other.Id, PlaceId = world.School.Place.Id, PlacePath = world.School.Place.Path, StartsOn = new DateOnly(Given.Year - 9, 9, 1), EndsOn = new DateOnly(Given.Year - 6, 8, 31) });
            await db.SaveChangesAsync();
        });
        var turned = await world.Manager.Open(Links.Compare(world.Kept.Id, world.Other.Id));
        Assert.True(turned.Says("est plus long ou commence plus tôt"), turned.Text);
        Assert.Equal(HttpStatusCode.Conflict, (await world.Manager.Api.PostAsJsonAsync($"/api{Links.Compare(world.Kept.Id, world.Other.Id)}", new { Seen = turned.Find("[name=Seen]")!.GetAttribute("value"), Keep = world.Kept.Ppr, Reason })).StatusCode);
        await app.Write(db => db.Postings.Where(p => p.EmployeeId == world.Other.Id && p.EndsOn != null).ExecuteDeleteAsync());

        // Of two accounts the vanished file's is closed, and opened again with the undoing; a second merge waits for the first.
        var (mine, theirs) = (await app.Given.Person(Roles.Teacher, world.School.Place, employeeId: world.Kept.Id), await app.Given.Person(Roles.Employee, world.School.Place, employeeId: world.Other.Id));
        await app.Write(db => db.Accounts.Where(a => a.Id == mine.AccountId).ExecuteUpdateAsync(u => u.SetProperty(a => a.PasswordHash, "$used")));
        Assert.True((await (await app.SignIn(theirs)).Api.PostAsJsonAsync("/api/staff-papers", new { kind = "WorkCertificate" })).IsSuccessStatusCode);
        var proposed = await Propose(world);
        Assert.True((await world.Manager.Open(Links.Compare(world.Kept.Id, world.Other.Id))).Says("dans une autre fusion"));
        await (await world.Second.Open(proposed.Address)).SubmitForm("#decide", "merge", false);
        Assert.Equal(15, await app.Read(db => db.StaffRatings.Where(r => r.EmployeeId == world.Kept.Id).Select(r => r.Points).SingleAsync()));
        Assert.NotNull(await Closed(theirs));
        // A paper stays sealed with the number it was issued under, and the person's own.
        var paper = await app.Read(db => db.IssuedDocuments.Where(d => d.EmployeeId == world.Other.Id).Select(d => d.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(mine)).Get(Massar.Features.Documents.Links.File(paper))).StatusCode);
        // A file that has taken another in goes nowhere itself, so that the first merge can still be taken back.
        var third = await app.Given.Employee(world.School.Place);
        var chained = await world.Manager.Open(Links.Compare(world.Kept.Id, third.Id));
        Assert.True(chained.Says($"déjà été fusionné dans {world.Kept.Ppr}"), chained.Text);
        Assert.Equal(HttpStatusCode.Conflict, (await world.Manager.Api.PostAsJsonAsync($"/api{Links.Compare(world.Kept.Id, third.Id)}", new { Seen = chained.Find("[name=Seen]")!.GetAttribute("value"), Keep = third.Ppr, Reason })).StatusCode);
        Assert.Null(await Closed(mine));
        await app.Write(db => db.StaffMerges.Where(m => m.KeptEmployeeId == world.Kept.Id).ExecuteUpdateAsync(s => s.SetProperty(m => m.DecidedAt, m => m.DecidedAt!.Value.AddDays(-31))));
        var merge = await app.Read(db => db.StaffMerges.SingleAsync(m => m.KeptEmployeeId == world.Kept.Id));
        var late = await world.Second.Api.PostAsJsonAsync($"/api{Links.Case(merge.Id)}/undo", new { Version = $"{merge.Version}", Reason });
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Null((await world.Second.Open(Links.Case(merge.Id))).Find("#undo"));

        Task<DateTime?> Closed(GivenPerson person) => app.Read(db => db.Accounts.Where(a => a.Id == person.AccountId).Select(a => a.ClosedAt).SingleAsync());
    }

    [Theory]
    [InlineData("1234567", "1234568", true), InlineData("1234567", "1234576", true), InlineData("1234567", "123456", true), InlineData("1234567", "12345678", true)]
    [InlineData("1234567", "1234567", false), InlineData("1234567", "1243576", false), InlineData("1234567", "7654321", false), InlineData("1234567", "12345", false)]
    public void A_number_typed_wrongly_differs_by_one_digit_or_two_neighbours(string one, string two, bool isSlip) => Assert.Equal(isSlip, StaffDoubles.IsSlip(one, two));

    [Fact]
    public async Task Every_table_that_names_an_employee_is_known_to_the_merge()
    {
        var columns = await app.Read(db => Task.FromResult(NamedRows.Columns(db.Model, "EmployeeId").Select(c => (c.Entity, c.Column.Name)).ToList()));
        Assert.True(columns.Count > 40);

        Assert.Empty(columns.Where(c => !MergeMap.Columns.ContainsKey(c)).Select(c => $"{c.Entity.Name}.{c.Name}"));
        Assert.Empty(MergeMap.Columns.Keys.Where(c => !columns.Contains(c)).Select(c => $"{c.Entity.Name}.{c.Column}"));
        // Rows that move are named one by one in the journal.
        await app.Read(db =>
        {
            Assert.All(MergeMap.Columns.Where(c => c.Value.Fate is MergeFate.Moves or MergeFate.MovesWhereMissing), c => Assert.Single(db.Model.FindEntityType(c.Key.Entity)!.FindPrimaryKey()!.Properties));
            return Task.FromResult(true);
        });
        // Nobody else keeps an employee under another name without saying so here.
        Assert.Empty(await app.Read(db => Task.FromResult(db.Model.GetEntityTypes().SelectMany(t => t.GetForeignKeys().Where(f => f.PrincipalEntityType.ClrType == typeof(Employee)).SelectMany(f => f.Properties).Select(p => (t.ClrType, p.Name)))
            .Where(c => !MergeMap.Columns.ContainsKey((c.ClrType, c.Name))).Select(c => $"{c.ClrType.Name}.{c.Name}").ToList())));
    }

    private sealed record Scene(GivenSchool School, GivenPerson Hr, Visitor Manager, GivenPerson SecondPerson, Visitor Second, Employee Kept, Employee Other);

    private async Task<Scene> World(string language = "fr")
    {
        var province = await Province.Make(app);
        var (kept, other) = (await app.Given.Employee(province.School.Place), await app.Given.Employee(province.School.Place));
        await app.Write(db => db.Employees.Where(e => e.Id == other.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.Cin, kept.Cin)));
        return new Scene(province.School, province.Hr, await app.SignIn(province.Hr, language), province.HeadOfService, await app.SignIn(province.HeadOfService, language), kept, other);
    }

    private static EmployeeChild Child(long parent, string name, int year) => new() { EmployeeId = parent, FirstNameAr = name, BirthDate = new DateOnly(year, 3, 1) };

    private static async Task<Page> Propose(Scene world)
    {
        var proposed = await (await world.Manager.Open(Links.Compare(world.Kept.Id, world.Other.Id))).Submit(("Keep", world.Kept.Ppr), ("Reason", Reason));
        Assert.True(proposed.Address.StartsWith("/staff-merges/", StringComparison.Ordinal) && proposed.Status == HttpStatusCode.OK, proposed.Text);
        return proposed;
    }

    private static async Task<HttpResponseMessage> Decide(Visitor by, string address) =>
        await by.Api.PostAsJsonAsync($"/api{address.Split('?')[0]}/decide", new { Seen = "", Decision = "merge", Why = "" });

    // What every table says of the two files, but for the versions that a merge raises.
    private Task<List<string>> Rows(long one, long two) => app.Read(async db =>
    {
        var rows = new List<string>();
        rows.AddRange(await db.Employees.Where(e => e.Id == one || e.Id == two).OrderBy(e => e.Id).Select(e => e.Id + " " + e.PlaceId + " " + e.PlacePath + " " + e.GradeCode).ToListAsync());
        rows.AddRange(await db.CareerSteps.Where(s => s.EmployeeId == one || s.EmployeeId == two).OrderBy(s => s.Id).Select(s => "career " + s.Id + " " + s.EmployeeId).ToListAsync());
        rows.AddRange(await db.Postings.Where(s => s.EmployeeId == one || s.EmployeeId == two).OrderBy(s => s.Id).Select(s => "posting " + s.Id + " " + s.EmployeeId).ToListAsync());
        rows.AddRange(await db.EmployeeChildren.Where(s => s.EmployeeId == one || s.EmployeeId == two).OrderBy(s => s.Id).Select(s => "child " + s.Id + " " + s.EmployeeId).ToListAsync());
        rows.AddRange(await db.StaffRatings.Where(s => s.EmployeeId == one || s.EmployeeId == two).OrderBy(s => s.Id).Select(s => "rating " + s.Id + " " + s.EmployeeId).ToListAsync());
        rows.AddRange(await db.FamilySteps.Where(s => s.EmployeeId == one || s.EmployeeId == two).OrderBy(s => s.Id).Select(s => "family " + s.Id + " " + s.EmployeeId).ToListAsync());
        return rows;
    });
}
