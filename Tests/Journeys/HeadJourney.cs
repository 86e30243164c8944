using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Images;
using Massar.Tests.Features.Registrations;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Massar.Tests.Journeys;

/// <summary>A head at a desk, and the family that writes to her, in a real browser on the demo.</summary>
public sealed class HeadJourney(Browser browser, DemoProvince demo) : IClassFixture<Browser>, IClassFixture<DemoProvince>
{
    /// <summary>A photo as a telephone takes it: twelve million points, some four megabytes.</summary>
    private const string TakePhoto = """
        async () => {
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [3000, 4000];
          const pen = canvas.getContext('2d'), sky = pen.createLinearGradient(0, 0, 3000, 4000);
          sky.addColorStop(0, '#b9a58c');
          sky.addColorStop(1, '#6d7f8f');
          pen.fillStyle = sky;
          pen.fillRect(0, 0, 3000, 4000);
          pen.fillStyle = '#e2b091';
          pen.beginPath();
          pen.ellipse(1500, 1700, 800, 1050, 0, 0, 7);
          pen.fill();
          const grain = pen.getImageData(0, 0, 3000, 4000);
          for (let i = 0; i < grain.data.length; i += 4) {
            const by = (Math.random() - .5) * 16;
            for (let c = 0; c < 3; c++) grain.data[i + c] += by;
          }
          pen.putImageData(grain, 0, 0);
          let quality = .8, blob;
          do blob = await new Promise(done => canvas.toBlob(done, 'image/jpeg', quality)); while (blob.size < 4e6 && (quality += .03) < 1);
          return await new Promise(done => { const read = new FileReader(); read.onload = () => done(read.result.split(',')[1]); read.readAsDataURL(blob); });
        }
        """;

    [Fact]
    public async Task A_head_reads_the_hints_and_validates_a_request()
    {
        await using var context = await Signed("head-primary.demo", "head.demo");
        var page = await context.NewPageAsync();

        await page.GotoAsync("/registrations/desk?state=open");
        string? ready = null;
        foreach (var address in await page.Locator("main tbody a[href^='/registrations/desk/']").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href'))"))
        {
            await page.GotoAsync(address + "/approve");
            if (await page.Locator("main form [name=Pupil], main form [name=Exception]").CountAsync() == 0)
            {
                ready = address;
                break;
            }
        }

        Assert.NotNull(ready);
        await page.GotoAsync(ready);
        Assert.True(await page.Locator("main dl.facts").First.Locator("dt").CountAsync() >= 4);
        await page.Locator($"main a[href='{ready}/approve']").ClickAsync();
        await Browser.Reach(page, "**/approve");
        // Where the school is full she says why the child is taken all the same.
        if (await page.Locator("#f-Seat-above").CountAsync() > 0)
        {
            await page.Locator("#f-Seat-above").CheckAsync();
            await page.Locator("main form [name=AboveReason]").FillAsync("قسم إضافي مرتقب");
        }

        await page.Locator("main form button").ClickAsync();
        await Browser.Reach(page, $"**{ready}");

        var id = long.Parse(ready.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        var (state, code) = await Read(async db => (
            await db.Registrations.Where(r => r.Id == id).Select(r => r.State).SingleAsync(),
            await (from r in db.Registrations join p in db.Pupils on r.PupilId equals p.Id where r.Id == id select p.MassarCode).SingleAsync()));
        Assert.Equal(RegistrationState.Accepted, state);
        Assert.Contains(code, await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_issues_a_certificate_and_revokes_it_and_a_stranger_sees_both()
    {
        await using var context = await Signed("head.demo");
        var page = await context.NewPageAsync();
        var place = (await Read(db => db.Accounts.Where(a => a.Login == "head.demo").SelectMany(a => a.Hats).Select(h => (int?)h.PlaceId).FirstAsync()))!.Value;
        var clean = await Read(db => (
            from e in db.Enrollments
            join p in db.Pupils on e.PupilId equals p.Id
            where e.SchoolId == place && e.State == Massar.Features.Enrollments.Domain.EnrollmentState.Active && e.ClassId != null && p.BirthPlaceLatin != null
            orderby p.Id
            select new { p.Id, p.FirstNameLatin }).Take(20).ToListAsync());

        foreach (var pupil in clean)
        {
            await page.GotoAsync($"/certificates/desk/pupils/{pupil.Id}");
            if (await page.Locator("main select[name=Purpose]").CountAsync() > 0)
                break;
        }

        await page.Locator("main select[name=Purpose]").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.Locator("main form button").First.ClickAsync();
        await Browser.Reach(page, url => System.Text.RegularExpressions.Regex.IsMatch(url, @"/certificates/\d+$"));
        var file = await page.Locator("main a.btn[href^='/documents/']").First.GetAttributeAsync("href");
        var verify = await page.Locator("main a[href^='/verify/']").GetAttributeAsync("href");
        var first = await (await context.APIRequest.GetAsync(file!)).BodyAsync();
        var second = await (await context.APIRequest.GetAsync(file!)).BodyAsync();

        await using var street = await browser.Open(demo, scripts: false);
        var stranger = await street.NewPageAsync();
        await stranger.GotoAsync(verify!);
        var valid = await stranger.Locator("main").InnerTextAsync();
        await page.Locator("main details summary").ClickAsync();
        await page.Locator("main a[href$='/revoke']").ClickAsync();
        await Browser.Reach(page, "**/revoke");
        await page.Locator("main [name=Reason]").FillAsync("خطأ في القسم");
        await page.Locator("main form button.danger").ClickAsync();
        // It cannot be undone, so it is asked once more.
        await page.Locator("dialog[open] button.danger").ClickAsync();
        await page.Locator("main .note.bad").First.WaitForAsync();
        await stranger.ReloadAsync();
        var revoked = await stranger.Locator("main").InnerTextAsync();

        Assert.Equal("%PDF"u8.ToArray(), first[..4]);
        Assert.Equal(first, second);
        Assert.Contains("صالحة", valid, StringComparison.Ordinal);
        Assert.Contains("خطأ في القسم", revoked, StringComparison.Ordinal);
        Assert.True(await stranger.Locator("main .tag.bad").CountAsync() > 0);
    }

    [Fact]
    public async Task With_scripts_off_a_guardian_fills_the_form_leaves_it_comes_back_on_another_phone_and_gets_a_receipt()
    {
        var phone = Families.NewPhone();
        var act = Given.Next() % 900_000 + 1;
        await using var first = await browser.Open(demo, scripts: false);
        var page = await Enter(first, phone);
        await page.Locator("main form[action='/registrations/new'] button").ClickAsync();
        await Fill(page, ("FirstNameAr", "سلمى"), ("LastNameAr", "العلوي"), ("FirstNameLatin", "Salma"), ("LastNameLatin", "Alaoui"));
        await page.Locator("[name=Sex][value='2']").CheckAsync();
        await Next(page, "photo");
        // Without script the telephone sends the photo as it is.
        await page.Locator("[name=photo]").SetInputFilesAsync(new FilePayload { Name = "photo.jpg", MimeType = "image/jpeg", Buffer = await Photo() });
        await Next(page, "birth");
        await page.CloseAsync();

        await using var second = await browser.Open(demo, scripts: false);
        page = await Enter(second, phone);
        await page.Locator("main .list a").First.ClickAsync();
        await Browser.Reach(page, "**/summary");
        var draft = page.Url[..page.Url.LastIndexOf('/')];
        await page.GotoAsync(draft + "/birth");
        await Fill(page, ("BirthDateDay", "15"), ("BirthDateMonth", "3"), ("BirthDateYear", $"{Given.Year - 6}"), ("BirthPlaceAr", "أكادير"), ("BirthPlaceLatin", "Agadir"));
        await Next(page, "act");
        await Fill(page, ("BirthActNumber", $"{act}"), ("BirthActDateDay", "20"), ("BirthActDateMonth", "3"), ("BirthActDateYear", $"{Given.Year - 6}"));
        await Next(page, "siblings");
        await Next(page, "guardian");
        await page.Locator("[name=Quality][value='2']").CheckAsync();
        await Next(page, "father");
        await Fill(page, ("FatherFirstNameAr", "عمر"), ("FatherLastNameAr", "العلوي"), ("FatherFirstNameLatin", "Omar"), ("FatherLastNameLatin", "Alaoui"), ("FatherOfAr", "أحمد"));
        await Next(page, "mother");
        await Fill(page, ("MotherFirstNameAr", "مريم"), ("MotherLastNameAr", "بناني"), ("MotherFirstNameLatin", "Meryem"), ("MotherLastNameLatin", "Bennani"), ("MotherOfAr", "علي"),
            ("MotherCin", $"ZZ{act}"), ("MotherAddress", "حي السلام"), ("MotherPhone", phone));
        await Next(page, "area");
        var zone = await Read(db => (from z in db.SchoolZones join c in db.Places on z.CommuneId equals c.Id where db.Schools.Any(s => s.Id == z.SchoolId && s.Cycles.Contains("PRI")) select new { z.Id, z.CommuneId, c.ParentId }).FirstAsync());
        await page.Locator("[name=Directorate]").SelectOptionAsync($"{zone.ParentId}");
        await page.Locator("main form .acts button").First.ClickAsync();
        await page.Locator("[name=Commune]").SelectOptionAsync($"{zone.CommuneId}");
        await Next(page, "zone");
        await page.Locator("[name=Zone]").SelectOptionAsync($"{zone.Id}");
        await Next(page, "school");
        await Next(page, "proof");
        await Next(page, "summary");
        await page.Locator("form[action$='/submit'] button").ClickAsync();
        await Browser.Reach(page, "**/receipt");

        var id = long.Parse(draft.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains(Registration.NumberOf(Given.Year, id), await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        var kept = await Read(db => (from r in db.Registrations join f in db.StoredFiles on r.PhotoId equals f.Id where r.Id == id select new { r.State, f.Length, f.Content!.Bytes }).SingleAsync());
        Assert.Equal(RegistrationState.Sent, kept.State);
        Assert.True(kept.Length <= PhotoSize.Face.Bytes);
        Assert.True(IsCardSized(kept.Bytes));
    }

    [Fact]
    public async Task A_photo_of_four_megabytes_leaves_the_telephone_small_and_still_fills_a_card()
    {
        await using var context = await browser.Open(demo, language: "fr");
        var page = await Enter(context, Families.NewPhone());
        await page.Locator("main form[action='/registrations/new'] button").ClickAsync();
        await page.GotoAsync(page.Url.Replace("/child", "/photo", StringComparison.Ordinal));
        var photo = await Photo();

        await page.Locator("[name=photo]").SetInputFilesAsync(new FilePayload { Name = "photo.jpg", MimeType = "image/jpeg", Buffer = photo });
        await page.WaitForFunctionAsync("() => document.querySelector('[name=photo]').files[0].size < 1e6");
        var sent = await page.EvaluateAsync<string>("async () => { const bytes = new Uint8Array(await document.querySelector('[name=photo]').files[0].arrayBuffer()); let text = ''; for (const b of bytes) text += String.fromCharCode(b); return btoa(text); }");
        await Next(page, "birth");

        var bytes = Convert.FromBase64String(sent);
        Assert.InRange(photo.Length, 4_000_000, 9_000_000);
        Assert.InRange(bytes.Length, 5_000, 120_000);
        Assert.True(IsCardSized(bytes));
        var id = long.Parse(page.Url.Split('/')[^2], System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(IsCardSized(await Read(db => (from r in db.Registrations join f in db.StoredFiles on r.PhotoId equals f.Id where r.Id == id select f.Content!.Bytes).SingleAsync())));
    }

    // 3 by 4 cm at 300 points an inch.
    private static bool IsCardSized(byte[] jpeg) => ImageHeader.Read(jpeg) is { Width: >= 354, Height: >= 472 };

    private static readonly SemaphoreSlim Camera = new(1, 1);
    private static byte[]? taken;

    private async Task<byte[]> Photo()
    {
        await Camera.WaitAsync();
        try
        {
            if (taken is not null)
                return taken;
            await using var studio = await browser.Chromium.NewContextAsync();
            return taken = Convert.FromBase64String(await (await studio.NewPageAsync()).EvaluateAsync<string>(TakePhoto));
        }
        finally
        {
            Camera.Release();
        }
    }

    /// <summary>The first of these accounts that the demo has: one school is both primary and more.</summary>
    private async Task<IBrowserContext> Signed(params string[] logins)
    {
        var account = logins.Select(l => demo.Accounts.FirstOrDefault(a => a.Login == l)).First(a => a is not null)!;
        var context = await browser.Open(demo, phone: false);
        await context.AddCookiesAsync([new Cookie { Name = "massar", Value = await demo.Token(account, steppedUp: true), Url = demo.Address.ToString() }]);
        return context;
    }

    private async Task<IPage> Enter(IBrowserContext context, string phone)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync("/registrations");
        await page.Locator("[name=Phone]").FillAsync(phone);
        await page.Locator("main form button").First.ClickAsync();
        await Browser.Reach(page, "**/registrations/code/**");
        var to = "+212" + phone[1..];
        await page.Locator("[name=Code]").FillAsync(await CodeSentTo(to));
        await page.Locator("main form button").First.ClickAsync();
        await Browser.Reach(page, "**/registrations/mine");
        return page;
    }

    // The demo's own workers send it; the page of caught messages shows the same to whoever tries the program.
    private async Task<string> CodeSentTo(string phone)
    {
        var caught = demo.Services.GetRequiredService<Massar.Infrastructure.Delivery.CatcherSmsGateway>();
        for (var tries = 0; tries < 60; tries++)
        {
            // The newest only: a family that comes back has an older message too.
            var newest = await Read(db => db.Notices.Where(n => n.Template == "notices.registration-code" && n.Deliveries.Any(d => d.To == phone)).OrderByDescending(n => n.Id)
                .Select(n => new { n.Key, IsSent = n.Deliveries.All(d => d.SentAt != null) }).FirstAsync());
            if (newest.IsSent)
                return Families.CodeIn(caught.Messages.First(m => m.To == phone).Text);
            await demo.Services.GetRequiredService<Massar.Infrastructure.Work.WorkRunner>().RunDue(newest.Key, CancellationToken.None);
            await Task.Delay(200);
        }

        throw new InvalidOperationException($"No code was sent to {phone}.");
    }

    private static async Task Fill(IPage page, params (string Name, string Value)[] fields)
    {
        foreach (var (name, value) in fields)
        {
            var field = page.Locator($"main [name='{name}']");
            if (await field.EvaluateAsync<string>("e => e.tagName") == "SELECT")
                await field.SelectOptionAsync(value);
            else
                await field.FillAsync(value);
        }
    }

    private static async Task Next(IPage page, string step)
    {
        await page.Locator("main form .acts button:not([name])").First.ClickAsync();
        await Browser.Reach(page, $"**/{step}");
    }

    private async Task<T> Read<T>(Func<MassarDb, Task<T>> read)
    {
        await using var scope = demo.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<MassarDb>());
    }
}
