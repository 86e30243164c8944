using System.Net;
using System.Net.Http.Json;
using Massar.Features.Accounts;
using Massar.Features.Accounts.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Commands;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Accounts;

/// <summary>Accounts of staff and families are opened where people are known, from their files, and roles are named for a time by the rank above (MAS-21, WAL-13).</summary>
public sealed class StaffAccountsTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const string Chosen = "olives pont nuage tambour";

    [Fact]
    public async Task A_head_opens_a_teacher_s_account_from_the_staff_file_and_the_teacher_signs_in_and_sets_up_the_second_factor()
    {
        var school = await app.Given.School();
        await app.CurrentYear();
        var taught = await app.Given.Class(school, pupils: 1);
        var teacher = await TeacherWithoutAccount(taught);
        var head = await app.SignIn(school.Head, "fr", steppedUp: true);

        var form = await (await head.Open($"/accounts/staff?q={teacher.Ppr}")).Follow(Links.StaffOf(teacher.Id));
        var open = await form.Follow(Links.OpenAccount(teacher.Id));
        var paper = await open.Submit();
        var code = paper.Find("strong.code")!.TextContent;
        var again = await head.Api.PostAsJsonAsync($"/api{Links.OpenAccount(teacher.Id)}", new { });
        var recovered = await Recover(teacher.Ppr, code);
        var signedIn = await app.Visitor().SignsIn(teacher.Ppr, Chosen);

        Assert.Equal(Roles.Teacher, open.ValueOf("Role"));
        Assert.Contains("no-store", paper.Response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.True(paper.Says(teacher.Ppr));
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal("/accounts/sign-in", recovered.Address);
        Assert.StartsWith("/accounts/second-factor/new", signedIn.Address, StringComparison.Ordinal);
        var hat = await app.Read(db => db.Hats.SingleAsync(h => db.Accounts.Any(a => a.Id == h.AccountId && a.EmployeeId == teacher.Id)));
        Assert.Equal((Roles.Teacher, school.Id), (hat.Role, hat.PlaceId));
        Assert.Equal(1, await app.Read(db => db.AuditEntries.CountAsync(e => e.PlaceId == school.Id && e.Action == "Accounts.OpenAccount")));
    }

    [Fact]
    public async Task The_sheet_opens_every_missing_account_of_a_school_once()
    {
        var school = await app.Given.School();
        await app.CurrentYear();
        var taught = await app.Given.Class(school, pupils: 1);
        var teacher = await TeacherWithoutAccount(taught);
        var other = await app.Given.Employee(school.Place);
        var head = await app.SignIn(school.Head, steppedUp: true);

        var form = await head.Open(Links.OpenStaff);
        var papers = await form.Submit();
        var after = await head.Open(Links.OpenStaff);

        Assert.Equal(2, papers.All("section.panel strong.code").Count);
        Assert.Empty(after.All("tbody tr"));
        var roles = await app.Read(db => db.Accounts.Where(a => a.EmployeeId == teacher.Id || a.EmployeeId == other.Id).OrderBy(a => a.EmployeeId).Select(a => a.Hats.Single().Role).ToListAsync());
        Assert.Equal([Roles.Teacher, Roles.Employee], roles);
    }

    [Fact]
    public async Task Accounts_are_opened_by_the_rank_above_below_one_s_own_place_and_never_for_oneself_or_the_family()
    {
        var school = await app.Given.School();
        var another = await app.Given.School();
        var stranger = await app.Given.Employee(another.Place);
        var colleague = await app.Given.Employee(school.Place);
        var candidate = await app.Given.Employee(another.Place);
        var spouse = await app.Given.Employee(school.Place);
        var cin = spouse.Cin;
        await app.Write(async db =>
        {
            db.EmployeeChildren.Add(new Massar.Features.Employees.Domain.EmployeeChild { EmployeeId = school.Head.EmployeeId!.Value, FirstNameAr = "آدم", BirthDate = new DateOnly(2015, 1, 1), OtherParentCin = cin });
            await db.SaveChangesAsync();
        });
        var head = (await app.SignIn(school.Head, steppedUp: true)).Api;
        var hr = (await app.SignIn(await app.Given.Person(Roles.HrManager, another.Directorate), steppedUp: true)).Api;
        var director = await app.Given.Person(Roles.ProvincialDirector, another.Directorate);
        var teacher = (await app.SignIn(await app.Given.Person(Roles.Teacher, school.Place), steppedUp: true)).Api;
        await app.Write(db => db.Hats.Where(h => h.Id == another.Head.HatId).ExecuteUpdateAsync(s => s.SetProperty(h => h.EndsOn, new DateOnly(2021, 1, 1))));

        Assert.Equal(HttpStatusCode.NotFound, await Open(head, stranger.Id, null));
        Assert.Equal(HttpStatusCode.BadRequest, await Open(head, colleague.Id, Roles.Head));
        Assert.Equal(HttpStatusCode.BadRequest, await Open(head, colleague.Id, Roles.Ministry));
        Assert.Equal(HttpStatusCode.Conflict, await Open(head, spouse.Id, null));
        Assert.Equal(HttpStatusCode.Forbidden, await Open(teacher, colleague.Id, null));
        Assert.Equal(HttpStatusCode.OK, await Open(hr, candidate.Id, Roles.Head));
        Assert.Equal(HttpStatusCode.Conflict, await Open(hr, stranger.Id, Roles.Head));
        Assert.Equal(HttpStatusCode.NotFound, await Open(hr, colleague.Id, null));
        Assert.Equal(HttpStatusCode.Forbidden, await Open((await app.SignIn(school.Head)).Api, colleague.Id, null));

        // The head's slip is lost: the directorate prints another one, and cannot for a rank of its own.
        var opened = await app.Read(db => db.Accounts.SingleAsync(a => a.EmployeeId == candidate.Id));
        // A role given without a decision is no secret: its holder and the director above are told.
        Assert.Equal([(opened.Id, "notices.role-given"), (director.AccountId, "notices.role-given-below")], (await app.Read(db => db.Notices.Where(n => n.Template.StartsWith("notices.role-given") && (n.AccountId == opened.Id || n.AccountId == director.AccountId))
            .Select(n => new { n.AccountId, n.Template }).ToListAsync())).Select(n => (n.AccountId!.Value, n.Template)).OrderBy(n => n.Template));
        var peer = await app.Given.Person(Roles.HrManager, another.Directorate);
        Assert.Equal(HttpStatusCode.OK, (await hr.PostAsJsonAsync($"/api/accounts/desk/{opened.Id}", new { resetsSecondFactor = true, identity = "card" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await hr.PostAsJsonAsync($"/api/accounts/desk/{peer.AccountId}", new { resetsSecondFactor = true, identity = "card" })).StatusCode);

        static async Task<HttpStatusCode> Open(HttpClient api, long employee, string? role) => (await api.PostAsJsonAsync($"/api{Links.OpenAccount(employee)}", new { role })).StatusCode;
    }

    [Fact]
    public async Task A_head_names_a_clerk_until_a_day_sees_it_and_ends_it_at_once()
    {
        var school = await app.Given.School();
        await app.CurrentYear();
        var teacher = await app.Given.Person(Roles.Teacher, school.Place);
        var head = await app.SignIn(school.Head, "fr", steppedUp: true);
        var today = MoroccanDay.Today(MassarApp.Clock);

        var form = await head.Open(Links.NameRole(teacher.EmployeeId!.Value));
        var endless = await form.Submit(("Role", Roles.Clerk), ("EndsOn", ""));
        var far = await form.Submit(("Role", Roles.Clerk), ("EndsOn", TypedDay.Iso(today.AddDays(800))));
        var named = await form.Submit(("Role", Roles.Clerk), ("EndsOn", TypedDay.Iso(today.AddDays(20))));
        var hat = await app.Read(db => db.Hats.SingleAsync(h => h.AccountId == teacher.AccountId && h.Role == Roles.Clerk));
        var clerk = await app.SignIn(teacher with { HatId = hat.Id, Role = Roles.Clerk });
        var before = (await clerk.Open("/accounts/desk")).Status;
        var stale = await head.Api.PostAsJsonAsync($"/api{Links.EndNaming(teacher.EmployeeId!.Value, hat.Id)}", new { version = "99" });
        var ended = await (await head.Open(Links.StaffOf(teacher.EmployeeId!.Value))).SubmitForm($"form[action='{Links.EndNaming(teacher.EmployeeId!.Value, hat.Id)}']", null, false);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, endless.Status);
        Assert.NotNull(far.ErrorOf("EndsOn"));
        Assert.Equal(Links.StaffOf(teacher.EmployeeId!.Value), named.Address);
        Assert.Equal(HttpStatusCode.OK, before);
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Single(ended.All("tbody tr"));
        Assert.StartsWith("/accounts/sign-in", (await clerk.Open("/accounts/desk")).Address, StringComparison.Ordinal);
        var file = await head.Get(Links.Staff + "/list.csv");
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.Contains((await app.Read(db => db.Employees.SingleAsync(e => e.Id == teacher.EmployeeId))).Ppr, await file.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lent_role_opens_the_head_s_pages_passes_nothing_on_and_falls_with_the_head_s_own()
    {
        var school = await app.Given.School();
        await app.CurrentYear();
        var deputy = await app.Given.Person(Roles.Supervisor, school.Place);
        var other = await app.Given.Person(Roles.Teacher, school.Place);
        var head = (await app.SignIn(school.Head, steppedUp: true)).Api;
        var until = TypedDay.Iso(MoroccanDay.Today(MassarApp.Clock).AddDays(10));

        var tooLong = await Name(head, deputy, Roles.Head, TypedDay.Iso(MoroccanDay.Today(MassarApp.Clock).AddDays(60)));
        var lent = await Name(head, deputy, Roles.Head, until);
        var second = await Name(head, other, Roles.Head, until);
        var self = await Name(head, school.Head, Roles.Supervisor, until);
        var hat = await app.Read(db => db.Hats.SingleAsync(h => h.AccountId == deputy.AccountId && h.Role == Roles.Head));
        var acting = await app.SignIn(deputy with { HatId = hat.Id, Role = Roles.Head }, steppedUp: true);
        var sees = (await acting.Open("/registrations/desk")).Status;
        var passes = await Name(acting.Api, other, Roles.Clerk, until);
        var prints = await acting.Api.PostAsJsonAsync($"/api/accounts/desk/{other.AccountId}", new { resetsSecondFactor = false, identity = "card" });
        var manager = await app.SignIn(await app.Manager(school), steppedUp: true);
        var ended = await manager.Api.DeleteAsync($"/api/accounts/all/{school.Head.AccountId}/hats/{school.Head.HatId}");

        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
        Assert.Equal(HttpStatusCode.OK, lent.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, self.StatusCode);
        Assert.NotEqual(HttpStatusCode.Forbidden, sees);
        Assert.Equal(HttpStatusCode.Conflict, passes.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, prints.StatusCode);
        Assert.True(ended.IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await acting.Api.GetAsync("/api/accounts/staff")).StatusCode);
        Assert.True((await app.Read(db => db.Hats.SingleAsync(h => h.Id == hat.Id))).EndsOn < MoroccanDay.Today(MassarApp.Clock));

        static Task<HttpResponseMessage> Name(HttpClient api, GivenPerson whom, string role, string endsOn) => api.PostAsJsonAsync($"/api{Links.NameRole(whom.EmployeeId!.Value)}", new { role, endsOn });
    }

    /// <summary>AC-WAL-9: the telephone is lost; the desk checks identity and prints; the old sessions die at once, and the attempt and its ground are written down.</summary>
    [Fact]
    public async Task AC_WAL_9_a_code_printed_at_the_window_ends_the_old_sessions_at_once_and_says_how_identity_was_checked()
    {
        var (school, _, guardian) = await app.Family();
        var phone = await app.SignIn(guardian);
        var clerk = await app.SignIn(await app.Given.Person(Roles.Clerk, school.Place), steppedUp: true);
        Assert.Equal("/accounts/me", (await phone.Open("/accounts/me")).Address);

        var form = await clerk.Open(Links.DeskCode(guardian.AccountId));
        var unseen = await form.Submit();
        var still = (await phone.Open("/accounts/me")).Address;
        var paper = await form.Submit(("Identity", "card"));

        Assert.NotNull(unseen.ErrorOf("Identity"));
        Assert.Equal("/accounts/me", still);
        Assert.NotNull(paper.Find("strong.code"));
        Assert.StartsWith("/accounts/sign-in", (await phone.Open("/accounts/me")).Address, StringComparison.Ordinal);
        Assert.Equal("card", (await app.Read(db => db.PrintedCodes.SingleAsync(c => c.AccountId == guardian.AccountId))).Identity);
        // Nobody is shut out by it: the password still counts, and the person is told.
        Assert.Equal("/accounts/me", (await app.Visitor().SignsIn(guardian.Login, back: "/accounts/me")).Address);
        Assert.Contains("notices.recovery-code-printed", await app.Read(db => db.Notices.Where(n => n.AccountId == guardian.AccountId).Select(n => n.Template).ToListAsync()));
    }

    /// <summary>AC-MOU-4: the main teacher makes the codes of a whole class anew, with a fresh second factor, and of no other class.</summary>
    [Fact]
    public async Task AC_MOU_4_the_main_teacher_resets_the_codes_of_the_class_and_of_no_other()
    {
        var school = await app.Given.School();
        await app.CurrentYear();
        var taught = await app.Given.Class(school, pupils: 3);
        var main = await app.Given.Teacher(taught);
        var minor = await app.Given.Teacher(taught, "FR");
        await app.Write(db => db.TeachingAssignments.Where(t => t.EmployeeId == minor.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(t => t.WeeklyHours, 1m)));
        var pupil = await app.Given.PupilAccount(school, taught.Pupils[0]);
        await app.GivePassword(pupil);
        // A child of the teacher's own gets its slip from somebody else.
        var own = taught.Pupils[2].Id;
        var cin = await app.Read(db => db.Employees.Where(e => e.Id == main.EmployeeId).Select(e => e.Cin).SingleAsync());
        await app.Write(async db =>
        {
            var parent = new Guardian { FirstNameAr = "أب", LastNameAr = "التلميذ", FirstNameLatin = "Ab", LastNameLatin = "Tilmid", Cin = cin };
            db.Guardians.Add(parent);
            await db.SaveChangesAsync();
            db.Guardianships.Add(new Guardianship { GuardianId = parent.Id, PupilId = own, Quality = GuardianQuality.Father, State = GuardianshipState.Active, StartsOn = new DateOnly(2020, 1, 1) });
            await db.SaveChangesAsync();
        });
        var visitor = await app.SignIn(main, "fr", steppedUp: true);

        var form = await (await visitor.Open(Links.MyClasses)).Follow(Links.DeskClass(taught.Id));
        var papers = await form.Submit(("Who", "all"));
        var hasty = await (await app.SignIn(main)).Api.PostAsJsonAsync($"/api{Links.DeskClass(taught.Id)}", new { who = "all" });
        var others = await (await app.SignIn(minor, steppedUp: true)).Api.PostAsJsonAsync($"/api{Links.DeskClass(taught.Id)}", new { who = "all" });

        Assert.Equal(2, papers.All("section.panel strong.code").Count);
        Assert.False(papers.Says(taught.Pupils[2].MassarCode));
        Assert.Equal(HttpStatusCode.Forbidden, hasty.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, others.StatusCode);
        Assert.Equal("/accounts/sign-in", (await Recover((await app.AccountOf(pupil)).Login, papers.All("section.panel strong.code")[0].TextContent)).Address);
        Assert.Contains("notices.recovery-code-printed", await app.Read(db => db.Notices.Where(n => n.AccountId == pupil.AccountId).Select(n => n.Template).ToListAsync()));
    }

    [Fact]
    public async Task A_desk_prints_no_code_for_its_own_child_nor_for_who_stands_for_it_and_no_role_goes_to_who_works_elsewhere()
    {
        var (school, child, guardian) = await app.Family();
        await app.CurrentYear();
        var desk = await app.Given.Person(Roles.Clerk, school.Place);
        var pupil = await app.Given.PupilAccount(school, child);
        var cin = await app.Read(db => db.Employees.Where(e => e.Id == desk.EmployeeId).Select(e => e.Cin).SingleAsync());
        await app.Write(async db =>
        {
            var parent = new Guardian { FirstNameAr = "أب", LastNameAr = "التلميذ", FirstNameLatin = "Ab", LastNameLatin = "Tilmid", Cin = cin };
            db.Guardians.Add(parent);
            await db.SaveChangesAsync();
            db.Guardianships.Add(new Guardianship { GuardianId = parent.Id, PupilId = child.Id, Quality = GuardianQuality.Father, State = GuardianshipState.Active, StartsOn = new DateOnly(2020, 1, 1) });
            await db.SaveChangesAsync();
        });
        var clerk = await app.SignIn(desk, steppedUp: true);

        foreach (var account in (long[])[pupil.AccountId, guardian.AccountId])
            Assert.Equal(HttpStatusCode.Conflict, (await clerk.Api.PostAsJsonAsync($"/api{Links.DeskCode(account)}", new { resetsSecondFactor = false, identity = "card" })).StatusCode);
        Assert.Equal(0, await app.Read(db => db.PrintedCodes.CountAsync(c => c.IssuedByAccountId == desk.AccountId)));
        Assert.Equal(2, await app.Read(db => db.AuditEntries.CountAsync(a => a.AccountId == desk.AccountId && a.Changes.Contains("accounts.staff.own"))));
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(await app.Given.Person(Roles.Clerk, school.Place), steppedUp: true)).Api.PostAsJsonAsync($"/api{Links.DeskCode(guardian.AccountId)}", new { resetsSecondFactor = false, identity = "card" })).StatusCode);

        // The file stays with the last office; the person does not.
        var (gone, elsewhere, today) = (await app.Given.Person(Roles.Teacher, school.Place), await app.Given.School(), MoroccanDay.Today(MassarApp.Clock));
        await app.Write(async db =>
        {
            db.Postings.Add(new Massar.Features.Employees.Domain.Posting { EmployeeId = gone.EmployeeId!.Value, PlaceId = elsewhere.Id, PlacePath = elsewhere.Place.Path, StartsOn = today.AddDays(-5) });
            await db.SaveChangesAsync();
        });
        var named = await (await app.SignIn(school.Head, steppedUp: true)).Api.PostAsJsonAsync($"/api{Links.NameRole(gone.EmployeeId!.Value)}", new { role = Roles.Clerk, endsOn = TypedDay.Iso(today.AddDays(10)) });
        Assert.Contains("accounts.staff.not-here", await named.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guardian_added_to_the_file_gets_an_account_at_the_window_with_a_login_nobody_else_has()
    {
        var (school, child, first) = await app.Family();
        await app.CurrentYear();
        var phone = $"+2127{Given.Next():00000000}";
        await app.Write(db => db.Accounts.Where(a => a.Id == first.AccountId).ExecuteUpdateAsync(s => s.SetProperty(a => a.Login, phone).SetProperty(a => a.Phone, phone)));
        var added = new Guardian { FirstNameAr = "كريم", LastNameAr = "الزاوي", FirstNameLatin = "Karim", LastNameLatin = "Zaoui", Cin = $"XW{Given.Next() % 1000000:000000}", Phone = phone };
        await app.Write(async db =>
        {
            db.Guardians.Add(added);
            await db.SaveChangesAsync();
            db.Guardianships.Add(new Guardianship { GuardianId = added.Id, PupilId = child.Id, Quality = GuardianQuality.Father, State = GuardianshipState.Active, StartsOn = new DateOnly(2020, 1, 1) });
            await db.SaveChangesAsync();
        });
        var clerk = await app.SignIn(await app.Given.Person(Roles.Clerk, school.Place), "fr", steppedUp: true);

        var found = await clerk.Open($"/accounts/desk?search={added.Cin}");
        var form = await found.Follow(Links.DeskGuardian(added.Id));
        var paper = await form.Submit(("Identity", "card"));
        var recovered = await Recover(added.Cin!, paper.Find("strong.code")!.TextContent);
        var again = await clerk.Open(Links.DeskGuardian(added.Id));
        var elsewhere = await (await app.SignIn((await app.Given.School()).Head, steppedUp: true)).Open(Links.DeskGuardian(added.Id));

        Assert.Equal("/accounts/sign-in", recovered.Address);
        Assert.StartsWith("/accounts/desk/", again.Address, StringComparison.Ordinal);
        Assert.DoesNotContain("guardians", again.Address, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.Status);
        Assert.Equal("/pupils/mine", (await app.Visitor().SignsIn(added.Cin!, Chosen, "/pupils/mine")).Address);
    }

    [Fact]
    public async Task The_ministry_s_first_account_is_opened_by_a_command_until_somebody_has_signed_in()
    {
        await using var host = await MassarApp.StartOwn();
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        var command = ActivatorUtilities.CreateInstance<FirstAccount>(scope.ServiceProvider);
        var arguments = new Arguments(["--login", "Premiere.ADMIN", "--name-ar", "الكاتبة الأولى", "--name-latin", "Premiere Admin"]);

        await command.Run(null!, arguments, default);
        await command.Run(null!, arguments, default);
        var account = await db.Accounts.AsNoTracking().Include(a => a.Hats).SingleAsync();
        var codes = await db.PrintedCodes.AsNoTracking().ToListAsync();
        await Assert.ThrowsAsync<CommandException>(() => command.Run(null!, new Arguments(["--login", "second.admin", "--name-ar", "ثانية", "--name-latin", "Seconde"]), default));
        await db.Accounts.ExecuteUpdateAsync(s => s.SetProperty(a => a.PasswordHash, "x"));
        await Assert.ThrowsAsync<CommandException>(() => command.Run(null!, arguments, default));

        Assert.Equal(("premiere.admin", Roles.Ministry), (account.Login, Assert.Single(account.Hats).Role));
        Assert.Null(account.PasswordHash);
        Assert.Single(codes, c => c.VoidedAt is null);
        Assert.Equal(2, await db.AuditEntries.CountAsync(e => e.Action == "Accounts.First"));
    }

    private static async Task<Massar.Features.Employees.Domain.Employee> TeacherOf(MassarApp app, GivenClass taught)
    {
        var employee = await app.Given.Employee(taught.School.Place);
        await app.Write(async db =>
        {
            db.TeachingAssignments.Add(new Massar.Features.Classes.Domain.TeachingAssignment
            {
                ClassId = taught.Id,
                SchoolId = taught.School.Id,
                SchoolYearId = taught.Class.SchoolYearId,
                SubjectCode = "MATH",
                EmployeeId = employee.Id,
                WeeklyHours = 4,
                StartsOn = new DateOnly(taught.Class.SchoolYearId, 9, 1),
            });
            await db.SaveChangesAsync();
        });
        return employee;
    }

    private Task<Massar.Features.Employees.Domain.Employee> TeacherWithoutAccount(GivenClass taught) => TeacherOf(app, taught);

    private async Task<Page> Recover(string login, string code, string password = Chosen) =>
        await (await app.Visitor().Open("/accounts/recover")).Submit(("Login", login), ("Code", code), ("Password", password), ("Repeated", password));
}
