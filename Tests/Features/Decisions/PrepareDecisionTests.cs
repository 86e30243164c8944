using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Features.Strikes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Tests.Infrastructure.Pdf;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Links = Massar.Features.Decisions.Links;

namespace Massar.Tests.Features.Decisions;

/// <summary>Every kind of the ministry's table, from the manager's form over the visas to the signature, the file of the employee, and back.</summary>
public sealed class PrepareDecisionTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    private static readonly DateOnly Month = new(Today.Year, Today.Month, 1);

    /// <summary>What the file says of a day.</summary>
    private sealed record Told(string? Position, bool IsTrainee, int? Place);

    public static TheoryData<string, string?, bool, bool> Kinds => new()
    {
        // The position from then on (null: as before), whether a stage ends, whether the place changes.
        { "Titularisation", null, true, false },
        { "StageExtension", null, false, false },
        { "Assignment", null, false, true },
        { "Transfer", null, false, true },
        { "Availability", "AVAILABILITY_REQUEST", false, false },
        { "SecondmentOrSecondmentAtDisposal", "DETACHMENT", false, false },
        { "ReturnToService", "ACTIVITY", false, false },
        { "Resignation", "LEFT_RESIGNED", false, true },
        { "Retirement", "LEFT_RETIRED", false, true },
        { "Death", "LEFT_DECEASED", false, true },
        { "Dismissal", "LEFT_DISMISSED", false, true },
        { "LeavingService", "LEFT_DISMISSED", false, true },
        { "SalaryDeduction", null, false, false },
        { "Entrustment", null, false, false },
        { "EntrustmentEnd", null, false, false },
        { "Reclassification", null, false, false },
    };

    [Fact]
    public void Every_kind_of_the_catalogue_is_walked_and_is_in_the_ministrys_table()
    {
        var table = ReferenceFiles.Delivered.Nomenclatures().Where(n => n.List == "decision-types").Select(n => n.Code).ToHashSet();

        Assert.Equal(DecisionKinds.All.Select(k => k.Code), Kinds.Select(k => (string)k[0]));
        Assert.All(DecisionKinds.All, k => Assert.Contains(k.Code, table));
        Assert.Equal(DecisionKinds.All.Count, DecisionKinds.All.Select(k => k.Register).Distinct().Count());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task From_the_form_over_the_visas_to_the_file_and_a_second_decision_puts_back_what_was(string kind, string? position, bool endsStage, bool moves)
    {
        var language = kind.Length % 2 == 0 ? "ar" : "fr";
        var province = await Province.Make(app);
        var (person, facts, from) = await Arrange(province, kind);
        var (before, on) = (await Situation(province, person, from.AddDays(-1)), await Situation(province, person, from));
        var hr = await app.SignIn(province.Hr, language);

        // Seen before anything is written: every condition answered, old and new side by side.
        var chosen = await (await hr.Open(Links.New(person.EmployeeId))).Follow(Links.New(person.EmployeeId, kind));
        var seen = await Look(hr, person, kind, facts);
        Assert.NotNull(chosen.Find("main form[method=get]"));
        var form = seen.Find($"form[method=post][action='{Links.New()}']");
        Assert.True(form is not null, seen.Text);
        Assert.Empty(seen.All("main .tag.bad"));
        Assert.True(seen.Says(Words.All.Say(language, "decisions.comparison")));
        Assert.Equal(0, await app.Read(db => db.Decisions.CountAsync(d => d.EmployeeId == person.EmployeeId)));

        var shown = await seen.SubmitForm($"form[method=post][action='{Links.New()}']", null, false);
        Assert.True(shown.Says(Words.All.Say(language, "decisions.new.prepared")), shown.Text);
        var id = long.Parse(shown.Address.Split('/')[^1], null);
        await province.Send(id);
        var head = await app.SignIn(province.HeadOfService, language);
        Assert.Single((await head.Open(Links.Inbox())).All("input[name=Line]"));
        foreach (var who in (GivenPerson[])[province.HeadOfService, province.Director, province.Control])
            await province.Grant(who, id);
        Assert.Equal(on, await Situation(province, person, from));
        await province.MustSign(id);
        if (DecisionKinds.Find(kind)!.Installs)
        {
            // A move becomes true with the minutes of presence, not with the signature.
            Assert.Equal(on.Place, (await Situation(province, person, from)).Place);
            await Install(province, person, id, from);
        }

        // The day before is what it was; the day itself is what was decided.
        Assert.Equal(before, await Situation(province, person, from.AddDays(-1)));
        var after = await Situation(province, person, from);
        Assert.Equal(position ?? on.Position, after.Position);
        Assert.Equal(!endsStage && on.IsTrainee, after.IsTrainee);
        Assert.Equal(moves, on.Place != after.Place);

        // The paper stands in the register of its kind.
        var (document, bytes) = await Paper(id);
        Assert.Equal((DecisionKinds.Find(kind)!.Register, 1), (document.Kind, document.Number));
        var file = Path.Combine(Directory.CreateTempSubdirectory("kinds-").FullName, $"{kind}.pdf");
        await File.WriteAllBytesAsync(file, bytes);
        var text = Tools.Bare(Tools.Text(file));
        var employee = await app.Read(db => db.Employees.SingleAsync(e => e.Id == person.EmployeeId));
        foreach (var phrase in (string[])[Words.All.Say("ar", $"{DecisionKinds.Find(kind)!.Template}.subject"), employee.LastNameAr, employee.Ppr, Massar.Infrastructure.Text.Formats.ShortDate(from), "1.58.008"])
            Assert.Contains(Tools.Bare(phrase), text, StringComparison.Ordinal);
        Assert.DoesNotContain("{", text, StringComparison.Ordinal);
        Assert.Contains("Pages:           1", Tools.Run("pdfinfo", file).Output, StringComparison.Ordinal);
        Assert.Equal(0, Tools.Run("qpdf", "--check", file).Exit);
        if (Environment.GetEnvironmentVariable("MASSAR_PAPERS") is { Length: > 0 } keep)
            File.Copy(file, Path.Combine(keep, $"{kind}.pdf"), overwrite: true);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);

        // Everybody reads it well, and the employee opens it.
        var name = language == "ar" ? DecisionKinds.Find(kind)!.NameAr : DecisionKinds.Find(kind)!.NameFr;
        // In the hat that is still worn: a teacher's of the new school, or the employee's own.
        var me = await app.SignIn(await Wearing(person), language);
        foreach (var page in new[] { await hr.Open(Links.Show(id)), await hr.Open(Links.All()), await me.Open(Links.Mine()), await me.Open(Links.ShowMine(id)) })
            Assert.True(page.Status == HttpStatusCode.OK && page.Says(name), page.Text);
        Assert.True((await app.Visitor(language).Open($"/verify/{DocumentCode.Shown(document.Code)}")).Says(Words.All.Say(language, $"{DecisionKinds.Find(kind)!.Template}.subject")));
        var opened = await (await me.Open(Links.ShowMine(id))).SubmitForm($"form[action='{Links.OpenMine(id)}']", null, false);
        Assert.True(opened.Says(Words.All.Say(language, "decisions.opened")));

        // Taken back: the file says what it said, from the same day; the number is of the same register.
        var second = await province.WithdrawalReadyToSign(id);
        Assert.Equal(after, await Situation(province, person, from));
        await province.MustSign(second);
        Assert.Equal(on, await Situation(province, person, from));
        Assert.Equal(on, await Situation(province, person, from.AddDays(40)) with { Place = on.Place });
        Assert.Equal((DecisionState.Withdrawn, document.Kind), ((await province.Decision(id)).State, (await Paper(second)).Document.Kind));
        Assert.Equal(2, (await Paper(second)).Document.Number);
        // It may be decided again at once.
        Assert.Equal(HttpStatusCode.OK, (await Prepare(province, person, kind, facts)).StatusCode);
    }

    [Theory]
    [InlineData("Titularisation", "titular", "trainee")]
    [InlineData("Titularisation", "early", "stage-over")]
    [InlineData("StageExtension", "titular", "trainee")]
    [InlineData("StageExtension", "long", "extension-length")]
    [InlineData("StageExtension", "before", "extension-length")]
    [InlineData("Assignment", "same", "other-place")]
    [InlineData("Assignment", "detached", "active")]
    [InlineData("Transfer", "far", "same-academy")]
    [InlineData("Availability", "long", "ceiling")]
    [InlineData("Availability", "trainee", "titular")]
    [InlineData("Availability", "child", "young-child")]
    [InlineData("SecondmentOrSecondmentAtDisposal", "detached", "active")]
    [InlineData("SecondmentOrSecondmentAtDisposal", "long", "ceiling")]
    [InlineData("ReturnToService", "active", "away")]
    [InlineData("Resignation", "left", "in-service")]
    [InlineData("Retirement", "young", "age")]
    [InlineData("Retirement", "short", "seniority")]
    [InlineData("Death", "future", "past")]
    [InlineData("Dismissal", "under-way", "under-way")]
    [InlineData("Dismissal", "later", "overlap")]
    [InlineData("LeavingService", "future", "past")]
    [InlineData("SalaryDeduction", "twice", "days-once")]
    [InlineData("SalaryDeduction", "months", "one-month")]
    [InlineData("SalaryDeduction", "future", "past")]
    [InlineData("SalaryDeduction", "strike", "strike-settled")]
    public async Task What_the_rule_forbids_is_said_before_it_is_sent_with_what_to_do(string kind, string wrong, string guard)
    {
        var province = await Province.Make(app);
        var (person, facts, from) = await Arrange(province, kind);
        facts = await Spoil(province, person, kind, wrong, facts, from);

        var reply = await Prepare(province, person, kind, facts);
        var seen = await Look(await app.SignIn(province.Hr, "fr"), person, kind, facts);

        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        Assert.Contains($"decisions.why.{guard}", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotEmpty(seen.All("main .tag.bad"));
        Assert.Null(seen.Find("main form[method=post]"));
        Assert.True(seen.Says(Words.All.Say("fr", $"decisions.why.{guard}-next")), seen.Text);
        Assert.False(await app.Read(db => db.Decisions.AnyAsync(d => d.EmployeeId == person.EmployeeId && d.Kind == kind && wrong != "twice")));
    }

    [Fact]
    public async Task Nobody_prepares_his_own_and_who_tries_is_written_down()
    {
        var province = await Province.Make(app);

        var reply = await Prepare(province, province.Hr, "Resignation", [("from", Iso(Month.AddMonths(2)))]);
        var page = await (await app.SignIn(province.Hr)).Open(Links.New(province.Hr.EmployeeId, "Resignation"));

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (reply.StatusCode, page.Status));
        var tried = await app.Read(db => db.AuditEntries.AsNoTracking().SingleAsync(a => a.AccountId == province.Hr.AccountId && a.Action == "Decisions.PrepareDecision"));
        Assert.Contains("decisions.own-case", tried.Changes, StringComparison.Ordinal);
        Assert.False(await app.Read(db => db.Decisions.AnyAsync(d => d.EmployeeId == province.Hr.EmployeeId)));
    }

    [Fact]
    public async Task Another_directorate_finds_nobody_and_other_roles_no_door()
    {
        var (province, other) = (await Province.Make(app), await Province.Make(app));
        var (person, facts, _) = await Arrange(province, "Resignation");
        var ppr = await app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.Ppr).SingleAsync());

        Assert.Equal(HttpStatusCode.NotFound, (await Prepare(other, person, "Resignation", facts, by: other.Hr)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(other.Hr)).Open(Links.New(person.EmployeeId))).Status);
        Assert.Empty((await (await app.SignIn(other.Hr)).Open(Links.New(q: ppr))).All("main ul.list a"));
        Assert.Single((await (await app.SignIn(province.Hr)).Open(Links.New(q: ppr))).All("main ul.list a"));
        foreach (var role in (GivenPerson[])[province.HeadOfService, province.Director, province.Signatory])
            Assert.Equal(HttpStatusCode.Forbidden, (await Prepare(province, person, "Resignation", facts, by: role)).StatusCode);
        // The file's own page leads there.
        Assert.NotNull((await (await app.SignIn(province.Hr)).Open(Massar.Features.Employees.Links.Show(person.EmployeeId!.Value))).Find($"a[href='{Links.New(person.EmployeeId)}']"));
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task What_is_typed_wrongly_comes_back_with_its_reason(string language)
    {
        var province = await Province.Make(app);
        var (person, facts, _) = await Arrange(province, "SecondmentOrSecondmentAtDisposal");
        var hr = await app.SignIn(province.Hr, language);
        var seen = await Look(hr, person, "SecondmentOrSecondmentAtDisposal", facts);

        var after = await seen.SubmitForm($"form[method=post][action='{Links.New()}']", null, false, ("Until", "2026-02-30"), ("Host", "漢"), ("Cause", "because"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, after.Status);
        Assert.EndsWith(Words.All.Say(language, "decisions.not-a-day").Replace('\u00A0', ' '), after.ErrorOf("until")!, StringComparison.Ordinal);
        Assert.NotNull(after.ErrorOf("host"));
        Assert.NotNull(after.ErrorOf("cause"));
        Assert.Equal("漢", after.ValueOf("host"));
        Assert.False(await app.Read(db => db.Decisions.AnyAsync(d => d.EmployeeId == person.EmployeeId)));
    }

    [Fact]
    public async Task A_file_that_changed_meanwhile_is_read_again_first()
    {
        var province = await Province.Make(app);
        var (person, facts, _) = await Arrange(province, "Resignation");
        var hr = await app.SignIn(province.Hr, "fr");
        var seen = await Look(hr, person, "Resignation", facts);
        await app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.Version, e => e.Version + 1)));

        var after = await seen.SubmitForm($"form[method=post][action='{Links.New()}']", null, false);

        Assert.Equal(HttpStatusCode.Conflict, after.Status);
        Assert.True(after.Says(Words.All.Say("fr", "decisions.new.file-changed")));
        Assert.False(await app.Read(db => db.Decisions.AnyAsync(d => d.EmployeeId == person.EmployeeId)));
    }

    [Fact]
    public async Task What_changed_after_the_visas_stops_the_signature()
    {
        var province = await Province.Make(app);
        var (person, facts, from) = await Arrange(province, "Availability");
        var id = await Ready(province, person, "Availability", facts);
        await app.Write(async db =>
        {
            db.CareerSteps.Add(new CareerStep { EmployeeId = person.EmployeeId!.Value, StartsOn = from, GradeCode = "PES_2", Echelle = "10", Echelon = 5, Index = 377, PositionCode = "DETACHMENT", LearntAt = MassarApp.Clock.GetUtcNow().UtcDateTime });
            await db.SaveChangesAsync();
        });

        var reply = await province.Sign(await app.SignIn(province.Signatory, steppedUp: true), id);

        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        Assert.Contains("decisions.situation-changed", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_move_changes_the_workplace_of_the_file_on_the_day_of_presence_and_not_before()
    {
        var province = await Province.Make(app);
        var (person, facts, _) = await Arrange(province, "Transfer");
        facts[0] = ("from", Iso(Today.AddDays(5)));
        var id = await Ready(province, person, "Transfer", facts);
        await province.MustSign(id);
        var target = (await province.Decision(id)).NewPlaceId!.Value;

        Assert.Equal(person.PlaceId, await PlaceOf(person));
        MassarApp.Clock.Pass(TimeSpan.FromDays(6));
        await app.RunWork($"move/{id}");
        Assert.Equal(person.PlaceId, await PlaceOf(person));
        await Install(province, person, id, Today);
        Assert.Equal(target, await PlaceOf(person));
    }

    [Fact]
    public async Task A_move_signed_before_there_were_minutes_still_takes_place_on_its_day_also_for_who_left_since()
    {
        var province = await Province.Make(app);
        var person = await province.Teacher();
        var (to, now) = (await app.Given.School(inProvinceOf: province.School), MassarApp.Clock.GetUtcNow().UtcDateTime);
        await app.Write(async db =>
        {
            var first = await db.Postings.SingleAsync(p => p.EmployeeId == person.EmployeeId);
            db.Postings.AddRange(
                new Posting { EmployeeId = first.EmployeeId, PlaceId = first.PlaceId, PlacePath = first.PlacePath, StartsOn = first.StartsOn, EndsOn = Today.AddDays(-3), LearntAt = now },
                new Posting { EmployeeId = first.EmployeeId, PlaceId = to.Id, PlacePath = to.Place.Path, StartsOn = Today.AddDays(-2), EndsOn = Today.AddDays(-1), LearntAt = now });
            db.Add(new Massar.Infrastructure.Work.WorkItem { Kind = Massar.Features.Decisions.MoveOnTheDay.Handler.Kind, Key = $"move/test-{person.EmployeeId}", Payload = $"{person.EmployeeId}", RunAfter = now, CreatedAt = now });
            await db.SaveChangesAsync();
        });

        Assert.Equal(1, await app.RunWork($"move/test-{person.EmployeeId}"));
        Assert.Equal(to.Id, await PlaceOf(person));
    }

    [Fact]
    public async Task A_stage_is_prolonged_once_and_ends_later()
    {
        var province = await Province.Make(app);
        var (person, facts, from) = await Arrange(province, "StageExtension");
        await province.MustSign(await Ready(province, person, "StageExtension", facts));

        var again = await Prepare(province, person, "StageExtension", [("until", Iso(from.AddMonths(9)))]);
        var tooEarly = await Prepare(province, person, "Titularisation", [("from", Iso(from))]);
        var inTime = await Prepare(province, person, "Titularisation", [("from", Iso(from.AddMonths(6)))]);

        Assert.Contains("decisions.why.extension-once", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("decisions.why.stage-over", await tooEarly.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, inTime.StatusCode);
    }

    [Theory]
    [InlineData(PayState.Computed)]
    [InlineData(PayState.Paid)]
    public async Task A_deduction_keeps_its_thirtieths_of_the_pay_with_its_number_and_the_withdrawal_gives_them_back(PayState state)
    {
        var province = await Province.Make(app);
        var (person, facts, from) = await Arrange(province, "SalaryDeduction");
        var rates = PayRates.Of(ReferenceFiles.Delivered.Settings(Given.Year), from);
        var month = PayMonth.Begin(person.EmployeeId!.Value, person.PlaceId, new DateOnly(from.Year, from.Month, 1), new PayCase("10", 5, 377, "B", true, 0, 0), rates, DateTime.UnixEpoch);
        var next = PayMonth.Begin(person.EmployeeId!.Value, person.PlaceId, new DateOnly(from.Year, from.Month, 1).AddMonths(1), new PayCase("10", 5, 377, "B", true, 0, 0), rates, DateTime.UnixEpoch);
        foreach (var to in state is PayState.Paid ? (PayState[])[PayState.Sent, PayState.Visaed, PayState.Paid] : [])
            Assert.Null(month.Move(to, "treasury", DateTime.UnixEpoch));
        await app.Write(async db =>
        {
            db.PayMonths.AddRange(month, next);
            await db.SaveChangesAsync();
        });
        var carrying = state is PayState.Paid ? next : month;
        var kept = Math.Round(month.Lines.Where(l => l.Amount > 0).Sum(l => l.Amount) / 30 * 2, 2, MidpointRounding.AwayFromZero);
        var id = await Ready(province, person, "SalaryDeduction", facts);
        await province.MustSign(id);
        var number = (await province.Decision(id)).Number!;

        var line = Assert.Single(await Lines(carrying.Id), l => l.Code == "Withholding");
        Assert.Equal(-kept, line.Amount);
        Assert.Contains(number, line.Basis, StringComparison.Ordinal);
        var me = await app.SignIn(person, "fr");
        var slip = await me.Open(Massar.Features.Payslips.Links.Month(carrying.Month));
        Assert.True(slip.Says(Words.All.Say("fr", "payslips.element.Withholding")) && slip.Says(number), slip.Text);

        await province.MustSign(await province.WithdrawalReadyToSign(id));
        Assert.Equal(0, (await Lines(carrying.Id)).Where(l => Arrears.IsArrears(l.Code)).Sum(l => l.Amount));
        Assert.Contains(await Lines(carrying.Id), l => l.Code == "WithholdingReturned" && l.Amount == kept);

        Task<List<PayLine>> Lines(long pay) => app.Read(db => db.PayLines.AsNoTracking().Where(l => l.PayMonthId == pay).ToListAsync());
    }

    [Fact]
    public void Workplaces_of_before_stay_known_as_they_were()
    {
        var (first, later) = (new DateTime(2026, 3, 1, 9, 0, 0, DateTimeKind.Utc), new DateTime(2026, 5, 1, 9, 0, 0, DateTimeKind.Utc));
        var lines = new List<Posting> { new() { EmployeeId = 1, PlaceId = 10, PlacePath = "/1/10/", StartsOn = new DateOnly(2020, 9, 1) } };
        lines.AddRange(Workplaces.Moved(lines.WorkedAt(first), 1, new DateOnly(2026, 4, 1), (11, "/1/11/"), 7, first));

        Assert.Equal((10, 11), (At("2026-03-31", first), At("2026-04-01", first)));
        Assert.Equal(10, At("2026-04-01", first.AddSeconds(-1)));

        lines.AddRange(Workplaces.Undone(lines, 7, 8, later).ToList());
        Assert.Equal((10, 10), (At("2026-03-31", later), At("2026-04-01", later)));
        Assert.Equal(11, At("2026-04-01", later.AddSeconds(-1)));
        Assert.Single(lines.WorkedAt(later));

        int? At(string day, DateTime known) => lines.WorkedAt(known).HeldOn(DateOnly.Parse(day, null))?.PlaceId;
    }

    /// <summary>Somebody for whom every guard of the kind holds, with the facts to type and the day it counts from.</summary>
    private async Task<(GivenPerson Person, (string Name, string Value)[] Facts, DateOnly From)> Arrange(Province province, string kind)
    {
        var person = await province.Teacher();
        switch (kind)
        {
            case "Titularisation":
                await Stage(person, Month.AddMonths(-13));
                return (person, [("from", Iso(Month.AddMonths(-1)))], Month.AddMonths(-1));
            case "StageExtension":
                await Stage(person, Month.AddMonths(-13));
                return (person, [("until", Iso(Month.AddMonths(5).AddDays(-1)))], Month.AddMonths(-1));
            case "Assignment" or "Transfer":
                var school = await app.Given.School(inProvinceOf: province.School);
                return (person, [("from", Iso(Month)), ("school", school.GresaCode), ("cause", "service-need")], Month);
            case "Availability":
                return (person, [("from", Iso(Month)), ("until", Iso(Month.AddMonths(12).AddDays(-1))), ("cause", "personal")], Month);
            case "SecondmentOrSecondmentAtDisposal":
                return (person, [("from", Iso(Month)), ("until", Iso(Month.AddMonths(24).AddDays(-1))), ("host", "جماعة أزرو"), ("cause", "detachment")], Month);
            case "ReturnToService":
                await Position(person, "DETACHMENT");
                return (person, [("from", Iso(Month))], Month);
            case "Resignation":
                return (person, [("from", Iso(Month))], Month);
            case "Retirement":
                await app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.BirthDate, Month.AddYears(-63).AddDays(-3))));
                return (person, [("from", Iso(Month)), ("cause", "age-limit")], Month);
            case "Death":
                return (person, [("from", Iso(Today.AddDays(-3)))], Today.AddDays(-3));
            case "Dismissal":
                return (person, [("from", Iso(Month)), ("cause", "discipline"), ("remark", "محضر رقم 3")], Month);
            case "Entrustment":
                return (person, [("from", Iso(Month)), ("until", Iso(Month.AddMonths(9).AddDays(-1))), ("school", province.School.GresaCode), ("function", "works-head"), ("cause", "post-vacant")], Month);
            case "EntrustmentEnd":
                await app.Write(async db =>
                {
                    db.FunctionTerms.Add(new FunctionTerm { EmployeeId = person.EmployeeId!.Value, FunctionCode = "bursar", PlaceId = person.PlaceId, PlacePath = province.School.Place.Path, IsInterim = false, StartsOn = Month.AddMonths(-2), EndsOn = Month.AddMonths(3), DecisionId = 0, LearntAt = MassarApp.Clock.GetUtcNow().UtcDateTime });
                    await db.SaveChangesAsync();
                });
                return (person, [("from", Iso(Month)), ("cause", "service-need")], Month);
            case "Reclassification":
                await Grades();
                return (person, [("from", Iso(Month)), ("grade", "REC_A"), ("cause", "diploma"), ("remark", "شهادة مسلمة في يونيو")], Month);
            case "LeavingService":
                return (person, [("from", Iso(Today.AddDays(-70))), ("cause", "notice-unanswered"), ("remark", "إنذار رقم 118")], Today.AddDays(-70));
            default:
                return (person, [("from", Iso(Month.AddMonths(-1).AddDays(4))), ("days", "2"), ("cause", "unjustified-absence")], Month.AddMonths(-1).AddDays(4));
        }
    }

    private async Task<(string Name, string Value)[]> Spoil(Province province, GivenPerson person, string kind, string wrong, (string Name, string Value)[] facts, DateOnly from)
    {
        switch (wrong)
        {
            case "titular":
                await app.Write(db => db.CareerSteps.Where(s => s.EmployeeId == person.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(c => c.IsTrainee, false)));
                break;
            case "trainee":
                await Stage(person, Month.AddMonths(-13));
                break;
            case "early":
                return Set("from", Iso(from.AddDays(-1)));
            case "before":
                return Set("until", "1951-01-01");
            case "long":
                return Set("until", Iso(from.AddYears(7)));
            case "same":
                return Set("school", province.School.GresaCode);
            case "far":
                return Set("school", (await app.Given.School()).GresaCode);
            case "detached":
                await Position(person, "DETACHMENT");
                break;
            case "child":
                return Set("cause", "young-child");
            case "active":
                await Position(person, "ACTIVITY");
                break;
            case "left":
                await Position(person, "LEFT_DISMISSED");
                break;
            case "young":
                return Set("from", Iso(from.AddDays(-10)));
            case "short":
                await app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.RecruitedOn, Month.AddYears(-10))));
                return Set("cause", "proportional");
            case "future":
                return Set("from", Iso(Today.AddDays(40)));
            case "under-way":
                Assert.Equal(HttpStatusCode.OK, (await Prepare(province, person, "Resignation", [("from", Iso(Month))])).StatusCode);
                break;
            case "later":
                await app.Write(async db =>
                {
                    db.CareerSteps.Add(new CareerStep { EmployeeId = person.EmployeeId!.Value, StartsOn = from.AddDays(20), GradeCode = "PES_2", Echelle = "10", Echelon = 6, Index = 402, PositionCode = "ACTIVITY", LearntAt = MassarApp.Clock.GetUtcNow().UtcDateTime });
                    await db.SaveChangesAsync();
                });
                break;
            case "twice":
                Assert.Equal(HttpStatusCode.OK, (await Prepare(province, person, kind, facts)).StatusCode);
                return Set("from", Iso(from.AddDays(1)));
            case "months":
                return Set("days", "30");
            case "strike":
                // Entered for a strike day, told, and not heard yet: nothing is kept of that day under another name.
                await app.Write(async db =>
                {
                    var list = new StrikeDay { PlaceId = person.PlaceId, PlacePath = province.School.Place.Path, Day = from.AddDays(1), EnteredAt = DateTime.UnixEpoch, EnteredByAccountId = province.School.Head.AccountId };
                    db.StrikeDays.Add(list);
                    await db.SaveChangesAsync();
                    db.StrikeAbsences.Add(new StrikeAbsence { StrikeDayId = list.Id, EmployeeId = person.EmployeeId!.Value, PlaceId = list.PlaceId, PlacePath = list.PlacePath, Day = list.Day, EnteredAt = MassarApp.Clock.GetUtcNow().UtcDateTime, ReplyDueOn = Today });
                    await db.SaveChangesAsync();
                });
                break;
        }

        return facts;

        (string, string)[] Set(string name, string value) => [.. facts.Select(f => f.Name == name ? (name, value) : f)];
    }

    /// <summary>A grade of the same scale, and one of a scale that ends below.</summary>
    private Task Grades() => app.Write(async db =>
    {
        foreach (var (code, echelle) in new[] { ("REC_A", "10"), ("REC_B", "R9") })
            if (!await db.StaffGrades.AnyAsync(g => g.Code == code))
                db.StaffGrades.Add(new StaffGrade { Code = code, BodyAr = "هيئة", BodyFr = "Corps", CadreAr = "متصرف تربوي", CadreFr = "Administrateur pédagogique", GradeAr = "الدرجة الثانية", GradeFr = "2e grade", Echelle = echelle, Confidence = "test" });
        if (!await db.EchelonSteps.AnyAsync(s => s.Echelle == "R9"))
            db.EchelonSteps.AddRange(new EchelonStep { Echelle = "R9", Echelon = 1, Index = 235, Confidence = "test" }, new EchelonStep { Echelle = "R9", Echelon = 2, Index = 402, Confidence = "test" });
        await db.SaveChangesAsync();
    });

    [Fact]
    public async Task Another_grade_keeps_seniority_where_little_is_gained_and_a_commission_says_the_echelon_itself()
    {
        var province = await Province.Make(app);
        await Grades();
        var (one, other, low) = (await province.Teacher(), await province.Teacher(), await province.Teacher());
        var since = await app.Read(db => db.CareerSteps.Where(s => s.EmployeeId == one.EmployeeId).Select(s => s.StartsOn).SingleAsync());

        var rule = await Ready(province, one, "Reclassification", [("from", Iso(Month)), ("grade", "REC_A"), ("cause", "cadre-change"), ("remark", "قرار رقم 4")]);
        var word = await Ready(province, other, "Reclassification", [("from", Iso(Month)), ("grade", "REC_B"), ("cause", "commission-word"), ("echelon", "2"), ("remark", "محضر اللجنة رقم 9")]);
        var below = await Prepare(province, low, "Reclassification", [("from", Iso(Month)), ("grade", "REC_B"), ("cause", "commission-word"), ("echelon", "1"), ("remark", "محضر اللجنة رقم 9")]);
        var none = await Prepare(province, low, "Reclassification", [("from", Iso(Month)), ("grade", "REC_B"), ("cause", "commission-word"), ("echelon", "7"), ("remark", "محضر")]);
        var same = await Prepare(province, low, "Reclassification", [("from", Iso(Month)), ("grade", "PES_2"), ("cause", "diploma"), ("remark", "شهادة")]);
        var empty = await Prepare(province, low, "Reclassification", [("from", Iso(Month)), ("grade", "REC_B"), ("cause", "commission-word"), ("remark", "محضر")]);

        foreach (var (reply, guard) in new[] { (below, "index-kept"), (none, "grade-placed"), (same, "grade-other") })
            Assert.Contains($"decisions.why.{guard}", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        Assert.Contains("chelon", await empty.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((5, 377, Month.DayNumber - since.DayNumber), await app.Read(db => db.Decisions.Where(d => d.Id == rule).Select(d => ValueTuple.Create(d.NewEchelon, d.NewIndex, d.LeftoverDays)).SingleAsync()));
        Assert.Equal((2, 402, 0), await app.Read(db => db.Decisions.Where(d => d.Id == word).Select(d => ValueTuple.Create(d.NewEchelon, d.NewIndex, d.LeftoverDays)).SingleAsync()));
        await province.MustSign(rule);
        Assert.Equal("REC_A", await app.Read(db => db.Employees.Where(e => e.Id == one.EmployeeId).Select(e => e.GradeCode).SingleAsync()));
        await province.MustSign(await province.WithdrawalReadyToSign(rule));
        Assert.Equal("PES_2", await app.Read(db => db.Employees.Where(e => e.Id == one.EmployeeId).Select(e => e.GradeCode).SingleAsync()));
    }

    /// <summary>What the form of facts, which is sent by its address, shows.</summary>
    private static Task<Page> Look(Visitor hr, GivenPerson person, string kind, (string Name, string Value)[] facts) =>
        hr.Open(Links.New(person.EmployeeId, kind) + string.Concat(facts.Select(f => $"&{f.Name}={Uri.EscapeDataString(f.Value)}")));

    private Task<int> Stage(GivenPerson person, DateOnly since) => app.Read(db => db.CareerSteps.Where(s => s.EmployeeId == person.EmployeeId)
        .ExecuteUpdateAsync(s => s.SetProperty(c => c.IsTrainee, true).SetProperty(c => c.StartsOn, since)));

    private Task<int> Position(GivenPerson person, string code) => app.Read(db => db.CareerSteps.Where(s => s.EmployeeId == person.EmployeeId)
        .ExecuteUpdateAsync(s => s.SetProperty(c => c.PositionCode, code)));

    /// <summary>The manager records the day of presence, and the person confirms it.</summary>
    private async Task Install(Province province, GivenPerson person, long decision, DateOnly day)
    {
        foreach (var (by, act) in new[] { (province.Hr, "present"), (person, "confirm") })
        {
            var installation = await app.Read(db => db.Installations.AsNoTracking().SingleAsync(i => i.DecisionId == decision));
            var reply = await (await app.SignIn(by)).Api.PostAsJsonAsync($"/api/installations/{installation.Id}", new { version = $"{installation.Version}", @do = act, day = Iso(day) });
            Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        }
    }

    private async Task<GivenPerson> Wearing(GivenPerson person) => person with
    {
        HatId = await app.Read(db => db.Hats.Where(h => h.AccountId == person.AccountId && h.StartsOn <= Today && (h.EndsOn == null || h.EndsOn >= Today)).OrderByDescending(h => h.Id).Select(h => h.Id).FirstAsync()),
    };

    private Task<int> PlaceOf(GivenPerson person) => app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.PlaceId).SingleAsync());

    private async Task<HttpResponseMessage> Prepare(Province province, GivenPerson person, string kind, (string Name, string Value)[] facts, GivenPerson? by = null)
    {
        var version = await app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.Version).SingleAsync());
        var body = facts.ToDictionary(f => f.Name, f => (object)f.Value);
        (body["employee"], body["kind"], body["version"]) = (person.EmployeeId!.Value, kind, $"{version}");
        return await (await app.SignIn(by ?? province.Hr)).Api.PostAsJsonAsync("/api/decisions/new", body);
    }

    /// <summary>A decision with all its visas.</summary>
    private async Task<long> Ready(Province province, GivenPerson person, string kind, (string Name, string Value)[] facts)
    {
        var reply = await Prepare(province, person, kind, facts);
        var body = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, body);
        var id = JsonDocument.Parse(body).RootElement.GetProperty("decision").GetInt64();
        await province.Send(id);
        foreach (var who in (GivenPerson[])[province.HeadOfService, province.Director, province.Control])
            await province.Grant(who, id);
        return id;
    }

    private async Task<Told> Situation(Province province, GivenPerson person, DateOnly on)
    {
        var file = await (await app.SignIn(province.Hr)).Api.GetFromJsonAsync<JsonElement>($"/api/employees/{person.EmployeeId}?on={Iso(on)}");
        return new Told(Of("career")?.GetProperty("positionCode").GetString(), Of("career")?.GetProperty("isTrainee").GetBoolean() == true, Of("workplace")?.GetProperty("placeId").GetInt32());

        JsonElement? Of(string part) => file.TryGetProperty(part, out var found) && found.ValueKind is JsonValueKind.Object ? found : null;
    }

    private Task<(IssuedDocument Document, byte[] Bytes)> Paper(long decision) => app.Read(async db =>
    {
        var id = await db.Decisions.Where(d => d.Id == decision).Select(d => d.DocumentId).SingleAsync();
        return (await db.IssuedDocuments.AsNoTracking().SingleAsync(d => d.Id == id), (await db.DocumentContents.AsNoTracking().SingleAsync(c => c.DocumentId == id)).Bytes);
    });

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
