using System.Net;
using System.Text;
using Massar.Features.Attendance;
using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Spreadsheets;
using Massar.Tests.Support;

namespace Massar.Tests.Features.Attendance;

/// <summary>The monthly register, one pupil's year, and figures by class.</summary>
public sealed class RegisterTests(MassarApp app) : IClassFixture<MassarApp>
{
    private async Task<(GivenSession Session, DateOnly Month)> Missed(int unjustified = 1)
    {
        var session = await app.Session();
        var month = new DateOnly(session.Key.Day.Year, session.Key.Day.Month, 1);
        await app.Absence(session, session.Pupils[0], session.Key.Day, AbsenceState.Justified);
        for (var i = 0; i < unjustified; i++)
            await app.Absence(session, session.Pupils[i], session.Key.Day, AbsenceState.Unjustified, HalfDay.Afternoon);
        await app.Absence(session, session.Pupils[1], session.Key.Day, AbsenceState.Cancelled);
        return (session, month);
    }

    [Theory, InlineData("ar", "مغ"), InlineData("fr", "JA")]
    public async Task A_box_says_both_halves_of_the_day_and_the_line_its_totals(string language, string marks)
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var (session, month) = await Missed();
        var head = await app.SignIn(session.School.Head, language);

        var page = await head.Open(Links.Register(session.Class.Id, month));

        var rows = page.All("table.days tbody tr");
        Assert.Equal(4, rows.Count);
        Assert.Contains(rows[0].Children, c => c.TextContent.Trim() == marks);
        Assert.Equal(["1", "1", "", "4", ""], rows[0].Children.TakeLast(5).Select(c => c.TextContent.Trim()));
        Assert.All(rows[1].Children.TakeLast(5), c => Assert.Equal("", c.TextContent.Trim()));
    }

    [Fact]
    public async Task It_goes_out_as_csv_and_as_a_workbook_and_nobody_elses_class_does()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var (session, month) = await Missed();
        var head = await app.SignIn(session.School.Head, "fr");

        var csv = Encoding.UTF8.GetString(await (await head.Get(Links.RegisterFile(session.Class.Id, month, "csv"))).Content.ReadAsByteArrayAsync());
        var book = await (await head.Get(Links.RegisterFile(session.Class.Id, month, "xlsx"))).Content.ReadAsByteArrayAsync();

        Assert.Contains($";{session.Pupils[0].MassarCode};", csv, StringComparison.Ordinal);
        Assert.Contains(";JA;", csv, StringComparison.Ordinal);
        Assert.EndsWith("1;1;0;2;2;0", csv.Split("\r\n")[1], StringComparison.Ordinal);
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(book));
        using var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        Assert.Contains(session.Pupils[0].MassarCode, await sheet.ReadToEndAsync(), StringComparison.Ordinal);
        var stranger = await app.SignIn((await app.Given.School()).Head);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Register(session.Class.Id, month))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(Links.RegisterFile(session.Class.Id, month, "csv"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Pupil(session.Pupils[0].Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(Links.PupilFile(session.Pupils[0].Id, "xlsx"))).StatusCode);
    }

    [Fact]
    public async Task One_pupils_year_has_the_four_counters_and_goes_out_as_a_file()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var (session, _) = await Missed();
        var head = await app.SignIn(session.School.Head, "fr");

        var page = await head.Open(Links.Pupil(session.Pupils[0].Id));
        var csv = Encoding.UTF8.GetString(await (await head.Get(Links.PupilFile(session.Pupils[0].Id, "csv"))).Content.ReadAsByteArrayAsync());

        Assert.Equal(["1", "1", "2", "2"], page.All(".tiles b").Select(b => b.TextContent));
        Assert.Equal(3, csv.Trim().Split("\r\n").Length);
    }

    [Fact]
    public async Task Small_numbers_are_whole_for_the_school_and_kept_back_in_what_is_published()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var (session, month) = await Missed(unjustified: 4);
        var head = await app.SignIn(session.School.Head, "fr");

        var page = await head.Open(Links.StatisticsOf(month));
        var own = Encoding.UTF8.GetString(await (await head.Get(Links.StatisticsFile(month, "csv", isPublic: false))).Content.ReadAsByteArrayAsync());
        var published = Encoding.UTF8.GetString(await (await head.Get(Links.StatisticsFile(month, "csv", isPublic: true))).Content.ReadAsByteArrayAsync());

        Assert.Contains("4", page.All("main table tbody td").Select(c => c.TextContent.Trim()));
        Assert.Contains($"{session.Class.Class.Name};4;1;4;0;0", own, StringComparison.Ordinal);
        Assert.Contains($"{session.Class.Class.Name};4;*;*;0;0", published, StringComparison.Ordinal);
        Assert.Contains("Total;4;*;*;0;0", published, StringComparison.Ordinal);
    }
}
