using System.Text.Json;
using System.Text.RegularExpressions;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Massar.Tests.Journeys;

/// <summary>axe on one page of each kind that any role can reach: WCAG 2.2 A and AA and its best practices, no finding.</summary>
public sealed partial class AccessibilityTests(Browser browser, DemoProvince demo, ITestOutputHelper output) : IClassFixture<Browser>, IClassFixture<DemoProvince>
{
    private const int MostPages = 150;

    [Theory]
    [InlineData("ar", true)]
    [InlineData("fr", false)]
    public async Task No_page_shuts_anybody_out(string language, bool phone)
    {
        var axe = await System.IO.File.ReadAllTextAsync(Path.Combine(Repository.Root, "node_modules", "axe-core", "axe.min.js"));
        var kinds = new HashSet<string>();
        var findings = new List<string>();
        foreach (var role in (string[])["visitor", .. Roles.All])
        {
            var account = demo.Accounts.FirstOrDefault(a => a.Role == role);
            if (role != "visitor" && account is null)
                continue;
            await using var context = await browser.Open(demo, phone, language, bypassPolicy: true);
            if (account is not null)
                await context.AddCookiesAsync([new Cookie { Name = "massar", Value = await demo.Token(account, steppedUp: true), Url = demo.Address.ToString() }]);
            var page = await context.NewPageAsync();
            var waiting = new Queue<string>(["/"]);
            while (waiting.Count > 0 && kinds.Count < MostPages)
            {
                var address = waiting.Dequeue();
                // The home page differs by role; of every other kind one page is enough.
                if (!kinds.Add(address == "/" ? $"/ {role}" : Numbers().Replace(address.Split('?')[0], "0")))
                    continue;
                IResponse? answer;
                try
                {
                    answer = await page.GotoAsync(address);
                }
                catch (PlaywrightException file) when (file.Message.Contains("Download is starting", StringComparison.Ordinal))
                {
                    continue;
                }

                if (answer is null || !(await answer.HeaderValueAsync("content-type") ?? "").StartsWith("text/html", StringComparison.Ordinal))
                    continue;
                await page.EvaluateAsync(axe);
                var result = await page.EvaluateAsync<JsonElement>("async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | '))");
                findings.AddRange(result.EnumerateArray().Select(f => $"{address} ({role}): {f.GetString()}"));
                var sideways = await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1");
                if (sideways)
                    findings.Add($"{address} ({role}): scrolls sideways");
                foreach (var link in await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('a[href^=\"/\"]')].filter(a => !a.hasAttribute('download')).map(a => a.getAttribute('href'))"))
                    if (!link.Contains("lang=", StringComparison.Ordinal) && !Attachment().IsMatch(link) && !kinds.Contains(Numbers().Replace(link.Split('?', '#')[0], "0")))
                        waiting.Enqueue(link.Split('#')[0]);
            }
        }

        output.WriteLine($"{kinds.Count} kinds of page");
        Assert.True(kinds.Count > 15);
        Assert.True(findings.Count == 0, string.Join("\n", findings));
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\.(csv|xlsx|pdf|ics|json)$|/file$|/workbook$|export|format=", RegexOptions.IgnoreCase)]
    private static partial Regex Attachment();
}
