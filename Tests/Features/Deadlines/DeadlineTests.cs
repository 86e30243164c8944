using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Massar.Features.Attendance.Domain;
using Massar.Features.Certificates.Domain;
using Massar.Features.Contributions.Domain;
using Massar.Features.Deadlines;
using Massar.Features.Deadlines.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Features.Marks;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Deadlines;

/// <summary>MAS-22: named missing things in order of the deadline that they block, gone once they are mended, and nobody else's.</summary>
public sealed class DeadlineTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    [Fact]
    public async Task Each_missing_thing_is_named_leads_to_where_it_is_mended_and_is_gone_once_it_is()
    {
        await StandAt("marks-s1", 40);
        var sheet = await app.Sheet(pupils: 2);
        var (school, pupil) = (sheet.School, sheet.Pupils[0]);
        var elsewhere = await app.Sheet(pupils: 2);
        await Trouble(school, pupil, sheet.Pupils[1], elsewhere.School);
        var theirs = await Trouble(elsewhere.School, elsewhere.Pupils[0], elsewhere.Pupils[1], school);
        await app.Submitted(sheet, "12", "13");
        var head = await app.SignIn(school.Head, "fr");

        var board = await head.Open(Links.Board);

        Assert.Equal(HttpStatusCode.OK, board.Status);
        var sheetId = await app.IdOf(sheet.Key);
        foreach (var (code, address, name) in ((string, string, string?)[])
        [
            ("sheets-s1", Massar.Features.Marks.Links.Review(sheetId), sheet.Class.Class.Name),
            ("justifications", Massar.Features.Attendance.Links.Justifications, Latin(pupil)),
            ("certificates", Massar.Features.Certificates.Links.Pupil(sheet.Pupils[1].Id), Latin(sheet.Pupils[1])),
            ("cash-count", Massar.Features.Contributions.Links.Close(Today.AddDays(-1)), null),
            ("transfers-asked", Massar.Features.Transfers.Links.All, Latin(pupil)),
        ])
        {
            var link = board.All($"section[aria-labelledby='k-{code}'] li a").FirstOrDefault(a => a.GetAttribute("href")!.StartsWith(address, StringComparison.Ordinal));
            Assert.True(link is not null, $"{code}: {board.Text}");
            if (name is not null) Assert.Contains(name, link.TextContent, StringComparison.Ordinal);
            // Each link opens for the head.
            Assert.Equal(HttpStatusCode.OK, (await head.Open(link.GetAttribute("href")!)).Status);
        }

        // The nearest deadline first: yesterday's cash before the certificate of today, both before the window of the marks.
        var order = board.All("section h2").Select(h => h.Id!).ToList();
        Assert.True(order.IndexOf("k-cash-count") < order.IndexOf("k-certificates"), string.Join(' ', order));
        Assert.True(order.IndexOf("k-certificates") < order.IndexOf("k-sheets-s1"), string.Join(' ', order));
        Assert.NotNull(board.Find("section[aria-labelledby='k-cash-count'] .late"));

        // The teacher of the other tests of the plan is named with class and subject.
        var waiting = board.Find("section[aria-labelledby='k-marks-s1'] li")!;
        Assert.Contains(sheet.Class.Class.Name, waiting.TextContent, StringComparison.Ordinal);
        Assert.Contains("contrôles à remettre", waiting.TextContent, StringComparison.Ordinal);

        // Nobody else's: neither names nor numbers of cases.
        foreach (var stranger in elsewhere.Pupils) Assert.DoesNotContain(stranger.MassarCode, board.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(board.All("main bdi"), b => b.TextContent == elsewhere.Class.Class.Name);
        foreach (var address in theirs) Assert.Empty(board.All($"main a[href='{address}']"));

        // Mended, one through the page and the others by the row.
        await (await head.Open(Massar.Features.Marks.Links.Review(sheetId))).SubmitForm($"form[action$='/{sheetId}/validate']", null, htmx: false);
        await app.Write(async db =>
        {
            await db.Justifications.Where(j => j.SchoolId == school.Id).ExecuteUpdateAsync(s => s.SetProperty(j => j.State, JustificationState.Accepted));
            await db.CertificateRequests.Where(r => r.PlaceId == school.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.State, CertificateState.Issued));
            await db.CashDays.Where(d => d.SchoolId == school.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, CashDayState.Countersigned));
            await db.Transfers.Where(t => t.FromSchoolId == school.Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.State, TransferState.Cancelled));
        });
        var after = await head.Open(Links.Board);
        foreach (var code in (string[])["sheets-s1", "justifications", "certificates", "cash-count", "transfers-asked"])
            Assert.Null(after.Find($"#k-{code}"));
        Assert.NotNull(after.Find("#k-publish-s1"));
        // The others still have theirs.
        Assert.NotNull((await (await app.SignIn(elsewhere.School.Head)).Open(Links.Board)).Find("#k-certificates"));
    }

    [Fact]
    public async Task A_window_blocks_from_its_first_day_is_in_time_on_its_last_and_late_on_the_day_after()
    {
        var sheet = await app.Sheet(pupils: 1);
        var window = await Window("marks-s1");

        var seen = new List<(bool IsThere, bool IsLate)>();
        foreach (var day in (DateOnly[])[window.StartsOn.AddDays(-1), window.StartsOn, window.EndsOn, window.EndsOn.AddDays(1)])
        {
            MoveTo(day);
            var board = await (await app.SignIn(sheet.School.Head, "fr")).Open(Links.Board);
            seen.Add((board.Find("#k-marks-s1") is not null, board.Find("section[aria-labelledby='k-marks-s1'] .late") is not null));
        }

        Assert.Equal([(false, false), (true, false), (true, false), (true, true)], seen);

        // At the end of the year every window has begun, and every kind of every area can be asked for.
        MoveTo((await Window("marks-s2")).EndsOn.AddDays(1));
        var head = await app.SignIn(sheet.School.Head, "fr");
        var late = await head.Open(Links.Board);
        foreach (var code in (string[])["marks-s1", "marks-s2", "councils-s1", "councils-s2"]) Assert.NotNull(late.Find($"section[aria-labelledby='k-{code}'] .late"));
        Assert.True(late.Says("non tenu"), late.Text);
    }

    [Fact]
    public async Task The_board_costs_four_questions_for_one_class_as_for_many_and_long_kinds_go_on_page_by_page()
    {
        await StandAt("marks-s1", 10);
        var (small, large) = (await app.Sheet(pupils: 1), await app.Sheet(pupils: 1));
        for (var i = 0; i < 5; i++) await app.Given.Class(large.School, pupils: 1);
        var (one, many) = (await app.SignIn(small.School.Head), await app.SignIn(large.School.Head, "fr"));
        await one.Open(Links.Board);

        var few = await MassarApp.StatementsOf(() => one.Open(Links.Board));
        Page board = null!;
        var more = await MassarApp.StatementsOf(async () => board = await many.Open(Links.Board));

        Assert.True(EnterMarksTests.WithoutSession(more).Count is > 1 and <= 6, string.Join("\n\n", more));
        Assert.Equal(EnterMarksTests.WithoutSession(few).Count, EnterMarksTests.WithoutSession(more).Count);
        var all = board.Find($"main a[href='{Links.Kind("teaching")}']");
        Assert.NotNull(all);
        var list = await many.Open(Links.Kind("teaching"));
        Assert.Equal(20, list.All("main ul.list > li").Count);
        Assert.NotNull(list.Find("nav .pager a[rel=next]"));
        var names = new HashSet<string>();
        for (var page = 1; page <= 10 && (list = await many.Open(Links.Kind("teaching", page))).All("main ul.list > li") is { Count: > 0 } lines; page++)
            foreach (var line in lines) Assert.True(names.Add(line.QuerySelector("a")!.GetAttribute("href")!), "A thing stands on two pages.");
        using var json = JsonDocument.Parse(await many.Api.GetStringAsync($"/api{Links.Board}"));
        Assert.Equal(names.Count, json.RootElement.GetProperty("kinds").EnumerateArray().Single(k => k.GetProperty("code").GetString() == "teaching").GetProperty("count").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await many.Open(Links.Kind("no-such-thing"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await many.Open(Links.Kind("teaching", 999))).Status);
    }

    [Fact]
    public async Task The_list_leaves_as_a_file_after_a_fresh_second_factor_and_says_what_the_board_says()
    {
        await StandAt("marks-s1", 40);
        var sheet = await app.Sheet(pupils: 2);
        var other = await app.Given.School();
        await Trouble(sheet.School, sheet.Pupils[0], sheet.Pupils[1], other);

        var refused = await (await app.SignIn(sheet.School.Head, "fr")).Get(Links.File("csv"));
        Assert.NotEqual("text/csv", refused.Content.Headers.ContentType?.MediaType);
        var head = await app.SignIn(sheet.School.Head, "fr", steppedUp: true);
        var whole = await (await head.Get(Links.File("csv"))).Content.ReadAsStringAsync();
        var one = await (await head.Get(Links.File("csv", "certificates"))).Content.ReadAsStringAsync();
        var book = await head.Get(Links.File("xlsx"));

        Assert.Contains(sheet.Pupils[0].MassarCode, whole, StringComparison.Ordinal);
        Assert.Contains("Notes non remises", whole, StringComparison.Ordinal);
        Assert.Contains(sheet.Pupils[1].MassarCode, one, StringComparison.Ordinal);
        Assert.DoesNotContain(sheet.Pupils[0].MassarCode, one, StringComparison.Ordinal);
        Assert.Equal("PK", Encoding.ASCII.GetString((await book.Content.ReadAsByteArrayAsync())[..2]));
        Assert.True(await app.Read(db => db.ExportsTaken.AnyAsync(t => t.AccountId == sheet.School.Head.AccountId && t.Kind == "deadlines" && t.Persons > 0)));
    }

    [Fact]
    public async Task The_directorate_reads_numbers_of_its_schools_without_names_and_no_other_s()
    {
        await StandAt("marks-s1", 40);
        var sheet = await app.Sheet(pupils: 2);
        var neighbour = await app.Given.School(inProvinceOf: sheet.School);
        var stranger = await app.Given.School();
        await Trouble(sheet.School, sheet.Pupils[0], sheet.Pupils[1], neighbour);
        var director = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, sheet.School.Directorate), "fr");

        Page page = null!;
        var statements = await MassarApp.StatementsOf(async () => page = await director.Open(Links.Schools()));

        Assert.True(EnterMarksTests.WithoutSession(statements).Count is > 1 and <= 6, string.Join("\n\n", statements));
        Assert.Equal(2, page.All("main tbody tr").Count);
        var row = page.All("main tbody tr").Single(r => r.TextContent.Contains(sheet.School.GresaCode, StringComparison.Ordinal));
        foreach (var words in (string[])["Certificats bloqués", "Notes non remises", "Journées de caisse à arrêter"]) Assert.Contains(words, row.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(stranger.GresaCode, page.Body, StringComparison.Ordinal);
        foreach (var pupil in sheet.Pupils)
        {
            Assert.DoesNotContain(pupil.MassarCode, page.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(Latin(pupil), page.Text, StringComparison.Ordinal);
        }

        Assert.Empty(page.All("main td a"));
        var file = await (await director.Get(Links.SchoolsFile("csv"))).Content.ReadAsStringAsync();
        Assert.Contains(sheet.School.GresaCode, file, StringComparison.Ordinal);
        Assert.DoesNotContain(stranger.GresaCode, file, StringComparison.Ordinal);
        // The board with names is the head's.
        Assert.Equal(HttpStatusCode.Forbidden, (await director.Open(Links.Board)).Status);
    }

    [Fact]
    public void Working_days_pass_over_the_week_end_and_a_setting_that_is_no_number_counts_as_delivered()
    {
        var friday = new DateOnly(2026, 3, 13);
        Assert.Equal(new DateOnly(2026, 3, 16), WorkingDays.After(friday, 1));
        Assert.Equal(new DateOnly(2026, 3, 18), WorkingDays.After(friday, 3));
        Assert.Equal(friday, WorkingDays.After(friday, 0));

        var window = new BlockWindow("w", 2025, friday, friday.AddDays(3));
        BlockFrame On(DateOnly day) => new([], [], 2025, day, default, [window], new Dictionary<string, string> { ["a"] = "7", ["b"] = "many" });
        Assert.Null(On(friday.AddDays(-1)).Begun("w"));
        Assert.Equal((window, window), (On(friday).Begun("w"), On(friday.AddDays(3)).Open("w")));
        Assert.Equal((window, null), (On(friday.AddDays(4)).Begun("w"), On(friday.AddDays(4)).Open("w")));
        Assert.Null(On(friday).Begun("w", 2024));
        Assert.Equal((7, 3, 3), (On(friday).Number("a", 3), On(friday).Number("b", 3), On(friday).Number("c", 3)));
    }

    private static string Latin(GivenPupil pupil) => LatinOf[pupil.Id];

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<long, string> LatinOf = new();

    // A reason, a certificate, a day of the cash book and a transfer that wait; answers the addresses of the cases.
    private async Task<List<string>> Trouble(GivenSchool school, GivenPupil first, GivenPupil second, GivenSchool to)
    {
        var now = MassarApp.Clock.GetUtcNow().UtcDateTime;
        var addresses = new List<string>();
        await app.Write(async db =>
        {
            foreach (var p in await db.Pupils.Where(p => p.Id == first.Id || p.Id == second.Id).ToListAsync()) LatinOf[p.Id] = $"{p.LastNameLatin} {p.FirstNameLatin}";
            var reason = new Justification { SchoolId = school.Id, PupilId = first.Id, ReasonCode = "illness", GivenByAccountId = school.Head.AccountId, GivenAt = now.AddDays(-1) };
            var request = new CertificateRequest { PupilId = second.Id, PlaceId = school.Id, Purpose = CertificatePurpose.Other, AskedOn = Today.AddDays(-1), AskedAt = now.AddDays(-1) };
            request.Block([CertificateProblem.NameAr]);
            var day = new CashDay { SchoolId = school.Id, Day = Today.AddDays(-1) };
            var enrollment = await db.Enrollments.SingleAsync(e => e.PupilId == first.Id);
            var transfer = new Transfer
            {
                PupilId = first.Id,
                SchoolYearId = enrollment.SchoolYearId,
                EnrollmentId = enrollment.Id,
                FromSchoolId = school.Id,
                FromDirectorateId = school.Directorate.Id,
                ToSchoolId = to.Id,
                ToDirectorateId = to.Directorate.Id,
                LevelCode = enrollment.LevelCode,
                KindCode = "between",
                ReasonCode = "residence",
                AskedBy = TransferOrigin.Receiver,
                AskedByAccountId = to.Head.AccountId,
                AskedAt = now.AddDays(-1),
            };
            transfer.Begin(now.AddDays(-1), await TransferRules.Of(db, enrollment.SchoolYearId, CancellationToken.None));
            db.AddRange(reason, request, day, transfer);
            await db.SaveChangesAsync();
            addresses.AddRange([Massar.Features.Attendance.Links.Decide(reason.Id), Massar.Features.Certificates.Links.Pupil(second.Id), Massar.Features.Transfers.Links.Case(transfer.Id)]);
        });
        return addresses;
    }

    private Task<Massar.Features.Reference.Domain.CalendarEntry> Window(string code) =>
        app.Read(db => db.CalendarEntries.AsNoTracking().SingleAsync(c => c.Code == code && db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent)));

    private async Task StandAt(string window, int daysAfterItsFirst) => MoveTo((await Window(window)).StartsOn.AddDays(daysAfterItsFirst));

    // Noon in Morocco, whatever the hour is where the tests run.
    private static void MoveTo(DateOnly day) => MassarApp.Clock.Pass(new DateTimeOffset(day.ToDateTime(new TimeOnly(11, 0)), TimeSpan.Zero) - MassarApp.Clock.GetUtcNow());
}
