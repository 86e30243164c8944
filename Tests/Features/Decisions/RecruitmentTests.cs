using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Installations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Tests.Infrastructure.Pdf;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Links = Massar.Features.Decisions.Links;

namespace Massar.Tests.Features.Decisions;

/// <summary>Recruitment: from a form about somebody nobody knows to the file, the first workplace, and the titularisation.</summary>
public sealed class RecruitmentTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task The_signature_opens_the_file_the_minutes_begin_the_work_and_the_withdrawal_closes_it(string language)
    {
        var province = await Province.Make(app);
        var typed = Typed(province);
        var hr = await app.SignIn(province.Hr, language);

        var shown = await (await hr.Open(Links.Recruitment())).Submit(typed);

        Assert.True(shown.Says(Words.All.Say(language, "decisions.new.prepared")), shown.Text);
        var id = long.Parse(shown.Address.Split('/')[^1], null);
        var ppr = Of(typed, "Ppr");
        var employee = await app.Read(db => db.Employees.AsNoTracking().SingleAsync(e => e.Ppr == ppr));
        // A proposal is no file: no office finds the person.
        Assert.Equal(HttpStatusCode.NotFound, (await hr.Open(Massar.Features.Employees.Links.Show(employee.Id))).Status);
        Assert.Empty((await hr.Open(Links.New(q: ppr))).All("main ul.list a"));
        await province.Send(id);
        foreach (var who in (GivenPerson[])[province.HeadOfService, province.Director, province.Control])
            await province.Grant(who, id);
        await province.MustSign(id);

        var file = await hr.Open(Massar.Features.Employees.Links.Show(employee.Id));
        Assert.True(file.Status == HttpStatusCode.OK && file.Says(ppr), file.Text);
        Assert.Single((await hr.Open(Links.Recruits("Signed", ppr))).All("main table tbody tr"));
        Assert.Empty((await hr.Open(Links.Recruits("Draft", ppr))).All("main table tbody tr"));
        Assert.Contains(ppr, await (await (await app.SignIn(province.Hr, language, steppedUp: true)).Get(Links.Recruits(q: ppr, ending: ".csv"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var step = await app.Read(db => db.CareerSteps.AsNoTracking().SingleAsync(s => s.EmployeeId == employee.Id));
        Assert.Equal(("PES_2", "10", 1, 275, "ACTIVITY", true, Today.AddDays(-10), id), (step.GradeCode, step.Echelle, step.Echelon, step.Index, step.PositionCode, step.IsTrainee, step.StartsOn, step.DecisionId));
        Assert.Equal(0, await app.Read(db => db.Postings.CountAsync(p => p.EmployeeId == employee.Id)));
        var text = await Paper(await app.Read(db => db.Decisions.Where(d => d.Id == id).Select(d => d.DocumentId!.Value).SingleAsync()), $"Recruitment-{language}");
        foreach (var phrase in (string[])[Words.All.Say("ar", "decisions.paper.recruitment.subject"), employee.LastNameAr, ppr, Words.All.Say("ar", "decisions.reason.competition"), Words.All.Say("ar", "decisions.row.trainee")])
            Assert.Contains(Tools.Bare(phrase), text, StringComparison.Ordinal);
        Assert.DoesNotContain("{", text, StringComparison.Ordinal);

        // Whoever has no account yet signs the minutes by hand.
        var installation = await app.Read(db => db.Installations.AsNoTracking().SingleAsync(i => i.DecisionId == id));
        Assert.Equal(province.School.Id, installation.PlaceId);
        var present = await (await app.SignIn(province.School.Head)).Api.PostAsJsonAsync($"/api/installations/{installation.Id}", new { version = $"{installation.Version}", @do = "present", day = Iso(Today.AddDays(-9)) });
        Assert.True(present.IsSuccessStatusCode, await present.Content.ReadAsStringAsync());
        var posting = await app.Read(db => db.Postings.AsNoTracking().SingleAsync(p => p.EmployeeId == employee.Id));
        Assert.Equal((province.School.Id, Today.AddDays(-9)), (posting.PlaceId, posting.StartsOn));
        Assert.Equal(province.School.Id, await app.Read(db => db.Employees.Where(e => e.Id == employee.Id).Select(e => e.PlaceId).SingleAsync()));
        var minutes = await app.Read(async db => await db.IssuedDocuments.AsNoTracking().SingleAsync(d => db.Installations.Any(i => i.Id == installation.Id && i.MinutesId == d.Id)));
        Assert.Equal(MinutesContent.RegisterOf(MinutesKind.Installation), minutes.Kind);

        // After the stage the titularisation is due, and not before.
        Assert.Equal(HttpStatusCode.Conflict, (await Titularise(province, employee.Id, Today.AddDays(-11).AddMonths(12))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Titularise(province, employee.Id, Today.AddDays(-10).AddMonths(12))).StatusCode);
        await app.Read(db => db.Decisions.Where(d => d.EmployeeId == employee.Id && d.Kind == "Titularisation").ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DecisionState.Withdrawn)));

        // Taken back: nobody is recruited, no work is known, and the file is closed; it may be proposed anew.
        await province.MustSign(await province.WithdrawalReadyToSign(id));
        Assert.Null(Situation.On(Today, await app.Read(db => db.CareerSteps.AsNoTracking().Where(s => s.EmployeeId == employee.Id).ToListAsync())));
        Assert.Empty((await app.Read(db => db.Postings.AsNoTracking().Where(p => p.EmployeeId == employee.Id).ToListAsync())).WorkedAt(DateTime.MaxValue));
        Assert.Equal(HttpStatusCode.NotFound, (await hr.Open(Massar.Features.Employees.Links.Show(employee.Id))).Status);
        Assert.Equal(InstallationState.Cancelled, await app.Read(db => db.Installations.Where(i => i.Id == installation.Id).Select(i => i.State).SingleAsync()));
        Assert.Equal(HttpStatusCode.OK, (await Post(province, typed)).StatusCode);
        Assert.Equal(1, await app.Read(db => db.Employees.CountAsync(e => e.Ppr == ppr)));
    }

    [Theory]
    [InlineData("Ppr", "decisions.recruit.ppr-known")]
    [InlineData("Cin", "decisions.recruit.cin-known")]
    [InlineData("LastNameAr", "decisions.recruit.person-known")]
    public async Task Whoever_has_a_file_already_is_named(string field, string key)
    {
        var province = await Province.Make(app);
        var known = await app.Read(db => db.Employees.AsNoTracking().SingleAsync(e => e.Id == province.School.Head.EmployeeId));
        var typed = field switch
        {
            "Ppr" => Typed(province, ("Ppr", known.Ppr)),
            "Cin" => Typed(province, ("Cin", known.Cin)),
            _ => Typed(province, ("LastNameAr", known.LastNameAr), ("FirstNameAr", known.FirstNameAr), ("LastNameLatin", known.LastNameLatin), ("FirstNameLatin", known.FirstNameLatin), ("BirthDate", Iso(known.BirthDate))),
        };

        var after = await (await (await app.SignIn(province.Hr, "fr")).Open(Links.Recruitment())).Submit(typed);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, Of(typed, field)), (after.Status, after.ValueOf(field)));
        Assert.Contains(Words.All.Say("fr", key, known.FullNameAr, known.Ppr), after.ErrorOf(field), StringComparison.Ordinal);
        Assert.False(await app.Read(db => db.Decisions.AnyAsync(d => d.Kind == Recruitment.KindCode && d.PlaceId == province.School.Directorate.Id)));
    }

    [Fact]
    public async Task One_person_is_proposed_once_and_what_is_given_up_may_be_proposed_again()
    {
        var province = await Province.Make(app);
        var typed = Typed(province);
        var first = await Post(province, typed);
        var id = JsonDocument.Parse(await first.Content.ReadAsStringAsync()).RootElement.GetProperty("decision").GetInt64();

        var again = await Post(province, typed);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.Contains("\"ppr\"", await again.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        await province.Visa(await app.SignIn(province.Hr), id, "Withdrawn", "material-error");
        var anew = await Post(province, Typed(province, [("Ppr", Of(typed, "Ppr")), ("LastNameAr", "العلمي"), ("LastNameLatin", "Alami")]));

        Assert.True(anew.IsSuccessStatusCode, await anew.Content.ReadAsStringAsync());
        var ppr = Of(typed, "Ppr");
        Assert.Equal("العلمي", await app.Read(db => db.Employees.Where(e => e.Ppr == ppr).Select(e => e.LastNameAr).SingleAsync()));
    }

    [Theory]
    [InlineData("BirthDate", -17)]
    [InlineData("BirthDate", -47)]
    public async Task The_age_on_the_day_of_entry_keeps_within_its_bounds(string field, int years)
    {
        var province = await Province.Make(app);

        var reply = await Post(province, Typed(province, (field, Iso(Today.AddYears(years)))));

        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        Assert.Contains("decisions.why.recruit-age", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(await app.Read(db => db.Employees.AnyAsync(e => e.PlaceId == province.School.Directorate.Id && e.PlacePath == Employee.NotYet)));
    }

    [Theory]
    [InlineData("Ppr", "12", "decisions.promotion.exam.ppr-wrong")]
    [InlineData("Cin", "??", "employees.write.cin")]
    [InlineData("FirstNameAr", "Sara", "employees.write.arabic")]
    [InlineData("BirthDate", "2000-02-31", "decisions.not-a-day")]
    [InlineData("Degree", "", "decisions.recruit.degree-needed")]
    [InlineData("From", "2001-01-01", "decisions.recruit.from-far")]
    [InlineData("School", "99999Z", "decisions.new.school-unknown")]
    public async Task What_is_typed_wrongly_comes_back_with_its_reason(string field, string value, string key)
    {
        var province = await Province.Make(app);

        var after = await (await (await app.SignIn(province.Hr, "fr")).Open(Links.Recruitment())).Submit(Typed(province, (field, value)));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, value), (after.Status, after.ValueOf(field)));
        Assert.Contains(Words.All.Say("fr", key, field == "School" ? value : 200), after.ErrorOf(field), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_recruits_for_schools_of_the_directorate_alone_and_other_roles_have_no_door()
    {
        var (province, other) = (await Province.Make(app), await Province.Make(app));

        var reply = await Post(province, Typed(other));

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Contains("\"school\"", await reply.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        foreach (var who in (GivenPerson[])[province.HeadOfService, province.Signatory, province.School.Head])
            Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(who)).Api.GetAsync("/api/decisions/recruitment")).StatusCode);
    }

    private static (string Name, string Value)[] Typed(Province province, params (string Name, string Value)[] other)
    {
        var n = Given.Next();
        var typed = new Dictionary<string, string>
        {
            ["Ppr"] = $"8{n % 1000000:000000}",
            ["Cin"] = $"YY{n % 1000000:000000}",
            ["LastNameAr"] = "التازي",
            ["FirstNameAr"] = "هاجر",
            ["LastNameLatin"] = "Tazi",
            ["FirstNameLatin"] = "Hajar",
            ["Sex"] = "Female",
            ["BirthDate"] = Iso(Today.AddYears(-24).AddDays(-(n % 300))),
            ["Marital"] = "Single",
            ["Degree"] = "الإجازة في التربية رقم 120",
            ["Grade"] = "PES_2",
            ["School"] = province.School.GresaCode,
            ["From"] = Iso(Today.AddDays(-10)),
            ["Cause"] = "competition",
        };
        foreach (var (name, value) in other)
            typed[name] = value;
        return [.. typed.Select(t => (t.Key, t.Value))];
    }

    private async Task<HttpResponseMessage> Post(Province province, (string Name, string Value)[] typed) =>
        await (await app.SignIn(province.Hr)).Api.PostAsJsonAsync("/api/decisions/recruitment", typed.ToDictionary(t => char.ToLowerInvariant(t.Name[0]) + t.Name[1..], t => t.Value));

    private async Task<HttpResponseMessage> Titularise(Province province, long employee, DateOnly from)
    {
        var version = await app.Read(db => db.Employees.Where(e => e.Id == employee).Select(e => e.Version).SingleAsync());
        return await (await app.SignIn(province.Hr)).Api.PostAsJsonAsync("/api/decisions/new", new { employee, kind = "Titularisation", version = $"{version}", from = Iso(from) });
    }

    private async Task<string> Paper(long document, string name)
    {
        var bytes = await app.Read(db => db.DocumentContents.AsNoTracking().Where(c => c.DocumentId == document).Select(c => c.Bytes).SingleAsync());
        var path = Path.Combine(Directory.CreateTempSubdirectory("recruit-").FullName, "paper.pdf");
        await File.WriteAllBytesAsync(path, bytes);
        var text = Tools.Bare(Tools.Text(path));
        Assert.Contains("Pages:           1", Tools.Run("pdfinfo", path).Output, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("MASSAR_PAPERS") is { Length: > 0 } keep)
            File.Copy(path, Path.Combine(keep, $"{name}.pdf"), overwrite: true);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        return text;
    }

    private static string Of((string Name, string Value)[] typed, string name) => typed.Single(t => t.Name == name).Value;

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
