using System.Net;
using System.Net.Http.Json;
using System.Text;
using Massar.Features.Attendance;
using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;

namespace Massar.Tests.Features.Attendance;

public sealed class ShowBoardTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar", "بدون سبب"), InlineData("fr", "Sans motif")]
    public async Task The_board_shows_missing_calls_who_is_absent_without_a_reason_and_who_was_late(string language, string without)
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        await app.Given.Class(session.School, "1AC", 1);
        await app.Call(session, session.Absent(0), session.Late(1));
        var supervisor = await app.SignIn(await app.Given.Person(Roles.Supervisor, session.School.Place), language);
        await supervisor.Open(Links.Board);

        Page board = null!;
        var statements = await MassarApp.StatementsOf(async () => board = await supervisor.Open(Links.Board));

        // At ten, two hours have begun: one class misses the second, the other both.
        Assert.Equal(["3", "1", "1", "0", "0", "0"], board.All(".tiles b").Select(b => b.TextContent));
        Assert.Equal(language == "ar" ? ["3حصص بدون مناداة", "1غائب(ة) بدون سبب", "1متأخر(ة)"] : ["3séances sans appel", "1absent sans motif", "1en retard"], board.All(".tiles li").Take(3).Select(t => t.TextContent));
        var rows = board.All("table.cards")[0].QuerySelectorAll("tbody tr").Select(r => r.TextContent).ToList();
        Assert.Equal(2, rows.Count);
        Assert.Contains(without, rows[0], StringComparison.Ordinal);
        Assert.Contains("08:30", rows[0], StringComparison.Ordinal);
        Assert.InRange(statements.Count(s => s.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase)), 1, 4 + 1);
    }

    [Fact]
    public async Task The_open_board_asks_again_and_is_answered_only_when_something_changed()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        var head = await app.SignIn(session.School.Head);
        var live = (await head.Open(Links.Board)).Find("#live")!;
        var address = live.GetAttribute("hx-get")!;

        Assert.Equal("every 5s", live.GetAttribute("hx-trigger"));
        Assert.Equal(HttpStatusCode.NoContent, (await head.Open(address, htmx: true)).Status);
        await app.Call(session, session.Absent(0));
        var news = await head.Open(address, htmx: true);

        Assert.Equal(HttpStatusCode.OK, news.Status);
        Assert.Contains(session.Pupils[0].FullNameAr, news.Body, StringComparison.Ordinal);
        Assert.NotEqual(address, news.Find("#live")!.GetAttribute("hx-get"));
        Assert.Null((await head.Open(Links.BoardOf(session.Key.Day.AddDays(-1)))).Find("#live")!.GetAttribute("hx-get"));
    }

    [Fact]
    public async Task The_list_goes_out_as_a_file_and_as_JSON()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        await app.Call(session, session.Absent(0));
        var head = await app.SignIn(session.School.Head, "fr");

        var file = Encoding.UTF8.GetString(await (await head.Get(Links.BoardList(session.Key.Day))).Content.ReadAsByteArrayAsync());
        var json = await head.Api.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api{Links.Board}");

        Assert.Contains($"{session.Class.Class.Name};{session.Pupils[0].MassarCode};", file, StringComparison.Ordinal);
        Assert.Contains("Sans motif", file, StringComparison.Ordinal);
        Assert.Equal(session.Pupils[0].MassarCode, json.GetProperty("pupils")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Another_schools_day_is_not_on_it()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        await app.Call(session, session.Absent(0));
        var stranger = await app.SignIn((await app.Given.School()).Head);

        var board = await stranger.Open(Links.Board);

        Assert.DoesNotContain(session.Pupils[0].FullNameAr, board.Find("#live")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(session.Class.Class.Name, board.Text, StringComparison.Ordinal);
        Assert.Equal(["0", "0", "0", "0", "0", "0"], board.All(".tiles b").Select(b => b.TextContent));
    }
}
