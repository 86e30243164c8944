using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Massar.Features.Employees.Domain;
using Massar.Features.Payslips;
using Massar.Features.Payslips.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Tests.Features.Decisions;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Payslips;

/// <summary>The monthly pay file of an academy: read, shown, written once, published by a second person, taken back before.</summary>
public sealed class PayImportTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static readonly DateOnly ThisMonth = MoroccanDay.Today(MassarApp.Clock) is var day ? new DateOnly(day.Year, day.Month, 1) : default;

    [Fact]
    public async Task A_file_is_shown_first_written_when_confirmed_and_seen_by_employees_once_a_second_person_publishes_it()
    {
        var office = await Office();
        var (one, two) = (await Staff(office), await Staff(office));
        var file = Csv(office, ThisMonth, [.. Pay(await PprOf(one), 3_000), .. Pay(await PprOf(two), 4_000.55m)]);

        var preview = await Upload(office.Clerk, file);

        Assert.True(preview.Says("Rien n'est encore écrit"), preview.Text);
        Assert.Equal(0, await MonthsOf(one, two));
        var done = await preview.SubmitForm("#confirm-import", null, false);
        Assert.True(done.Says("Écrit, non publié"), done.Text);
        Assert.Equal(2, await MonthsOf(one, two));
        var employee = await app.SignIn(one, "fr");
        Assert.Equal(HttpStatusCode.NotFound, (await employee.Open(Links.Month(ThisMonth))).Status);
        Assert.Equal(0, (await employee.Api.GetFromJsonAsync<JsonElement>("/api/payslips")).GetProperty("months").GetArrayLength());

        // Who sent and confirmed it does not publish it.
        Assert.Null(done.Find("#publish"));
        Assert.Equal(HttpStatusCode.Conflict, (await office.Clerk.Api.PostAsJsonAsync($"/api{Links.ImportStep(Id(done), "publish")}", new { version = await Version(done) })).StatusCode);
        var published = await (await office.Second.Open(Links.Import(Id(done)))).SubmitForm("#publish", null, false);
        Assert.True(published.Says("Mois publié") && published.Find("#undo") is null, published.Text);

        var sheet = await employee.Open(Links.Month(ThisMonth));
        Assert.True(sheet.Says("Traitement de base") && sheet.Says("Indice multiplié par la valeur annuelle du point") && sheet.Says("Retenue pour pension"), sheet.Text);
        var month = await app.Read(db => db.PayMonths.Include(m => m.Lines).Include(m => m.Events).AsNoTracking().SingleAsync(m => m.EmployeeId == one.EmployeeId));
        Assert.Equal((PayState.Sent, 3_000m, 420m, 2_580m, 377), (month.State, month.Gross, month.Deductions, month.Net, month.Index));
        Assert.Equal(["100", "500"], month.Lines.OrderBy(l => l.Order).Select(l => l.FileCode));
        // One row of the audit answers for the file; its lines are in the payslips.
        var audit = await app.Read(db => db.AuditEntries.Where(a => a.PlaceId == office.School.Academy.Id && a.Action.StartsWith("Payslips.")).Select(a => a.Changes).ToListAsync());
        Assert.Contains(audit, a => a.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)), StringComparison.Ordinal));
        Assert.DoesNotContain(audit, a => a.Contains("\"PayLine\"", StringComparison.Ordinal));

        // The same file again, a month that leaves a gap, and taking the published one back.
        Assert.True((await Upload(office.Clerk, file)).Says($"Le mois {ThisMonth:MM'/'yyyy} est déjà importé"));
        var jump = await Upload(office.Clerk, Csv(office, ThisMonth.AddMonths(2), [.. Pay(await PprOf(one), 3_000)]));
        Assert.True(jump.Says($"le suivant est {ThisMonth.AddMonths(1):MM'/'yyyy}") && jump.Find("#confirm-import") is null, jump.Text);
        Assert.Equal(HttpStatusCode.Conflict, (await office.Clerk.Api.PostAsJsonAsync($"/api{Links.Import(Id(jump))}", new { version = 0, leaves = true })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await office.Second.Api.PostAsJsonAsync($"/api{Links.ImportStep(Id(done), "undo")}", new { version = await Version(published) })).StatusCode);
        Assert.Equal(2, await MonthsOf(one, two));

        // Who was left out has a further file of the same month; months are published and taken back in their order.
        var three = await Staff(office);
        var further = await (await Upload(office.Clerk, Csv(office, ThisMonth, [.. Pay(await PprOf(one), 3_000), .. Pay(await PprOf(three), 3_000)]))).SubmitForm("#confirm-import", null, false, ("Leaves", "true"));
        Assert.Equal(3, await MonthsOf(one, two, three));
        var next = await (await Upload(office.Clerk, Csv(office, ThisMonth.AddMonths(1), [.. Pay(await PprOf(three), 3_000)]))).SubmitForm("#confirm-import", null, false);
        Assert.Equal(4, await MonthsOf(one, two, three));
        Assert.True((await (await office.Second.Open(Links.Import(Id(next)))).SubmitForm("#publish", null, false)).Says("Un mois antérieur est écrit et non publié"));
        Assert.True((await (await office.Clerk.Open(Links.Import(Id(further)))).SubmitForm("#undo", null, false)).Says("Le fichier d'un mois suivant est déjà écrit"));
        await (await office.Clerk.Open(Links.Import(Id(next)))).SubmitForm("#undo", null, false);
        await (await office.Clerk.Open(Links.Import(Id(further)))).SubmitForm("#undo", null, false);
        Assert.Equal(2, await MonthsOf(one, two, three));

        // A file whose rows were swept away writes nothing, nor does one of long ago, nor one whose sum is no pay.
        var swept = await Upload(office.Clerk, Csv(office, ThisMonth, [.. Pay(await PprOf(three), 3_000), .. Pay(await PprOf(one), 3_000)]));
        await app.Write(db => db.PayImportPeople.Where(p => p.ImportId == Id(swept) && p.IsWrong).ExecuteDeleteAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await swept.SubmitForm("#confirm-import", null, false, ("Leaves", "true"))).Status);
        Assert.Equal(0, await MonthsOf(three));
        Assert.True((await Upload(office.Clerk, Csv(office, ThisMonth, [.. Enumerable.Range(0, 10_001).Select(_ => "12345;100;1000000;C")]))).Says("La somme des lignes dépasse"));
        var fresh = await Office();
        Assert.True((await Upload(fresh.Clerk, Csv(fresh, ThisMonth.AddMonths(-2), [.. Pay(await PprOf(await Staff(fresh)), 3_000)]))).Says("Le premier fichier est celui de"));
    }

    [Fact]
    public async Task What_is_wrong_is_said_row_by_row_and_those_people_are_left_out_only_when_it_is_said_so()
    {
        var office = await Office();
        var elsewhere = await Office();
        var (good, bad, paid) = (await Staff(office), await Staff(office), await Staff(office));
        var stranger = await Staff(elsewhere);
        await app.Write(async db =>
        {
            db.PayMonths.Add(PayMonth.Begin(paid.EmployeeId!.Value, paid.PlaceId, ThisMonth, new PayCase("10", 5, 377, "B", true, 0, 0), PayRates.Of(await db.Settings.ToListAsync(), ThisMonth), DateTime.UnixEpoch));
            await db.SaveChangesAsync();
        });
        string[] rows =
        [
            .. Pay(await PprOf(good), 3_000), $"{await PprOf(bad)};777;100;C", $"{await PprOf(bad)};500;10;C", $"{await PprOf(bad)};100;abc;X",
            "00000001;100;5;C", $"{await PprOf(stranger)};100;5;C", .. Pay(await PprOf(paid), 100), "12;100;5;C",
        ];

        var preview = await Upload(office.Clerk, Csv(office, ThisMonth, rows));

        foreach (var said in (string[])["Code de ligne 777 absent du référentiel", "Le code 500 est un débit", "Le montant est un nombre positif", "Le sens est C ou D", "PPR inconnu dans cette académie", "A déjà une paie pour ce mois", "Un PPR a 5 à 8 chiffres"])
            Assert.True(preview.Says(said), $"{said}: {preview.Text}");
        // Whether a number is somebody's of another academy is not said to who has no say there.
        Assert.False(preview.Says("PPR d'une autre académie"));
        Assert.True((await (await app.SignIn(office.ClerkPerson, "ar")).Open(preview.Address)).Says("رقم تأجير غير معروف في هذه الأكاديمية"));
        Assert.Equal(HttpStatusCode.Conflict, (await preview.SubmitForm("#confirm-import", null, false)).Status);
        Assert.Equal(0, await MonthsOf(good, bad));
        var done = await preview.SubmitForm("#confirm-import", null, false, ("Leaves", "true"));
        Assert.Equal((1, 0), (await MonthsOf(good), await MonthsOf(bad)));
        Assert.True(done.Says("Écarté"), done.Text);

        // The head must say what the lines make; another academy's file and one without a month are not taken in.
        var unbalanced = await Upload(office.Clerk, Csv(office, ThisMonth.AddMonths(1), [.. Pay(await PprOf(good), 3_000)], credits: 2_999.99m));
        Assert.True(unbalanced.Says("les lignes font 3 000,00") && unbalanced.Find("#confirm-import") is null, unbalanced.Text);
        Assert.True((await Upload(elsewhere.Clerk, Csv(office, ThisMonth, [.. Pay("00000001", 5)]))).Says("n'est pas une académie de votre ressort"));
        Assert.True((await Upload(office.Clerk, Encoding.UTF8.GetBytes("PPR;Code;Montant;Sens\n12345;100;5;C"))).Says("L'en-tête ne dit pas le mois"));
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Clerk.Open(Links.Import(Id(preview)))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Clerk.Get(Links.ImportFile(Id(preview), null, "csv"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Clerk.Api.PostAsJsonAsync($"/api{Links.ImportStep(Id(preview), "undo")}", new { version = 1 })).StatusCode);
        var csv = await (await office.Clerk.Get(Links.ImportFile(Id(preview), "wrong", "csv"))).Content.ReadAsStringAsync();
        Assert.Contains("absent du référentiel", csv, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(good, "fr")).Open(Links.Imports)).Status);
    }

    [Fact]
    public async Task Five_thousand_lines_are_written_in_the_background_stopped_gone_on_with_and_taken_back()
    {
        var office = await Office();
        var pprs = await Crowd(office, 250);
        var file = Csv(office, ThisMonth, [.. pprs.SelectMany(p => ((string[])["100", "110", "120", "130", "140", "150", "200", "300", "310", "330", "500", "510", "520", "530", "540", "600", "610", "620", "630", "160"]).Select(c => $"{p};{c};{(c[0] < '5' ? 300 : 7)};{(c[0] < '5' ? 'C' : 'D')}"))]);

        var preview = await Upload(office.Clerk, file);
        Assert.True(preview.Says("5 000"), preview.Text);
        var job = await preview.SubmitForm("#confirm-import", null, false);

        Assert.Contains("/jobs/", job.Address, StringComparison.Ordinal);
        // Stopped before it began: the file is neither written nor free.
        await job.SubmitForm("form[action$='/stop']", null, false);
        Assert.Equal(0, await app.RunWork($"pay-import/{office.School.Academy.Id}/"));
        var again = await (await office.Clerk.Open(Links.Import(Id(preview)))).SubmitForm("#again", null, false);
        Assert.Equal(1, await app.RunWork($"pay-import/{office.School.Academy.Id}/"));

        var item = await app.Read(db => db.WorkItems.AsNoTracking().Where(w => w.Key.StartsWith($"pay-import/{office.School.Academy.Id}/")).OrderByDescending(w => w.Id).FirstAsync());
        Assert.Equal((250, 250), (item.DoneCount, item.Total));
        Assert.Contains("/jobs/", again.Address, StringComparison.Ordinal);
        var written = await app.Read(db => db.PayImports.AsNoTracking().SingleAsync(i => i.Id == Id(preview)));
        Assert.Equal((PayImportState.Done, 250), (written.State, written.Written));
        Assert.Equal(5_000, await app.Read(db => db.PayLines.CountAsync(l => db.PayMonths.Any(m => m.Id == l.PayMonthId && m.ImportId == Id(preview)))));

        await (await office.Clerk.Open(Links.Import(Id(preview)))).SubmitForm("#undo", null, false);
        await app.RunWork($"pay-import/{office.School.Academy.Id}/");

        Assert.Equal(0, await app.Read(db => db.PayMonths.CountAsync(m => m.ImportId == Id(preview))));
        Assert.Equal(PayImportState.Undone, await app.Read(db => db.PayImports.Where(i => i.Id == Id(preview)).Select(i => i.State).SingleAsync()));
        // The month is free again.
        Assert.NotNull((await Upload(office.Clerk, file)).Find("#confirm-import"));
    }

    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task The_payslip_says_what_changed_since_last_month_and_names_the_decision_behind_it(string language)
    {
        var province = await Province.Make(app);
        var office = await Office(province.School);
        var teacher = await province.Teacher();
        await app.Write(async db =>
        {
            var pay = PayMonth.Begin(teacher.EmployeeId!.Value, teacher.PlaceId, ThisMonth.AddMonths(-1), new PayCase("10", 5, 377, "B", true, 0, 0), PayRates.Of(await db.Settings.ToListAsync(), ThisMonth), MassarApp.Clock.GetUtcNow().UtcDateTime.AddDays(-40));
            Assert.Null(pay.Move(PayState.Sent, "pay-office", MassarApp.Clock.GetUtcNow().UtcDateTime.AddDays(-35)));
            db.PayMonths.Add(pay);
            await db.SaveChangesAsync();
        });
        var decision = await province.Decision(await province.Signed(teacher));
        var owed = await app.Read(db => db.PayArrears.AsNoTracking().SingleAsync(a => a.DecisionId == decision.Id));
        var lines = await app.Read(db => db.PayLines.AsNoTracking().Where(l => db.PayMonths.Any(m => m.Id == l.PayMonthId && m.EmployeeId == teacher.EmployeeId)).ToListAsync());
        var codes = await app.Read(db => db.PayLineCodes.AsNoTracking().Where(c => c.Element != null).ToDictionaryAsync(c => c.Element!, c => c.Code));
        var ppr = await PprOf(teacher);
        // Signed while the file was being made: its lines are of the index before.
        var late = await province.Teacher();
        var unseen = await province.Decision(await province.Signed(late));
        var latePpr = await PprOf(late);
        var lateRows = lines.Select(l => $"{latePpr};{codes[l.Code]};{Math.Abs(l.Amount).ToString(CultureInfo.InvariantCulture)};{(l.Amount > 0 ? 'C' : 'D')}");
        var rows = lines.Select(l => $"{ppr};{codes[l.Code]};{(Math.Abs(l.Amount) + (l.Code == "BasicPay" ? 106.08m : 0)).ToString(CultureInfo.InvariantCulture)};{(l.Amount > 0 ? 'C' : 'D')}")
            .Append($"{ppr};300;{owed.Amount.ToString(CultureInfo.InvariantCulture)};C").Append($"{ppr};330;50;C").ToArray();

        var done = await (await Upload(office.Clerk, Csv(office, ThisMonth, [.. rows, .. lateRows]))).SubmitForm("#confirm-import", null, false);
        await (await office.Second.Open(done.Address.Split('?')[0])).SubmitForm("#publish", null, false);

        var lost = await app.Read(db => db.PayArrears.AsNoTracking().SingleAsync(a => a.DecisionId == unseen.Id));
        Assert.Equal((ThisMonth, 377, unseen.NewIndex, null), (lost.Month, lost.OldIndex, lost.NewIndex, lost.PayMonthId));
        Assert.True(lost.Amount > 0);

        var sheet = await (await app.SignIn(teacher, language)).Open(Links.Month(ThisMonth));
        Assert.True(sheet.Says(Words.All.Say(language, "payslips.change")), sheet.Text);
        // Basic pay and arrears by the decision; the premium by nothing known.
        Assert.Equal(2, sheet.All($"a[href='{Massar.Features.Decisions.Links.ShowMine(decision.Id)}']").Count);
        Assert.True(sheet.Says(decision.Number!) && sheet.Says(Words.All.Say(language, "payslips.change.unknown")), sheet.Text);
        Assert.Equal(done.Address.Length > 0 ? owed.Month : default, await app.Read(db => db.PayArrears.Where(a => a.Id == owed.Id && db.PayMonths.Any(m => m.Id == a.PayMonthId && m.Month == ThisMonth)).Select(a => a.Month).SingleAsync()));

        // A later decision leaves the amounts of the file as they came: what it changes is owed by the next month.
        var withdrawal = await province.WithdrawalReadyToSign(decision.Id);
        await province.MustSign(withdrawal);
        var after = await app.Read(db => db.PayMonths.AsNoTracking().Include(m => m.Lines).SingleAsync(m => m.EmployeeId == teacher.EmployeeId && m.Month == ThisMonth));
        Assert.Equal(rows.Length, after.Lines.Count);
        Assert.All(after.Lines, l => Assert.NotNull(l.FileCode));
        Assert.Contains(await app.Read(db => db.PayArrears.Where(a => a.DecisionId == withdrawal).Select(a => a.Month).ToListAsync()), m => m == ThisMonth.AddMonths(-1));
    }

    private sealed record Desk(GivenSchool School, GivenPerson ClerkPerson, Visitor Clerk, Visitor Second);

    private async Task<Desk> Office(GivenSchool? school = null)
    {
        school ??= await app.Given.School();
        var clerk = await app.Given.Person(Roles.AcademyMobility, school.Academy);
        return new Desk(school, clerk, await app.SignIn(clerk, "fr", steppedUp: true), await app.SignIn(await app.Given.Person(Roles.AcademyMobility, school.Academy), "fr", steppedUp: true));
    }

    private Task<GivenPerson> Staff(Desk office) => app.Given.Person(Roles.Teacher, office.School.Place);

    private Task<string> PprOf(GivenPerson person) => app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.Ppr).SingleAsync());

    private Task<int> MonthsOf(params GivenPerson[] people)
    {
        var ids = people.Select(p => p.EmployeeId!.Value).ToList();
        return app.Read(db => db.PayMonths.CountAsync(m => ids.Contains(m.EmployeeId)));
    }

    private Task<int> Version(Page page) => app.Read(db => db.PayImports.Where(i => i.Id == Id(page)).Select(i => i.Version).SingleAsync());

    private static int Id(Page page) => int.Parse(page.Address.Split('?')[0].Split('/')[^1], CultureInfo.InvariantCulture);

    private static async Task<Page> Upload(Visitor visitor, byte[] file) =>
        await (await visitor.Open(Links.Imports)).Upload("#import", "File", "paie.csv", file, "text/csv");

    private static IEnumerable<string> Pay(string ppr, decimal basic) =>
        [$"{ppr};100;{basic.ToString(CultureInfo.InvariantCulture)};C", $"{ppr};500;{Math.Round(basic * 0.14m, 2).ToString(CultureInfo.InvariantCulture)};D"];

    private static byte[] Csv(Desk office, DateOnly month, IReadOnlyList<string> rows, decimal? credits = null)
    {
        decimal Sum(char side) => rows.Select(r => r.Split(';')).Where(r => r[3][0] == side).Sum(r => decimal.TryParse(r[2], NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? amount : 0);
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"Mois;{month:yyyy-MM};;\nEmployeur;{office.School.Academy.Code};;\nNombre de lignes;{rows.Count};;\nTotal crédits;{credits ?? Sum('C')};;\nTotal débits;{Sum('D')};;\nPPR;Code;Montant;Sens\n{string.Join('\n', rows)}\n"));
    }

    // So many people at once, without accounts.
    private async Task<IReadOnlyList<string>> Crowd(Desk office, int count)
    {
        var seed = await app.Given.Employee(office.School.Place);
        var people = Enumerable.Range(0, count).Select(n => new Employee
        {
            Ppr = string.Create(CultureInfo.InvariantCulture, $"{10_000_000 + (int.Parse(seed.Ppr, CultureInfo.InvariantCulture) % 80_000) * 1000 + n}")[..8],
            Cin = string.Create(CultureInfo.InvariantCulture, $"QQ{n:0000000}"),
            FirstNameAr = seed.FirstNameAr,
            LastNameAr = seed.LastNameAr,
            FirstNameLatin = seed.FirstNameLatin,
            LastNameLatin = seed.LastNameLatin,
            SearchKey = seed.SearchKey,
            Sex = Sex.Female,
            BirthDate = seed.BirthDate,
            RecruitedOn = seed.RecruitedOn,
            MaritalStatus = MaritalStatus.Single,
            PlaceId = seed.PlaceId,
            PlacePath = seed.PlacePath,
            GradeCode = seed.GradeCode,
        }).ToList();
        await app.Write(async db =>
        {
            db.Employees.AddRange(people);
            await db.SaveChangesAsync();
            db.CareerSteps.AddRange(people.Select(p => new CareerStep { EmployeeId = p.Id, StartsOn = p.RecruitedOn, GradeCode = p.GradeCode, Echelle = "10", Echelon = 5, Index = 377, PositionCode = "ACTIVITY", LearntAt = DateTime.UnixEpoch }));
            await db.SaveChangesAsync();
        });
        return people.ConvertAll(p => p.Ppr);
    }
}
