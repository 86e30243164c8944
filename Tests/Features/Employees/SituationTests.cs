using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Employees;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Features.Decisions;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Employees;

public sealed class SituationTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static readonly DateOnly Asked = new(2018, 3, 1);

    /// <summary>AC-MSR-8: the situation on a day gives what was true that day, also after retroactive decisions, and when we learnt it.</summary>
    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task A_day_gives_what_was_true_even_after_a_retroactive_line_and_when_it_was_learnt(string language)
    {
        var teacher = await Career();

        var page = await (await app.SignIn(teacher, language)).Open($"{Links.Mine}?on=2018-03-01");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.True(page.Says(language == "ar" ? "الرتبة 4، السلم 10، الرقم الاستدلالي 351" : "Échelon 4, échelle 10, indice 351"));
        // Learnt in June, true since January.
        Assert.True(page.Says(language == "ar" ? "منذ 01/01/2018 – سجل في 12/06/2018" : "depuis le 01/01/2018 – enregistré le 12/06/2018"));
        // What the file said on that day.
        Assert.True(page.Says(language == "ar" ? "كان الملف يقول: الرتبة 3، الرقم الاستدلالي 326" : "le dossier disait : échelon 3, indice 326"));
    }

    [Fact]
    public async Task As_it_was_known_before_the_retroactive_line_the_day_says_the_former_echelon()
    {
        var teacher = await Career();
        var me = (await app.SignIn(teacher)).Api;

        var then = await Json(me, "/api/employees/me?on=2018-03-01&known=2018-06-11");
        var next = await Json(me, "/api/employees/me?on=2018-03-01&known=2018-06-12");

        Assert.Equal(3, then.GetProperty("career").GetProperty("echelon").GetInt32());
        Assert.Equal(4, next.GetProperty("career").GetProperty("echelon").GetInt32());
        Assert.Equal("2018-01-01", next.GetProperty("career").GetProperty("echelonSince").GetString());
    }

    [Fact]
    public async Task A_decision_signed_through_the_front_door_changes_the_day_before_it_and_says_by_which_number()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        await province.Signed(teacher);
        var decision = await app.Read(db => db.Decisions.SingleAsync(d => d.EmployeeId == teacher.EmployeeId));

        var file = await Json((await app.SignIn(teacher)).Api, $"/api/employees/me?on={decision.EffectiveOn:yyyy-MM-dd}");

        Assert.Equal(decision.NewEchelon, file.GetProperty("career").GetProperty("echelon").GetInt32());
        Assert.Equal(decision.Number, file.GetProperty("career").GetProperty("decision").GetString());
        Assert.Equal(MoroccanDay.Of(decision.SignedAt!.Value), MoroccanDay.Of(file.GetProperty("career").GetProperty("learntAt").GetDateTime()));
    }

    [Fact]
    public async Task Workplaces_and_family_are_those_of_the_day()
    {
        var teacher = await Career();
        var former = await app.Given.School();
        var now = MassarApp.Clock.GetUtcNow().UtcDateTime;
        await app.Write(async db =>
        {
            db.Postings.Add(new Posting { EmployeeId = teacher.EmployeeId!.Value, PlaceId = former.Id, PlacePath = former.Place.Path, StartsOn = new DateOnly(2016, 9, 1), EndsOn = new DateOnly(2018, 8, 31), LearntAt = new DateTime(2016, 9, 5, 9, 0, 0, DateTimeKind.Utc) });
            db.FamilySteps.Add(new FamilyStep { EmployeeId = teacher.EmployeeId.Value, StartsOn = new DateOnly(2012, 9, 1), MaritalStatus = MaritalStatus.Single });
            db.FamilySteps.Add(new FamilyStep { EmployeeId = teacher.EmployeeId.Value, StartsOn = new DateOnly(2019, 7, 1), MaritalStatus = MaritalStatus.Married, SpouseNameAr = "الفاسي هاجر", LearntAt = now });
            db.EmployeeChildren.Add(new EmployeeChild { EmployeeId = teacher.EmployeeId.Value, FirstNameAr = "سلمى", BirthDate = new DateOnly(2020, 5, 1), LearntAt = now });
            await db.SaveChangesAsync();
        });
        var me = (await app.SignIn(teacher)).Api;

        var then = await Json(me, "/api/employees/me?on=2018-03-01");
        var today = await Json(me, "/api/employees/me");

        Assert.Equal(former.Id, then.GetProperty("workplace").GetProperty("placeId").GetInt32());
        Assert.Equal("Single", then.GetProperty("family").GetProperty("status").GetString());
        Assert.Equal(0, then.GetProperty("family").GetProperty("children").GetArrayLength());
        Assert.Equal("Married", today.GetProperty("family").GetProperty("status").GetString());
        Assert.Equal(1, today.GetProperty("family").GetProperty("children").GetArrayLength());
        Assert.NotEqual(former.Id, today.GetProperty("workplace").GetProperty("placeId").GetInt32());
    }

    [Fact]
    public async Task The_office_above_reads_the_file_without_amounts_another_office_finds_nothing()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var other = await Province.Make(app);
        var employee = await app.Read(db => db.Employees.SingleAsync(e => e.Id == teacher.EmployeeId));

        var found = await (await app.SignIn(province.Hr, "fr")).Open($"{Links.Find}?q={employee.Ppr}");
        var file = await found.Follow(Links.Show(employee.Id));
        var elsewhere = await (await app.SignIn(other.Hr)).Open(Links.Show(employee.Id));
        var elsewhereFound = await (await app.SignIn(other.Hr)).Open($"{Links.Find}?q={employee.Ppr}");

        Assert.Equal(HttpStatusCode.OK, file.Status);
        Assert.True(file.Says(employee.FullNameLatin));
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.Status);
        Assert.Null(elsewhereFound.Find($"a[href='{Links.Show(employee.Id)}']"));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(teacher)).Open(Links.Show(employee.Id))).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Somebody_is_found_by_card_number_and_by_name_in_either_script(bool byCard)
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var employee = await app.Read(db => db.Employees.SingleAsync(e => e.Id == teacher.EmployeeId));

        var page = await (await app.SignIn(province.Hr)).Open($"{Links.Find}?q={Uri.EscapeDataString(byCard ? employee.Cin.ToLowerInvariant() : employee.LastNameLatin)}");

        Assert.NotNull(page.Find($"a[href='{Links.Show(employee.Id)}']"));
    }

    [Fact]
    public async Task The_file_asks_the_database_three_times()
    {
        var teacher = await Career();
        var visitor = await app.SignIn(teacher);
        await visitor.Open(Links.Mine);

        var statements = await MassarApp.StatementsOf(() => visitor.Open($"{Links.Mine}?on=2018-03-01"));

        Assert.InRange(statements.Count, 1, 3);
    }

    [Fact]
    public async Task A_name_is_put_right_by_the_office_with_what_was_typed_kept_and_never_by_oneself()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var address = Links.Identity(teacher.EmployeeId!.Value);
        var form = await (await app.SignIn(province.Hr, "fr")).Open(address);

        var wrong = await form.Submit(("LastNameAr", "Alaoui"), ("Cin", "12"));
        var stale = await app.Read(db => db.Database.ExecuteSqlAsync($"UPDATE Employees SET Version = Version + 1 WHERE Id = {teacher.EmployeeId}"));
        var behind = await form.Submit(("LastNameAr", "الراشدي"));
        var right = await behind.Submit();

        Assert.Equal("Alaoui", wrong.ValueOf("LastNameAr"));
        Assert.NotNull(wrong.ErrorOf("LastNameAr"));
        Assert.NotNull(wrong.ErrorOf("Cin"));
        Assert.Equal(1, stale);
        Assert.Equal(HttpStatusCode.Conflict, behind.Status);
        Assert.Equal("الراشدي", behind.ValueOf("LastNameAr"));
        Assert.Equal(HttpStatusCode.OK, right.Status);
        Assert.Equal("الراشدي", await app.Read(db => db.Employees.Where(e => e.Id == teacher.EmployeeId).Select(e => e.LastNameAr).SingleAsync()));
        Assert.Equal(HttpStatusCode.Conflict, (await (await app.SignIn(province.Hr)).Open(Links.Identity(province.Hr.EmployeeId!.Value))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn((await Province.Make(app)).Hr)).Open(address)).Status);
    }

    [Fact]
    public void What_was_learnt_last_of_a_day_counts_from_when_it_was_learnt()
    {
        CareerStep[] steps = [Step(1, new DateOnly(2018, 1, 1), 4, new DateTime(2018, 6, 12)), Step(2, new DateOnly(2018, 1, 1), 5, new DateTime(2019, 1, 1)), Step(3, new DateOnly(2016, 1, 1), 3, new DateTime(2016, 2, 1))];

        Assert.Equal(3, steps.KnownAt(new DateTime(2018, 6, 11)).On(Asked)!.Echelon);
        Assert.Equal(4, steps.KnownAt(new DateTime(2018, 6, 13)).On(Asked)!.Echelon);
        Assert.Equal(5, steps.KnownAt(new DateTime(2020, 1, 1)).On(Asked)!.Echelon);
        Assert.Null(steps.KnownAt(new DateTime(2020, 1, 1)).On(new DateOnly(2015, 1, 1)));
    }

    /// <summary>Échelon 3 since 2016; échelon 4 from January 2018 on, of which the file learnt in June.</summary>
    private async Task<GivenPerson> Career()
    {
        var school = await app.Given.School();
        var teacher = await app.Given.Person(Roles.Teacher, school.Place);
        await app.Write(async db =>
        {
            await db.CareerSteps.Where(s => s.EmployeeId == teacher.EmployeeId).ExecuteDeleteAsync();
            db.CareerSteps.Add(Step(0, new DateOnly(2016, 1, 1), 3, new DateTime(2016, 2, 1, 9, 0, 0, DateTimeKind.Utc), teacher.EmployeeId!.Value));
            db.CareerSteps.Add(Step(0, new DateOnly(2018, 1, 1), 4, new DateTime(2018, 6, 12, 9, 0, 0, DateTimeKind.Utc), teacher.EmployeeId.Value));
            await db.SaveChangesAsync();
        });
        return teacher;
    }

    private static CareerStep Step(long id, DateOnly from, int echelon, DateTime learnt, long employee = 1) => new()
    {
        Id = id,
        EmployeeId = employee,
        StartsOn = from,
        GradeCode = "PES_2",
        Echelle = "10",
        Echelon = echelon,
        Index = echelon switch { 3 => 326, 4 => 351, _ => 377 },
        PositionCode = "ACTIVITY",
        LearntAt = learnt,
    };

    private static async Task<JsonElement> Json(HttpClient api, string address)
    {
        var reply = await api.GetAsync(address);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        return await reply.Content.ReadFromJsonAsync<JsonElement>();
    }
}
