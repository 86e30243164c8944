using System.Net;
using Massar.Features.Registrations;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Registrations;

/// <summary>The calendar of the years says for which year a family registers, and when it cannot.</summary>
public sealed class RegistrationWindowTests(MassarApp app) : IClassFixture<MassarApp>
{
    private readonly Families families = new(app);

    [Fact]
    public async Task In_May_a_child_is_registered_for_the_next_year_and_the_head_sees_it_there()
    {
        var zone = await families.School();
        var next = Given.Year + 1;
        GoTo(new DateOnly(next, 5, 3));

        var (family, id, _, _) = await families.Send(zone, birth: new DateOnly(next - 6, 2, 1));
        var desk = await (await app.SignIn(zone.School.Head)).Open(Links.Desk);

        Assert.Equal(next, await app.Read(db => db.Registrations.Where(r => r.Id == id).Select(r => r.SchoolYearId).SingleAsync()));
        Assert.True((await family.Open(Links.Receipt(id))).Says(Registration.NumberOf(next, id)));
        Assert.Contains(desk.All("main tbody a"), a => a.GetAttribute("href") == Links.Case(id));
        Assert.Equal($"{next}", desk.ValueOf("year"));
    }

    [Fact]
    public async Task A_draft_left_over_from_the_last_year_is_sent_for_the_open_one()
    {
        var zone = await families.School();
        var phone = Families.NewPhone();
        var family = await families.Enter(phone);
        var id = await Families.Begin(family);
        await families.Fill(family, id, Families.Typed(zone, Given.Next() % 900_000 + 1));
        GoTo(new DateOnly(Given.Year + 1, 6, 1));
        var later = await families.Enter(phone);

        await (await later.Open(Links.Summary(id))).SubmitForm($"main form[action='{Links.Submit(id)}']", null, false);

        var row = await app.Read(db => db.Registrations.SingleAsync(r => r.Id == id));
        Assert.Equal((RegistrationState.Sent, (await MassarDbYear()) + 1), (row.State, row.SchoolYearId));
    }

    [Fact]
    public async Task A_brother_listed_at_three_starts_with_his_names_when_he_is_of_age()
    {
        // A program of its own: the years it adds are nobody else's.
        await using var host = await MassarApp.StartOwn();
        var app = MassarApp.Over(host);
        var families = new Families(app);
        var zone = await families.School();
        var (_, id, phone, _) = await families.Send(zone);
        var pupil = await app.Given.Pupil(zone.School);
        await app.Write(async db =>
        {
            var row = await db.Registrations.SingleAsync(r => r.Id == id);
            Assert.Null(row.TakeUp(row.StateSince));
            Assert.Null(row.Accept(pupil.Id, null, row.StateSince));
            await db.SaveChangesAsync();
        });
        // Three years and some on, he is six on 31 December; the calendar of that year is the ministry's to write.
        var year = Given.Year + 3;
        await app.Write(async db =>
        {
            if (await db.SchoolYears.AllAsync(y => y.Id != year))
                db.SchoolYears.Add(new() { Id = year, StartsOn = new DateOnly(year, 9, 1), EndsOn = new DateOnly(year + 1, 8, 31) });
            if (await db.CalendarEntries.AllAsync(c => c.SchoolYearId != year || c.Code != RegistrationWindow.Code))
                db.CalendarEntries.Add(new() { SchoolYearId = year, Code = RegistrationWindow.Code, StartsOn = new DateOnly(year, 5, 1), EndsOn = new DateOnly(year, 10, 31), NameAr = "التسجيل", NameFr = "Inscription", Kind = "window", Confidence = "sure" });
            await db.SaveChangesAsync();
        });
        GoTo(new DateOnly(year, 5, 2));

        var again = await families.Enter(phone);
        var draft = await Families.Begin(again);
        var (child, birth, father) = (await again.Open(Links.Step(draft, "child")), await again.Open(Links.Step(draft, "birth")), await again.Open(Links.Step(draft, "father")));

        Assert.Equal(("آدم", "Adam"), (child.ValueOf("FirstNameAr"), child.ValueOf("FirstNameLatin")));
        Assert.Equal(("2", $"{year - 6}"), (birth.ValueOf("BirthDateDay"), birth.ValueOf("BirthDateYear")));
        Assert.Equal("عمر", father.ValueOf("FatherFirstNameAr"));
        Assert.Equal(year, await app.Read(db => db.Registrations.Where(r => r.Id == draft).Select(r => r.SchoolYearId).SingleAsync()));
    }

    [Fact]
    public async Task Between_two_windows_nothing_begins_and_the_page_says_from_when()
    {
        await using var host = await MassarApp.StartOwn();
        var own = MassarApp.Over(host);
        var day = MoroccanDay.Today(MassarApp.Clock).AddDays(20);
        await own.Write(async db =>
        {
            await db.CalendarEntries.Where(c => c.Code == RegistrationWindow.Code).ExecuteDeleteAsync();
            db.CalendarEntries.Add(new() { SchoolYearId = Given.Year, Code = RegistrationWindow.Code, StartsOn = day, EndsOn = day.AddDays(30), NameAr = "التسجيل", NameFr = "Inscription", Kind = "window", Confidence = "sure" });
            await db.SaveChangesAsync();
        });
        var theirs = new Families(own);

        var start = await own.Visitor("fr").Open(Links.Start);
        var family = await theirs.Enter(Families.NewPhone(), "fr");
        var mine = await family.Open(Links.Mine);
        var forced = await (await theirs.EnterByApi(Families.NewPhone(), "fr")).PostAsync(Families.Api, null);

        Assert.True(start.Says(Formats.Date(day, "fr")));
        Assert.NotNull(start.Find("input[name=Phone]"));
        Assert.Null(mine.Find($"form[action='{Links.New}']"));
        Assert.True(mine.Says(Formats.SchoolYear(Given.Year)));
        Assert.Equal(HttpStatusCode.Conflict, forced.StatusCode);

        MassarApp.Clock.Pass(TimeSpan.FromDays(21));
        var reopened = await (await theirs.Enter(Families.NewPhone(), "fr")).Open(Links.Mine);
        Assert.NotNull(reopened.Find($"form[action='{Links.New}']"));
    }

    private Task<int> MassarDbYear() => app.Read(db => db.SchoolYears.Where(y => y.IsCurrent).Select(y => y.Id).SingleAsync());

    private static void GoTo(DateOnly day) =>
        MassarApp.Clock.Pass(TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(new TimeOnly(10, 0)), MoroccanDay.Zone) - MassarApp.Clock.GetUtcNow().UtcDateTime);
}
