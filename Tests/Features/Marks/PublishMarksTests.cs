using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Accounts.Domain;
using Massar.Features.Marks;
using Massar.Features.Marks.Domain;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Work;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Marks;

/// <summary>Hand-over, return, validation, the hour, corrections, and what families read.</summary>
public sealed class PublishMarksTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task A_pupil_who_changes_class_keeps_what_the_class_before_published_of_him()
    {
        var at = DateTime.UtcNow.AddMinutes(-1);
        var former = await app.Sheet();
        var now = await app.Sheet(school: former.School);
        await app.Published(former, at, "17", "11", "9");
        await app.Published(now, at, "5", "6", "7");
        var (mover, target) = (former.Pupils[0].Id, now.Class.Id);
        await app.Write(db => db.Enrollments.Where(e => e.PupilId == mover && e.ClassId == former.Class.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.ClassId, target).SetProperty(e => e.OrderInClass, 90)));

        // Anything that makes both classes' lines anew: a remark, a correction.
        Assert.Null((await Rebuild(former.Key))?.Reason.Key);
        Assert.Null((await Rebuild(now.Key))?.Reason.Key);

        var line = Assert.Single(await Lines(mover));
        Assert.Equal((17m, former.Class.Id), (line.Average!.Value, line.ClassId));
        Assert.Equal(2 + 1, await app.Read(db => db.PublishedResults.CountAsync(r => r.ClassId == former.Class.Id)));
        Assert.Equal(3, await app.Read(db => db.PublishedResults.CountAsync(r => r.ClassId == target)));

        // A mark that nobody validated is not published, and takes nothing away.
        var test = await app.IdOf(now.Key);
        await app.Write(async db =>
        {
            var mark = new Mark { AssessmentId = test, PupilId = mover };
            mark.Set(CellValue.OfPlain("8.00"), 1, 1);
            db.Marks.Add(mark);
            await db.SaveChangesAsync();
        });
        Assert.Equal("marks.differs", (await Rebuild(now.Key))?.Reason.Key);
        Assert.Equal(17m, Assert.Single(await Lines(mover)).Average);

        async Task<Refusal?> Rebuild(SheetKey key)
        {
            await using var scope = app.Services.CreateAsyncScope();
            return (await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Run<bool>("Marks.Rebuild", async ct =>
                await scope.ServiceProvider.GetRequiredService<Publication>().Rebuild(key.ClassId, key.Subject, key.Semester, DateTime.UtcNow, ct) is { } refusal ? refusal : true, CancellationToken.None)).Refusal;
        }

        Task<List<PublishedResult>> Lines(long pupil) => app.Read(db => db.PublishedResults.AsNoTracking().Where(r => r.PupilId == pupil).ToListAsync());
    }

    [Fact]
    public async Task A_sheet_with_empty_cells_is_not_handed_over()
    {
        var sheet = await app.Sheet();
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        await (await teacher.Open(sheet.Address)).Submit((sheet.Field(0), "10"));

        var summary = await teacher.Open(Links.HandOver(sheet.Key));
        var forced = await teacher.Api.PostAsync($"/api{Links.HandOver(sheet.Key)}", null);

        Assert.True(summary.Says("Il manque 2 notes"));
        Assert.Equal(HttpStatusCode.Conflict, forced.StatusCode);
        Assert.Equal(AssessmentState.Open, (await app.Stored(sheet.Key)).State);
    }

    /// <summary>AC-TEA-5.</summary>
    [Fact]
    public async Task Handed_over_the_sheet_is_read_only_until_the_head_returns_it_with_remarks_and_validates_it_corrected()
    {
        var sheet = await app.Sheet();
        await app.Submitted(sheet, "12", "8", "5");
        var id = await app.IdOf(sheet.Key);
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        var closed = await teacher.Open(sheet.Address);
        Assert.Empty(closed.All("input[name^='m[']"));
        Assert.True(closed.Says("en lecture seule"));
        var late = await teacher.Post(sheet.Address, [("seen", "9-9"), ("Idempotency", "key-late-01"), ("__RequestVerificationToken", closed.ValueOf("__RequestVerificationToken") ?? ""), (sheet.Field(0), "20")], htmx: true);
        Assert.NotEqual(HttpStatusCode.OK, late.Status);

        // She returns it with remarks on two cells; without a reason it stays, with what was typed.
        var head = await app.SignIn(sheet.School.Head, "fr");
        var review = await head.Open(Links.Review(id));
        var refused = await review.SubmitForm($"form[action$='/{id}/return']", null, false, ($"r[{sheet.Pupils[0].MassarCode}]", "à vérifier"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("à vérifier", refused.ValueOf($"r[{sheet.Pupils[0].MassarCode}]"));
        await refused.SubmitForm($"form[action$='/{id}/return']", null, false, ("Reason", "Deux notes à revoir"), ($"r[{sheet.Pupils[0].MassarCode}]", "à vérifier"), ($"r[{sheet.Pupils[2].MassarCode}]", "copie double"));

        var back = await teacher.Open(sheet.Address);
        Assert.True(back.Says("Deux notes à revoir"));
        Assert.True(back.Says("copie double"));
        await back.Submit((sheet.Field(0), "13"));
        await (await teacher.Open(Links.HandOver(sheet.Key))).Submit();
        await (await head.Open(Links.Review(id))).SubmitForm($"form[action$='/{id}/validate']", null, false);

        var stored = await app.Stored(sheet.Key);
        Assert.Equal(AssessmentState.Validated, stored.State);
        Assert.Equal("13.00", stored.Of(sheet.Pupils[0]).Plain);
        Assert.Equal(sheet.School.Head.AccountId, stored.ValidatedByAccountId);
    }

    [Fact]
    public void Nobody_validates_what_they_handed_over_themselves()
    {
        var sheet = new Assessment { SchoolId = 1, SchoolYearId = 2026, ClassId = 1, SubjectCode = "MATH", Semester = 1, Number = 1, State = AssessmentState.Open };
        Assert.Null(sheet.HandOver(0, accountId: 7, DateTime.UtcNow));

        var sealer = app.Services.GetRequiredService<Sealer>();
        Assert.Equal("marks.validate.own", sheet.Validate(Hands.Only(7), DateTime.UtcNow, sealer)?.Reason.Key);
        Assert.Null(sheet.Validate(Hands.Only(8), DateTime.UtcNow, sealer));
    }

    [Fact]
    public async Task Another_schools_head_finds_no_sheet()
    {
        var sheet = await app.Sheet();
        await app.Submitted(sheet);
        var id = await app.IdOf(sheet.Key);
        var stranger = await app.SignIn((await app.Given.School(inProvinceOf: sheet.School)).Head, steppedUp: true);

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Review(id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsync($"/api{Links.Validate(id)}", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync($"/api{Links.Return(id)}", new { reason = "x" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync($"/api{Links.Schedule}", new { sheets = new[] { id }, date = "2027-05-01", time = "17:00" })).StatusCode);
    }

    [Fact]
    public async Task Publishing_needs_a_fresh_second_factor_a_validated_sheet_and_an_hour_to_come()
    {
        var sheet = await app.Sheet();
        await app.Submitted(sheet);
        var id = await app.IdOf(sheet.Key);
        var body = new { sheets = new[] { id }, date = "2027-05-01", time = "17:00" };

        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(sheet.School.Head)).Api.PostAsJsonAsync($"/api{Links.Schedule}", body)).StatusCode);
        var head = await app.SignIn(sheet.School.Head, steppedUp: true);
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.Schedule}", body)).StatusCode);
        await head.Api.PostAsync($"/api{Links.Validate(id)}", null);
        Assert.Equal(HttpStatusCode.BadRequest, (await head.Api.PostAsJsonAsync($"/api{Links.Schedule}", new { sheets = new[] { id }, date = "2020-05-01", time = "17:00" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await head.Api.PostAsJsonAsync($"/api{Links.Schedule}", body)).StatusCode);

        var stored = await app.Stored(sheet.Key);
        Assert.Equal(new DateTime(2027, 5, 1, 16, 0, 0, DateTimeKind.Utc), stored.PublishAt);
    }

    [Fact]
    public async Task The_chosen_sheets_and_the_hour_come_back_after_the_second_factor_and_nothing_is_ticked_unasked()
    {
        var sheet = await app.Sheet();
        var chosen = await app.Validated(sheet);
        var other = await app.Validated(sheet with { Key = sheet.Key with { Number = 2 } });
        var head = await app.SignIn(sheet.School.Head);
        var form = await head.Open(Links.Schedule);
        Assert.Empty(form.All("input[name=Sheets][checked]"));

        var asked = await form.Submit(("Sheets", $"{chosen}"), ("Date", "2027-05-01"), ("Time", "18:30"));
        var back = Uri.UnescapeDataString(asked.Address[(asked.Address.IndexOf("back=", StringComparison.Ordinal) + 5)..]);
        var again = await head.Open(back);

        Assert.StartsWith("/accounts/", asked.Address, StringComparison.Ordinal);
        Assert.Equal([$"{chosen}"], again.All("input[name=Sheets][checked]").Select(i => i.GetAttribute("value")));
        Assert.Equal(("2027-05-01", "18:30"), (again.ValueOf("Date"), again.ValueOf("Time")));
        Assert.Equal(AssessmentState.Validated, (await app.Stored(sheet.Key)).State);
        var all = await form.Follow(Links.ScheduleAll);
        Assert.Equal([$"{chosen}", $"{other}"], all.All("input[name=Sheets][checked]").Select(i => i.GetAttribute("value")));
    }

    [Fact]
    public async Task Programs_read_each_mark_and_no_number_of_an_account()
    {
        var sheet = await app.Sheet();
        await app.Published(sheet, null, "8");
        var teacher = await app.SignIn(sheet.Teacher);
        await teacher.Api.PostAsJsonAsync($"/api{Links.Correct(sheet.Key, sheet.Pupils[0].MassarCode)}", new { mark = "18", reason = "Erreur de saisie" });
        var correction = await app.Read(db => db.MarkCorrections.Where(c => c.PupilId == sheet.Pupils[0].Id).Select(c => c.Id).SingleAsync());
        (await (await app.SignIn(sheet.School.Head)).Api.PostAsJsonAsync($"/api{Links.Decide(correction)}", new { decision = "approve" })).EnsureSuccessStatusCode();
        var pupil = await app.SignIn(await app.Given.PupilAccount(sheet.School, sheet.Pupils[0]));
        var guardian = await app.SignIn(await app.Given.Guardian(sheet.School, sheet.Pupils[0]));

        var mine = await pupil.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Mine}");
        var child = await guardian.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Child(sheet.Pupils[0].Id)}");

        foreach (var results in new[] { mine, child.GetProperty("results") })
        {
            var test = Assert.Single(results.GetProperty("subjects")[0].GetProperty("tests").EnumerateArray());
            Assert.Equal((1, "18.00"), (test.GetProperty("number").GetInt32(), test.GetProperty("mark").GetString()));
            Assert.False(Assert.Single(results.GetProperty("corrections").EnumerateArray()).TryGetProperty("askedBy", out _));
        }
    }

    [Fact]
    public async Task Of_requests_for_one_cell_that_come_together_one_is_taken()
    {
        var sheet = await app.Sheet();
        var id = await app.Published(sheet, null, "8");
        var teacher = await app.SignIn(sheet.Teacher);
        var address = $"/api{Links.Correct(sheet.Key, sheet.Pupils[0].MassarCode)}";

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => teacher.Api.PostAsJsonAsync(address, new { mark = $"{10 + i}", reason = "Erreur de saisie" })));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.NoContent);
        Assert.Equal(7, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(1, await app.Read(db => db.MarkCorrections.CountAsync(c => c.AssessmentId == id)));
    }

    [Fact]
    public async Task The_number_of_sheets_to_validate_leads_to_their_subjects()
    {
        var sheet = await app.Sheet();
        var head = await app.SignIn(sheet.School.Head, "fr");
        Assert.True((await head.Open(Links.BoardOf(1, false, onlyWaiting: true))).Says("Aucune feuille à valider"));
        await app.Submitted(sheet);
        var french = sheet with { Teacher = await app.Given.Teacher(sheet.Class, "FR"), Key = sheet.Key with { Subject = "FR" } };

        Page waiting = null!;
        var all = await head.Open(Links.Board);
        var statements = await MassarApp.StatementsOf(async () => waiting = await all.Follow(Links.BoardOf(1, false, onlyWaiting: true)));

        Assert.Equal(2, all.All("tbody tr").Count);
        Assert.NotNull(Assert.Single(waiting.All("tbody tr")).QuerySelector($"a[href='{Links.Review(await app.IdOf(sheet.Key))}']"));
        Assert.InRange(EnterMarksTests.WithoutSession(statements).Count, 1, 4);
        Assert.NotNull(french.Teacher);
    }

    [Fact]
    public async Task A_childs_table_is_not_called_the_parents_own_and_a_begun_sheet_says_so()
    {
        var sheet = await app.Sheet();
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        // The page's script puts this word on the badge with the first saved cell.
        Assert.Equal("En cours de saisie", (await teacher.Open(sheet.Address)).Find(".marks-form")!.GetAttribute("data-begun"));
        await app.Published(sheet);
        var second = sheet with { Key = sheet.Key with { Number = 2 } };
        await (await teacher.Open(second.Address)).Submit((sheet.Field(0), "10"));
        var begun = await teacher.Open(second.Address);
        Assert.Null(begun.Find(".marks-form")!.GetAttribute("data-begun"));
        Assert.Equal("En cours de saisie", begun.Find(".head .tag")!.TextContent);

        var guardian = await app.SignIn(await app.Given.Guardian(sheet.School, sheet.Pupils[0]), "fr");

        Assert.Equal("Notes publiées", (await guardian.Open(Links.Child(sheet.Pupils[0].Id))).Find("caption")!.TextContent);
    }

    [Fact]
    public async Task Nothing_is_visible_before_the_hour_on_any_channel_and_everything_at_the_hour()
    {
        var sheet = await app.Sheet();
        var pupil = await app.SignIn(await app.Given.PupilAccount(sheet.School, sheet.Pupils[0]), "fr");
        var guardian = await app.SignIn(await app.Given.Guardian(sheet.School, sheet.Pupils[0]), "fr");
        var id = await app.Validated(sheet, "17,25");
        await app.Schedule(sheet, id);
        string[] pages = [Links.Mine, Links.MineOf(Given.Year, 1)], api = [$"/api{Links.Mine}", $"/api{Links.MineOf(Given.Year, 1)}"];

        var hour = DateTime.UtcNow.AddSeconds(2.5);
        await app.MoveHour(sheet.Key, hour);
        var asked = 0;
        do
        {
            foreach (var address in pages.Concat(api))
                Assert.DoesNotContain("17", Numbers(await (await pupil.Get(address)).Content.ReadAsStringAsync()));
            foreach (var address in (string[])[Links.Children, Links.Child(sheet.Pupils[0].Id), $"/api{Links.Child(sheet.Pupils[0].Id)}"])
                Assert.DoesNotContain("17", Numbers(await (await guardian.Get(address)).Content.ReadAsStringAsync()));
            foreach (var address in (string[])[Links.WorkbookFile(sheet.Key.ClassId, "MATH", 1), Links.List(sheet.Key, "csv"), Links.List(sheet.Key, "xlsx"), sheet.Address, Links.Review(id)])
                Assert.Equal(HttpStatusCode.Forbidden, (await pupil.Get(address)).StatusCode);
            asked++;
        }
        while (DateTime.UtcNow < hour.AddSeconds(-1));

        Assert.True(asked > 0);
        await Task.Delay(hour - DateTime.UtcNow + TimeSpan.FromSeconds(0.3));
        Assert.True((await pupil.Open(Links.Mine)).Says("17,25"));
        Assert.True((await guardian.Open(Links.Child(sheet.Pupils[0].Id))).Says("17,25"));
        var json = await pupil.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Mine}");
        Assert.Equal(17.25m, json.GetProperty("subjects")[0].GetProperty("average").GetDecimal());

        static string Numbers(string body) => body.Contains("17,25", StringComparison.Ordinal) || body.Contains("17.25", StringComparison.Ordinal) ? "17" : "";
    }

    [Fact]
    public async Task A_test_scheduled_for_later_neither_shows_nor_hides_what_is_out()
    {
        var sheet = await app.Sheet();
        var pupil = await app.SignIn(await app.Given.PupilAccount(sheet.School, sheet.Pupils[0]), "fr");
        await app.Published(sheet, null, "11");
        var second = sheet with { Key = sheet.Key with { Number = 2 } };
        await app.Schedule(second, await app.Validated(second, "19"));

        var page = await pupil.Open(Links.Mine);

        Assert.True(page.Says("11,00"));
        Assert.False(page.Says("19,00"));
        Assert.False(page.Says("15,00"));
        Assert.Equal(2, await app.Read(db => db.PublishedResults.CountAsync(r => r.PupilId == sheet.Pupils[0].Id)));
    }

    [Fact]
    public async Task The_pupil_sees_how_the_average_was_made_in_few_statements_and_few_bytes()
    {
        var sheet = await app.Sheet(subject: "FR");
        var french = await app.SignIn(await app.Given.PupilAccount(sheet.School, sheet.Pupils[0]), "fr");
        for (var number = 1; number <= 2; number++)
            await app.Published(sheet with { Key = sheet.Key with { Number = number } }, null, number == 1 ? "14,5" : "12");
        await app.Published(sheet with { Key = sheet.Key with { Number = Assessment.Activities } }, null, "16");

        Page page = null!;
        var statements = await MassarApp.StatementsOf(async () => page = await french.Open(Links.Mine));

        Assert.True(page.Says("(14,50 + 12,00) ÷ 2 × 80% + 16,00 × 20% = 13,80"), page.Text);
        Assert.InRange(EnterMarksTests.WithoutSession(statements).Count, 1, 4);
        Assert.Null(page.Find("script[src*='htmx']"));
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(page.Body), 500, 60_000);
    }

    [Fact]
    public async Task Somebody_who_left_years_ago_finds_the_newest_of_old_semesters_and_any_other_by_its_address()
    {
        var sheet = await app.Sheet();
        var pupil = sheet.Pupils[0];
        var last = DateTime.UtcNow.Year - 7;
        await app.Write(async db =>
        {
            foreach (var (year, semester, mark) in new[] { (last - 1, 2, 11m), (last, 1, 12.25m), (last, 2, 13.5m) })
                db.PublishedResults.Add(new PublishedResult
                {
                    PupilId = pupil.Id,
                    SchoolYearId = year,
                    Semester = semester,
                    SubjectCode = "MATH",
                    PublishAt = new DateTime(last, 2, 1, 0, 0, 0, DateTimeKind.Utc),
                    ClassId = sheet.Class.Id,
                    SubjectAr = "الرياضيات",
                    SubjectFr = "Mathématiques",
                    Tests = FormattableString.Invariant($"1={mark:0.00}"),
                    Average = mark,
                    Coefficient = 5,
                    Share = 0,
                    Scale = 20,
                    IsComplete = true,
                    FormulaVersion = 1,
                    Corrections = 0,
                    Remark = null,
                });
            await db.SaveChangesAsync();
        });
        var visitor = await app.SignIn(await app.Given.PupilAccount(sheet.School, pupil), "fr");

        Assert.True((await visitor.Open(Links.Mine)).Says("13,50"));
        Assert.True((await visitor.Open(Links.MineOf(last, 1))).Says("12,25"));
        Assert.True((await visitor.Open(Links.MineOf(last - 1, 2))).Says("11,00"));
        Assert.True((await visitor.Open(Links.MineOf(last - 3, 2))).Says("13,50"));
    }

    [Fact]
    public async Task Script_in_data_is_inert_on_the_pages_written_by_hand()
    {
        const string Hostile = "<script>alert(1)</script>\" onmouseover=\"x";
        var sheet = await app.Sheet();
        await app.Published(sheet);
        var pupil = sheet.Pupils[0].Id;
        await app.Write(db => db.PublishedResults.Where(r => r.PupilId == pupil)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.SubjectAr, Hostile).SetProperty(r => r.Remark, Hostile)));
        await app.Write(db => db.Pupils.Where(p => p.Id == pupil).ExecuteUpdateAsync(set => set.SetProperty(p => p.LastNameAr, Hostile)));
        var guardian = await app.SignIn(await app.Given.Guardian(sheet.School, sheet.Pupils[0]));

        foreach (var page in new[] { await guardian.Open(Links.Child(pupil)), await (await app.SignIn(await app.Given.PupilAccount(sheet.School, sheet.Pupils[0]))).Open(Links.Mine) })
        {
            Assert.True(page.Says("<script>alert(1)</script>"), page.Text);
            Assert.DoesNotContain(page.All("script"), s => s.TextContent.Length > 0);
            Assert.Empty(page.All("[onmouseover]"));
        }
    }

    [Theory, InlineData(Rounding.HalfUp, "10,07"), InlineData(Rounding.Truncate, "10,06")]
    public async Task The_semesters_average_is_rounded_as_its_subjects_were(Rounding rounding, string shown)
    {
        // MATH 10,00 and FR 10,13, both of coefficient 5 in the first year of collège: 10,065.
        var math = await app.Sheet(pupils: 1);
        var french = math with { Teacher = await app.Given.Teacher(math.Class, "FR"), Key = math.Key with { Subject = "FR" } };
        await app.Published(math, null, "10");
        await app.Published(french, null, "10,13");
        var pupil = math.Pupils[0];
        await app.Write(db => db.PublishedResults.Where(r => r.PupilId == pupil.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.FormulaVersion, Averages.FormulaVersion(rounding)).SetProperty(r => r.Coefficient, 5m)));

        var page = await (await app.SignIn(await app.Given.PupilAccount(math.School, pupil), "fr")).Open(Links.Mine);

        Assert.True(page.Says(shown), page.Text);
    }

    [Fact]
    public async Task Another_familys_child_does_not_exist()
    {
        var sheet = await app.Sheet();
        await app.Published(sheet);
        var stranger = await app.SignIn(await app.Given.Guardian(sheet.School, sheet.Pupils[1]));

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Child(sheet.Pupils[0].Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.GetAsync($"/api{Links.Child(sheet.Pupils[0].Id)}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stranger.Open(Links.Child(sheet.Pupils[1].Id))).Status);
    }

    [Fact]
    public async Task At_the_hour_pupil_and_guardian_are_told_once()
    {
        var sheet = await app.Sheet();
        await app.Given.PupilAccount(sheet.School, sheet.Pupils[0]);
        var guardian = await app.Given.Guardian(sheet.School, sheet.Pupils[0]);
        await app.Validated(sheet);
        await app.Schedule(sheet, await app.IdOf(sheet.Key));
        var scheduled = await app.Stored(sheet.Key);
        var item = await app.Read(db => db.Set<WorkItem>().SingleAsync(w => w.Key == Announcement.Key(sheet.School.Id, scheduled.PublishAt!.Value)));
        Assert.Equal(scheduled.PublishAt, item.RunAfter);

        await Announce(item);
        Assert.Equal(0, await Told(sheet)); // run too early it tells nobody

        var past = DateTime.UtcNow.AddMinutes(-2);
        past = new DateTime(past.Ticks - past.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        await app.MoveHour(sheet.Key, past);
        var due = new WorkItem { Kind = Announcement.Kind, Key = "test", Payload = Announcement.PayloadOf(sheet.School.Id, past), RunAfter = past, CreatedAt = past };
        await Announce(due);
        await Announce(due);

        Assert.Equal(2, await Told(sheet));
        Assert.Equal(AssessmentState.Published, (await app.Stored(sheet.Key)).State);
        var sms = await app.Read(db => db.Notices.Where(n => n.PlaceId == sheet.School.Id && n.AccountId == guardian.AccountId).SelectMany(n => n.Deliveries).SingleAsync());
        Assert.Equal(NoticeChannel.Sms, sms.Channel);
    }

    [Theory, InlineData("notices.marks-published.sms"), InlineData("notices.mark-corrected.sms"), InlineData("notices.marks-published-pupil.sms")]
    public void A_message_fits_one_part_and_carries_no_mark(string key)
    {
        Assert.True(Words.All.Has("ar", key));
        Assert.InRange(Words.All.Say("ar", key, "عبد الرحمان").Length, 10, 70);
    }

    /// <summary>AC-TEA-6.</summary>
    [Fact]
    public async Task A_week_later_a_correction_is_asked_counter_signed_told_and_stays_in_the_history()
    {
        var sheet = await app.Sheet();
        var id = await app.Published(sheet, null, "8", "10", "12");
        var guardian = await app.Given.Guardian(sheet.School, sheet.Pupils[0]);
        var family = await app.SignIn(guardian, "fr");
        Assert.True((await family.Open(Links.Child(sheet.Pupils[0].Id))).Says("8,00"));
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        var form = await (await teacher.Open(sheet.Address)).Follow(Links.Correct(sheet.Key, sheet.Pupils[0].MassarCode));

        var refused = await form.Submit(("Mark", "180"), ("Reason", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("180", refused.ValueOf("Mark"));
        await refused.Submit(("Mark", "18"), ("Reason", "Erreur de saisie"));
        Assert.Equal("8.00", (await app.Stored(sheet.Key)).Of(sheet.Pupils[0]).Plain);

        var head = await app.SignIn(sheet.School.Head, "fr");
        var decided = await (await head.Open(Links.Corrections)).SubmitForm("main form", "Decision=approve", false);
        Assert.True(decided.Says("Correction contresignée"), decided.Status + decided.Text);

        Assert.Equal("18.00", (await app.Stored(sheet.Key)).Of(sheet.Pupils[0]).Plain);
        var child = await family.Open(Links.Child(sheet.Pupils[0].Id));
        Assert.True(child.Says("18,00"));
        Assert.True(child.Says("8,00 → 18,00"), child.Text);
        Assert.True(child.Says("Erreur de saisie"));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == guardian.AccountId && n.Template == "notices.mark-corrected")));
        var again = await head.Api.PostAsJsonAsync($"/api{Links.Decide(await app.Read(db => db.MarkCorrections.Where(c => c.AssessmentId == id).Select(c => c.Id).SingleAsync()))}", new { decision = "refuse", answer = "x" });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn((await app.Given.School()).Head)).Api.PostAsJsonAsync($"/api{Links.Decide(await app.Read(db => db.MarkCorrections.Where(c => c.AssessmentId == id).Select(c => c.Id).SingleAsync()))}", new { decision = "approve" })).StatusCode);
    }

    [Fact]
    public async Task The_head_sees_who_has_not_entered_with_a_telephone_number()
    {
        var sheet = await app.Sheet();
        var head = await app.SignIn(sheet.School.Head, "fr");

        Page board = null!;
        var statements = await MassarApp.StatementsOf(async () => board = await head.Open(Links.BoardOf(1, onlyLate: true)));

        Assert.True(board.Says(sheet.Class.Class.Name));
        Assert.NotNull(board.Find("td a[href^='tel:+212']"));
        Assert.InRange(EnterMarksTests.WithoutSession(statements).Count, 1, 4);
        await app.Submitted(sheet);
        Assert.False((await head.Open(Links.BoardOf(1, onlyLate: true))).Says(sheet.Class.Class.Name));
    }

    private Task<int> Told(GivenSheet sheet) => app.Read(db => db.Notices.CountAsync(n => n.PlaceId == sheet.School.Id && n.Template.StartsWith("notices.marks-published")));

    private Task<bool> Announce(WorkItem item) => app.Within(async services =>
    {
        await ActivatorUtilities.CreateInstance<Announcement>(services).Do(item, null!, CancellationToken.None);
        return true;
    });
}
