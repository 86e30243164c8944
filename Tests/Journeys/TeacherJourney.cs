using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Tests.Features.Marks;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Massar.Tests.Journeys;

/// <summary>A teacher with a keyboard, on the sheet of a class.</summary>
public sealed class TeacherJourney(Browser browser, DemoProvince demo) : IClassFixture<Browser>, IClassFixture<DemoProvince>
{
    [Fact]
    public async Task Marks_typed_with_the_keyboard_are_saved_by_themselves_and_a_wrong_one_stays_in_its_cell()
    {
        await using var context = await browser.Open(demo, phone: false);
        await context.AddCookiesAsync([new Cookie { Name = "massar", Value = await demo.Token(demo.Account("teacher")), Url = demo.Address.ToString() }]);
        var page = await context.NewPageAsync();
        var policy = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") policy.Add(message.Text); };

        // A sheet where marks can still be typed.
        await page.GotoAsync("/marks/sheets");
        string? open = null;
        foreach (var address in await page.Locator("main a[href^='/marks/sheets/']").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href'))"))
        {
            await page.GotoAsync(address);
            if (await page.Locator("form.marks-form table.marks input").CountAsync() > 3)
            {
                open = address;
                break;
            }
        }

        Assert.NotNull(open);
        var inputs = page.Locator("form.marks-form table.marks input:not([type=hidden])");
        var name = await inputs.Nth(0).GetAttributeAsync("name");
        await inputs.Nth(0).ClickAsync();
        await inputs.Nth(0).FillAsync("");
        await page.Keyboard.TypeAsync("13,5");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("a");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("99");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('table.marks tr')].filter(r => r.classList.contains('saved')).length >= 2");

        await page.ReloadAsync();
        Assert.Equal("13,50", await page.Locator($"[name='{name}']").InputValueAsync());
        var code = name![2..^1];
        await using var scope = demo.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        Assert.True(await (from mark in db.Marks join pupil in db.Pupils on mark.PupilId equals pupil.Id where pupil.MassarCode == code && mark.Points == 13.5m select mark).AnyAsync());
        Assert.DoesNotContain(policy, p => p.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    /// <summary>AC-TEA-1.</summary>
    [Fact]
    public async Task Forty_marks_are_entered_with_the_keyboard_alone_and_a_wrong_one_keeps_the_cursor()
    {
        await using var own = await OwnClass.Of(demo);
        await using var context = await browser.Open(demo, phone: false, language: "fr");
        var page = await own.Open(context);
        var inputs = page.Locator(Cells);
        Assert.Equal(40, await inputs.CountAsync());

        var watch = System.Diagnostics.Stopwatch.StartNew();
        await inputs.First.FocusAsync();
        for (var i = 0; i < 40; i++)
        {
            if (i == 3)
            {
                // Off the scale: refused in the cell, and the cursor stays there with what was typed selected.
                await Type(page, "25");
                Assert.Equal(await inputs.Nth(3).GetAttributeAsync("name"), await page.EvaluateAsync<string>("document.activeElement.name"));
                Assert.Contains("refused", await Row(page, 3).GetAttributeAsync("class"), StringComparison.Ordinal);
                Assert.NotEqual("", (await Row(page, 3).Locator(".msg").InnerTextAsync()).Trim());
            }

            await Type(page, i switch { 7 => "a", 8 => "d", 9 => "12.5", _ => $"{i % 20},25" });
        }

        await page.WaitForFunctionAsync("() => document.querySelectorAll('table.marks tr.saved').length === 40");
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), watch.Elapsed.ToString());
        Assert.Contains("✓", await Row(page, 39).Locator(".st").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("En cours de saisie", await page.Locator(".head .tag").TextContentAsync());
        Assert.Equal("0", await page.Locator("[data-count=empty]").InnerTextAsync());
        var stored = await own.Stored();
        Assert.Equal(40, stored.Count);
        Assert.Equal(("A", "D", "12.50", "3.25"), (stored[7].Plain, stored[8].Plain, stored[9].Plain, stored[3].Plain));
    }

    /// <summary>AC-TEA-2.</summary>
    [Fact]
    public async Task A_column_of_forty_pasted_from_a_spreadsheet_enters_thirty_eight_and_shows_two_with_the_reason()
    {
        await using var own = await OwnClass.Of(demo);
        await using var context = await browser.Open(demo, phone: false, language: "fr");
        var column = string.Join('\n', Enumerable.Range(0, 40).Select(i => i switch { 4 => "21", 30 => "douze", _ => $"{i % 20},5" }));
        var book = await context.NewPageAsync();
        await book.GotoAsync(demo.Address + "health/live");
        await book.SetContentAsync("<textarea></textarea>");
        await book.Locator("textarea").FillAsync(column);
        await book.Locator("textarea").PressAsync("Control+A");
        await book.Locator("textarea").PressAsync("Control+C");
        var page = await own.Open(context);

        await page.BringToFrontAsync();
        await page.Locator(Cells).First.FocusAsync();
        await page.Keyboard.PressAsync("Control+V");

        await page.WaitForFunctionAsync("() => document.querySelectorAll('table.marks tr.saved').length === 38");
        Assert.Equal(2, await page.Locator("table.marks tr.refused").CountAsync());
        foreach (var (wrong, typed) in new[] { (4, "21"), (30, "douze") })
        {
            Assert.Equal(typed, await page.Locator(Cells).Nth(wrong).InputValueAsync());
            Assert.Contains("refused", await Row(page, wrong).GetAttributeAsync("class"), StringComparison.Ordinal);
            Assert.Contains("20", await Row(page, wrong).Locator(".msg").InnerTextAsync(), StringComparison.Ordinal);
        }

        var said = await page.Locator("[data-said]").InnerTextAsync();
        Assert.Contains("38", said, StringComparison.Ordinal);
        Assert.Contains("2", said, StringComparison.Ordinal);
        var stored = await own.Stored();
        Assert.Equal(38, stored.Count);
        Assert.False(stored.ContainsKey(4) || stored.ContainsKey(30));
    }

    /// <summary>AC-TEA-4, in two browsers.</summary>
    [Fact]
    public async Task Two_devices_on_one_cell_the_second_is_shown_the_firsts_value_and_chooses()
    {
        await using var own = await OwnClass.Of(demo);
        await using var desk = await browser.Open(demo, phone: false, language: "fr");
        await using var phone = await browser.Open(demo, language: "fr");
        var (first, second) = (await own.Open(desk), await own.Open(phone));
        await first.Locator(Cells).First.FocusAsync();
        await Type(first, "15");
        await first.WaitForSelectorAsync("table.marks tr.saved");

        await second.Locator(Cells).First.FocusAsync();
        await Type(second, "12");
        await second.WaitForSelectorAsync("table.marks tr.clash");

        Assert.Contains("15,00", await Row(second, 0).Locator(".msg").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("15.00", (await own.Stored())[0].Plain);
        await second.Locator("[data-keep]").ClickAsync();
        await second.WaitForSelectorAsync("table.marks tr.saved");
        Assert.Equal("12.00", (await own.Stored())[0].Plain);
    }

    private const string Cells = "form.marks-form table.marks input[name^='m[']";

    private static ILocator Row(IPage page, int index) => page.Locator("form.marks-form table.marks tbody tr").Nth(index);

    private static async Task Type(IPage page, string mark)
    {
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(mark);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>A class of forty with its teacher, in the demo's database but nobody else's.</summary>
    private sealed class OwnClass : IAsyncDisposable
    {
        private readonly DirectoryInfo state = Directory.CreateTempSubdirectory("massar-journey-state");
        private MassarApp.Host host = null!;
        private MassarApp app = null!;
        private GivenSheet sheet = null!;
        private string token = "";
        private Uri address = null!;

        public static async Task<OwnClass> Of(DemoProvince demo)
        {
            var own = new OwnClass();
            own.address = demo.Address;
            own.host = new MassarApp.Host(demo.Database, own.state.FullName);
            own.app = MassarApp.Over(own.host);
            own.sheet = await own.app.Sheet(pupils: 40);
            own.token = (await own.app.SignIn(own.sheet.Teacher)).Cookies["massar"];
            return own;
        }

        public async Task<IPage> Open(IBrowserContext context)
        {
            var page = await context.NewPageAsync();
            await context.AddCookiesAsync([new Cookie { Name = "massar", Value = token, Url = address.ToString() }]);
            await page.GotoAsync(sheet.Address);
            return page;
        }

        /// <summary>What is stored, by the pupil's place in the list.</summary>
        public async Task<Dictionary<int, CellValue>> Stored()
        {
            var stored = await app.Stored(sheet.Key);
            return sheet.Pupils.Select((p, i) => (Place: i, Value: stored.Of(p))).Where(c => !c.Value.IsEmpty).ToDictionary(c => c.Place, c => c.Value);
        }

        public async ValueTask DisposeAsync()
        {
            await host.DisposeAsync();
            state.Delete(recursive: true);
        }
    }
}
