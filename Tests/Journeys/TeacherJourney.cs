using Massar.Infrastructure.Data;
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
}
