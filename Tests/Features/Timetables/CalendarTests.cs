using System.Net;
using System.Text;
using Massar.Features.Timetables;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Timetables;

public sealed class CalendarTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar", "الرياضيات"), InlineData("fr", "Mathématiques")]
    public async Task A_teachers_address_gives_the_week_to_whoever_has_it_until_it_is_renewed_or_taken_back(string language, string subject)
    {
        var plan = await app.Plan();
        var lesson = await app.Lesson(plan.One, "MATH", DayOfWeek.Monday, "M1", hours: 2, room: plan.First);
        var teacher = await app.SignIn(plan.Math, language);
        var address = await Make(teacher);

        var file = await app.Visitor().Get(address);
        var lines = Unfold(await file.Content.ReadAsStringAsync());
        Assert.Equal("text/calendar", file.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-store", file.Headers.CacheControl!.ToString().Split(',')[0]);
        Assert.Contains($"UID:lesson-{lesson.Id}@timetables.massar", lines);
        Assert.Contains($"SUMMARY:{subject} - {plan.One.Class.Name}", lines);
        Assert.Contains("LOCATION:A001", lines);
        Assert.Contains(lines, l => l.StartsWith("DTSTART;TZID=Africa/Casablanca:", StringComparison.Ordinal) && l.EndsWith("T083000", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("DTEND;TZID=Africa/Casablanca:", StringComparison.Ordinal) && l.EndsWith("T103000", StringComparison.Ordinal));

        var renewed = (await (await teacher.Open(Links.Calendars)).SubmitForm("form[action$='/renew']", null, false)).Find("input[readonly]")!.GetAttribute("value")!;
        renewed = new Uri(renewed).AbsolutePath;
        Assert.NotEqual(address, renewed);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Visitor().Get(address)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.Visitor().Get(renewed)).StatusCode);
        await (await teacher.Open(Links.Calendars)).SubmitForm("form[action$='/revoke']", null, false);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Visitor().Get(renewed)).StatusCode);
    }

    [Fact]
    public async Task A_guardian_has_an_address_for_each_child_while_they_are_the_guardian()
    {
        var plan = await app.Plan(pupils: 2);
        await app.Lesson(plan.One, "MATH", DayOfWeek.Monday, "M1");
        var person = await app.Given.Guardian(plan.School, plan.One.Pupils[0]);
        var guardian = await app.SignIn(person, "fr");
        var address = await Make(guardian);

        Assert.Contains("SUMMARY:Mathématiques", await (await app.Visitor().Get(address)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        // Not for somebody else's child.
        Assert.Equal(HttpStatusCode.NotFound, (await guardian.Api.PostAsync($"/api{Links.Calendars}", System.Net.Http.Json.JsonContent.Create(new { pupil = $"{plan.One.Pupils[1].Id}" }))).StatusCode);
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == person.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.EndsOn, new DateOnly(2021, 1, 1))));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Visitor().Get(address)).StatusCode);
    }

    [Fact]
    public async Task An_address_is_not_guessed_changed_or_taken_from_the_database()
    {
        var plan = await app.Plan();
        var teacher = await app.SignIn(plan.Math);
        var address = await Make(teacher);
        var feed = await app.Read(db => db.CalendarFeeds.AsNoTracking().SingleAsync(f => f.AccountId == plan.Math.AccountId));

        foreach (var wrong in (string[])[Links.Feed($"{feed.Id}.{feed.Nonce}"), Links.Feed($"{feed.Id}"), Links.Feed("x"), address.Replace(".ics", "x.ics", StringComparison.Ordinal), address.Replace($"/{feed.Id}.", $"/{feed.Id + 1}.", StringComparison.Ordinal)])
            Assert.Equal(HttpStatusCode.NotFound, (await app.Visitor().Get(wrong)).StatusCode);

        var other = await app.SignIn(plan.French);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Api.DeleteAsync($"/api{Links.Calendars}/{feed.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.Visitor().Get(address)).StatusCode);
    }

    [Fact]
    public async Task A_calendar_that_asks_all_the_time_is_told_to_wait()
    {
        var plan = await app.Plan();
        var address = await Make(await app.SignIn(plan.Math));
        var last = HttpStatusCode.OK;
        for (var n = 0; n < 61 && last == HttpStatusCode.OK; n++)
            last = (await app.Visitor().Get(address)).StatusCode;

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public void What_is_written_is_the_standards()
    {
        // A Monday lesson of a year with Ramadan's clock and two holidays, one of which takes its first day.
        var (first, last) = (new DateOnly(2025, 9, 8), new DateOnly(2026, 6, 30));
        var lesson = new CalendarLesson("lesson-1@timetables.massar", "اللغة العربية، التعبير والإنشاء والمطالعة والنصوص الأدبية; الشعر - 1APIC-3", "A0\\1, B", "Bennani\nSalma", DayOfWeek.Monday, new TimeOnly(8, 30), new TimeOnly(10, 30), first, last);
        var bytes = CalendarWriter.Write("استعمال الزمن", [lesson], [(new DateOnly(2025, 9, 6), new DateOnly(2025, 9, 10)), (new DateOnly(2025, 10, 19), new DateOnly(2025, 10, 26)), (new DateOnly(2026, 1, 25), new DateOnly(2026, 2, 1))], first, last, new DateTime(2025, 9, 1, 8, 0, 0, DateTimeKind.Utc));
        var text = Encoding.UTF8.GetString(bytes);

        Assert.Equal(text.Count(c => c == '\n'), text.Split("\r\n").Length - 1);
        Assert.All(text.Split("\r\n"), l => Assert.InRange(Encoding.UTF8.GetByteCount(l), 0, 75));
        Assert.DoesNotContain('\uFFFD', text);
        var lines = Unfold(text);
        Assert.Equal(("BEGIN:VCALENDAR", "END:VCALENDAR"), (lines[0], lines[^1]));
        Assert.Contains("DTSTART;TZID=Africa/Casablanca:20250915T083000", lines);
        Assert.Contains("EXDATE;TZID=Africa/Casablanca:20251020T083000,20260126T083000", lines);
        // The last Monday of lessons, 29 June 2026 at half past eight, in UTC: Morocco is an hour ahead.
        Assert.Contains("RRULE:FREQ=WEEKLY;UNTIL=20260629T073000Z", lines);
        Assert.Contains(@"LOCATION:A0\\1\, B", lines);
        Assert.Contains(@"DESCRIPTION:Bennani\nSalma", lines);
        Assert.Contains(lines, l => l.StartsWith("SUMMARY:", StringComparison.Ordinal) && l.Contains(@"\; الشعر", StringComparison.Ordinal));
        // Ramadan 2026: the clock goes back an hour in February and forth again in March.
        var zone = lines.SkipWhile(l => l != "BEGIN:VTIMEZONE").TakeWhile(l => l != "END:VTIMEZONE").ToList();
        Assert.Contains("TZID:Africa/Casablanca", zone);
        Assert.Contains("TZOFFSETTO:+0000", zone);
        Assert.Equal(["DTSTART:19700101T000000", "DTSTART:20260215T030000", "DTSTART:20260322T020000"], zone.Where(l => l.StartsWith("DTSTART", StringComparison.Ordinal)));
        Assert.Equal(MoroccanDay.Zone.GetUtcOffset(new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc)), TimeSpan.Zero);
    }

    private static async Task<string> Make(Visitor visitor)
    {
        var page = await (await visitor.Open(Links.Calendars)).Submit();
        return new Uri(page.Find("input[readonly]")!.GetAttribute("value")!).AbsolutePath;
    }

    private static List<string> Unfold(string text) => [.. text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)];
}
