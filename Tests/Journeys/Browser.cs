using System.Text.RegularExpressions;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Massar.Tests.Support;
using Microsoft.Playwright;

namespace Massar.Tests.Journeys;

/// <summary>Debian's Chromium, started once for the assembly; each test opens a context of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    public const string Executable = "/usr/bin/chromium";

    // Milliseconds; a machine that builds beside its tests draws the first page of a fresh program in more than fifteen seconds.
    private const float Patience = 45_000;
    private const int Glance = 20;

    private static readonly Lazy<Task<IBrowser>> Shared = new(Start);

    public IBrowser Chromium { get; private set; } = null!;

    public async Task InitializeAsync() => Chromium = await Shared.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>A fresh browser profile of a phone or a desk.</summary>
    /// <param name="worker">Assets may come from the service worker's store, where a test cannot hold them up.</param>
    public async Task<IBrowserContext> Open(DemoProvince demo, bool phone = true, string language = "ar", bool scripts = true, bool bypassPolicy = false, bool worker = true)
    {
        var context = await Chromium.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = demo.Address.ToString(),
            ViewportSize = phone ? new ViewportSize { Width = 360, Height = 640 } : new ViewportSize { Width = 1280, Height = 800 },
            JavaScriptEnabled = scripts,
            Locale = language == "ar" ? "ar-MA" : "fr-MA",
            BypassCSP = bypassPolicy,
            ServiceWorkers = worker ? ServiceWorkerPolicy.Allow : ServiceWorkerPolicy.Block,
        });
        context.SetDefaultTimeout(Patience);
        await context.AddCookiesAsync([new Cookie { Name = "lang", Value = language, Url = demo.Address.ToString() }]);
        return context;
    }

    /// <summary>Signs in as a person does: name, password, and the second factor for staff.</summary>
    public static async Task SignIn(IPage page, DemoAccount account, TimeSpan? codeAge = null)
    {
        await page.GotoAsync("/accounts/sign-in");
        await page.Locator("main input[autocomplete=username]").FillAsync(account.Login);
        await page.Locator("main input[type=password]").FillAsync(account.Password);
        await page.Locator("main form button").First.ClickAsync();
        if (account.TotpSecret is { } secret)
        {
            await Reach(page, "**/accounts/second-factor**");
            await page.Locator("main input[autocomplete=one-time-code]").FillAsync(CodeOf(secret, codeAge));
            await page.Locator("main form button").First.ClickAsync();
        }

        await Reach(page, url => !url.Contains("/accounts/s", StringComparison.Ordinal));
    }

    /// <summary>Waits until the page has come to an address; two stars stand for anything, one for a part of the path.</summary>
    public static Task Reach(IPage page, string address)
    {
        var pattern = $"^{Regex.Escape(address).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}$";
        return Reach(page, url => Regex.IsMatch(url, pattern));
    }

    /// <summary>Waits for the address and for the end of the page; the event of a loaded page may have come before one listens.</summary>
    public static async Task Reach(IPage page, Func<string, bool> isThere)
    {
        for (var left = Patience; !isThere(page.Url); left -= Glance)
        {
            if (left <= 0)
                throw new TimeoutException($"Still at {page.Url}.");
            await Task.Delay(Glance);
        }

        await page.Locator("footer").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
    }

    public static string CodeOf(string secret, TimeSpan? age = null) => Totp.Code(Totp.FromBase32(secret)!, Totp.StepAt(DateTimeOffset.UtcNow - (age ?? TimeSpan.Zero)));

    private static async Task<IBrowser> Start()
    {
        Assert.True(File.Exists(Executable), "Chromium is missing: apt-get install chromium.");
        var playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Patience); // as long as any other wait: a page may be drawn on a busy machine
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => playwright.Dispose();
        return browser;
    }
}
