using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Massar.Features.Files.Domain;
using Massar.Features.Registrations;
using Massar.Features.Registrations.Domain;
using Massar.Features.Registrations.JoinRegistration;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Registrations;

/// <summary>What a stranger with a telephone of his own cannot do (acceptance AC-PRE-10).</summary>
public sealed class JoinRegistrationTests(MassarApp app) : IClassFixture<MassarApp>
{
    private readonly Families families = new(app);

    [Fact]
    public async Task A_date_and_an_act_number_open_no_stranger_s_request()
    {
        var zone = await families.School();
        var (_, id, _, act) = await families.Send(zone);
        var stranger = await families.EnterByApi(Families.NewPhone());
        var own = (await Families.Read(await stranger.PostAsync(Families.Api, null))).GetProperty("id").GetInt64();
        await Families.Read(await stranger.PutAsJsonAsync($"{Families.Api}/{own}/birth", new { answers = new { BirthDateDay = "15", BirthDateMonth = "3", BirthDateYear = $"{Given.Year - 6}", BirthPlaceAr = "أكادير", BirthPlaceLatin = "Agadir" } }));
        await Families.Read(await stranger.PutAsJsonAsync($"{Families.Api}/{own}/act", new { answers = new { BirthActNumber = $"{act}" } }));

        var joined = await stranger.PostAsync($"{Families.Api}/{own}/join", null);

        Assert.Equal(HttpStatusCode.Conflict, joined.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"{Families.Api}/{id}")).StatusCode);
        Assert.False(await app.Read(db => db.RegistrationParties.AnyAsync(p => p.RegistrationId == id)));
    }

    [Fact]
    public async Task A_telephone_may_miss_five_times_a_day()
    {
        var zone = await families.School();
        var (_, id, _, act) = await families.Send(zone);
        var stranger = await families.EnterByApi(Families.NewPhone());
        var own = await Families.FillByApi(stranger, Families.Typed(zone, act + 1));
        for (var i = 0; i < Handler.MostMissed; i++)
            Assert.Equal(HttpStatusCode.Conflict, (await stranger.PostAsync($"{Families.Api}/{own}/join", null)).StatusCode);

        var sixth = await stranger.PostAsync($"{Families.Api}/{own}/join", null);

        Assert.Equal(HttpStatusCode.TooManyRequests, sixth.StatusCode);
        Assert.NotNull(sixth.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"{Families.Api}/{id}")).StatusCode);
    }

    [Fact]
    public async Task Children_of_one_day_and_one_act_number_are_both_registered()
    {
        var zone = await families.School();
        var (_, first, _, act) = await families.Send(zone, lastNameAr: "العلوي");

        var (_, second, _, _) = await families.Send(zone, lastNameAr: "التازي", act: act);

        Assert.Equal(2, await app.Read(db => db.Registrations.CountAsync(r => (r.Id == first || r.Id == second) && r.LiveKey != null)));
    }

    [Fact]
    public async Task Who_joined_sees_the_state_and_the_other_guardian_is_told()
    {
        var zone = await families.School();
        var (_, id, phone, act) = await families.Send(zone);
        var father = await families.EnterByApi(Families.NewPhone());
        var own = await Families.FillByApi(father, Families.Typed(zone, act));

        await Families.Read(await father.PostAsync($"{Families.Api}/{own}/join", null));
        var followed = await Families.Read(await father.GetAsync($"{Families.Api}/{id}"));
        var receipt = await father.GetAsync($"{Families.Api}/{id}/receipt");
        var mine = (await father.GetStringAsync(Families.Api));

        Assert.Equal("Sent", followed.GetProperty("state").GetString());
        Assert.Equal("", followed.GetProperty("childAr").GetString());
        Assert.True(followed.GetProperty("schoolAr").ValueKind == System.Text.Json.JsonValueKind.Null);
        Assert.Equal(0, followed.GetProperty("history").GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, receipt.StatusCode);
        Assert.DoesNotContain("سلمى", mine, StringComparison.Ordinal);
        var to = "+212" + phone[1..];
        Assert.True(await app.Read(db => db.Notices.AnyAsync(n => n.Template == "notices.registration-joined" && n.Deliveries.Any(d => d.To == to))));
    }

    [Fact]
    public async Task Thirty_requests_at_once_send_five_codes()
    {
        var phone = Families.NewPhone();
        var program = app.Visitor().Api;

        var replies = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => program.PostAsJsonAsync("/api/registrations/access", new { phone })));

        Assert.Equal(RegistrationAccess.PerPhoneAnHour, replies.Count(r => r.IsSuccessStatusCode));
        var to = "+212" + phone[1..];
        Assert.Equal(RegistrationAccess.PerPhoneAnHour, await app.Read(db => db.NoticeDeliveries.CountAsync(d => d.To == to)));
    }

    [Theory, InlineData("/OpenAction 4 0 R"), InlineData("/Names<</JavaScript 4 0 R>>"), InlineData("/Names<</Embedded#46iles 4 0 R>>"), InlineData("/AA<</O 4 0 R>>")]
    public void A_PDF_that_acts_or_carries_files_is_refused(string entry) => Assert.Equal("files.pdf-active", PdfIntake.Problem(Families.Pdf(entry)));

    [Fact]
    public void What_hides_in_an_object_stream_is_found()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write("4 0 <</S/Launch>>"u8);
        var whole = Encoding.Latin1.GetString(Families.Pdf());
        var hidden = whole.Replace("trailer", $"5 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>\nstream\n{Encoding.Latin1.GetString(packed.ToArray())}\nendstream\nendobj\ntrailer", StringComparison.Ordinal);

        Assert.Equal("files.pdf-active", PdfIntake.Problem(Encoding.Latin1.GetBytes(hidden)));
        Assert.Null(PdfIntake.Problem(Families.Pdf()));
        Assert.Equal("files.pdf-damaged", PdfIntake.Problem("%PDF-1.4 facture"u8));
    }

    [Fact]
    public async Task A_photo_of_eleven_megabytes_is_told_so_with_a_way_back()
    {
        var family = await families.Enter(Families.NewPhone(), "fr");
        var id = await Families.Begin(family);

        var after = await (await family.Open(Links.Step(id, "photo"))).Upload("main form[method=post]", "photo", "p.jpg", new byte[11 * 1024 * 1024], "image/jpeg");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, after.Status);
        Assert.True(after.Says("10 Mo"));
        Assert.NotNull(after.Find($"main a[href='{Links.Step(id, "photo")}']"));
    }
}
