using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Massar.Features.Pupils.Domain;
using Massar.Features.Resources;
using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Resources;

/// <summary>MOU-5: lessons by level, stream and subject; offered, judged, published and taken back; what each form weighs, and how it is fetched over a line that breaks.</summary>
public sealed class ResourceTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const int SendAtOnce = 4 * ResourcePiece.Size;

    /// <summary>AC-MOU-3: a lesson of 40 MB offers audio 3 MB and text 20 KB; an interrupted download resumes.</summary>
    [Fact]
    public async Task A_lesson_of_40_MB_offers_an_audio_of_3_MB_and_a_text_of_20_KB_and_a_broken_download_goes_on_where_it_stopped()
    {
        var world = await World();
        var teacher = await app.SignIn(world.Teacher, "fr");
        var id = await Begin(teacher, world.Title);
        var film = Film(40_000_000);
        await Send(teacher, id, "Video", film);
        await Send(teacher, id, "Audio", Sound(3_000_000));
        await Send(teacher, id, "Text", Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Repeat("درس قصير عن القوى", 700)))[..20_000].ToArray(), trim: true);
        await Publish(teacher, world, id);

        // The list and the lesson say what each form weighs in the reader's words, the lightest first.
        var pupil = await app.SignIn(world.Pupil, "ar");
        var list = await pupil.Open(Links.Mine);
        Assert.True(list.Says("نص 20\u00a0ك.ب · صوت 3,0\u00a0م.ب · فيديو 40,0\u00a0م.ب"), list.Text);
        var lesson = await list.Follow(world.Title);
        Assert.Equal(["قراءة النص", "تنزيل الصوت", "تنزيل الفيديو"], lesson.All("main ul.list a").Select(a => a.TextContent));
        var text = await lesson.Follow("قراءة النص");
        Assert.True(text.Says("درس قصير عن القوى"));
        Assert.Equal(HttpStatusCode.OK, (await pupil.Open(Links.Text(id, 2))).Status);

        // All of it, and then from where a line broke.
        var address = lesson.All("main ul.list a").Last().GetAttribute("href")!;
        using var whole = await pupil.Get(address);
        Assert.Equal(("video/webm", 40_000_000L), (whole.Content.Headers.ContentType!.MediaType, whole.Content.Headers.ContentLength));
        Assert.Equal(("bytes", "attachment", "nosniff"), (whole.Headers.AcceptRanges.Single(), whole.Content.Headers.ContentDisposition!.DispositionType, whole.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Contains("sandbox", whole.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal((false, $"\"{Convert.ToHexStringLower(SHA256.HashData(film))}\""), (whole.Headers.ETag!.IsWeak, whole.Headers.ETag.Tag));
        await using var stream = await whole.Content.ReadAsStreamAsync();
        var first = new byte[17_000_123];
        await stream.ReadExactlyAsync(first);
        using var rest = await Range(pupil, address, first.Length, null, whole.Headers.ETag);
        Assert.Equal((HttpStatusCode.PartialContent, 40_000_000L - first.Length, new ContentRangeHeaderValue(first.Length, 39_999_999, 40_000_000)), (rest.StatusCode, rest.Content.Headers.ContentLength, rest.Content.Headers.ContentRange));
        Assert.Equal(film, (byte[])[.. first, .. await rest.Content.ReadAsByteArrayAsync()]);

        using var few = await Range(pupil, address, ResourcePiece.Size - 3, ResourcePiece.Size + 3, null);
        Assert.Equal(film[(ResourcePiece.Size - 3)..(ResourcePiece.Size + 4)], await few.Content.ReadAsByteArrayAsync());
        using var beyond = await Range(pupil, address, 40_000_000, null, null);
        Assert.Equal((HttpStatusCode.RequestedRangeNotSatisfiable, new ContentRangeHeaderValue(40_000_000)), (beyond.StatusCode, beyond.Content.Headers.ContentRange));
        // Another content under the same address: everything anew, never two halves of two files.
        using var other = await Range(pupil, address, 1_000, null, new EntityTagHeaderValue($"\"{new string('0', 64)}\""));
        Assert.Equal((HttpStatusCode.OK, 40_000_000L), (other.StatusCode, other.Content.Headers.ContentLength));
        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(whole.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, (await pupil.Raw(again)).StatusCode);
    }

    [Fact]
    public async Task A_resource_is_offered_judged_by_somebody_else_published_and_taken_back_with_a_reason()
    {
        var world = await World();
        var (teacher, inspector) = (await app.SignIn(world.Teacher, "fr"), await app.SignIn(world.Inspector, "fr"));

        // What is missing is said at its field, and what was typed stays.
        var form = await teacher.Open(Links.New);
        var wrong = await form.Submit(("TitleFr", ""), ("Chapter", "Les forces"), ("Rights", "OpenLicence"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Les forces"), (wrong.Status, wrong.ValueOf("Chapter")));
        Assert.EndsWith("Écrire un titre en arabe ou en français", wrong.ErrorOf("TitleAr"), StringComparison.Ordinal);
        Assert.EndsWith("Écrire la licence, ou qui a donné l'autorisation", wrong.ErrorOf("RightsNote"), StringComparison.Ordinal);
        var id = await Begin(teacher, world.Title);
        var page = await teacher.Open(Links.One(id));
        Assert.True(page.Says("Aucune version encore"));
        Assert.Equal(HttpStatusCode.Conflict, (await teacher.Api.PostAsJsonAsync($"/api{Links.Send(id)}", new { version = $"{await Version(id)}" })).StatusCode);

        // A file is what its bytes say: a page, a drawing and a program are no lesson.
        foreach (var (kind, bytes) in ((string, byte[])[])[("Audio", "<html><script>alert(1)</script></html>"u8.ToArray()), ("Video", "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray()), ("Paper", "MZ-not-a-paper"u8.ToArray()), ("Text", [0x41, 0, 0xFF])])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await page.Upload($"form[action='{Links.Variants(id)}']", "File", "lesson.mp4", bytes, "video/mp4", ("Kind", kind))).Status);
        var added = await page.Upload($"form[action='{Links.Variants(id)}']", "File", "x.txt", "Un texte <b>simple</b>\nEt sa suite"u8.ToArray(), "text/plain", ("Kind", "Text"));
        Assert.True(added.Says("Version ajoutée"));
        Assert.Equal(HttpStatusCode.Conflict, (await page.Upload($"form[action='{Links.Variants(id)}']", "File", "x.txt", "Encore"u8.ToArray(), "text/plain", ("Kind", "Text"))).Status);
        var file = await app.Read(db => db.ResourceVariants.Where(v => v.ResourceId == id && v.ReadyAt != null).Select(v => v.PublicId).SingleAsync());

        // Nobody else opens a draft, and nobody opens it by the address of its file.
        var (pupil, colleague) = (await app.SignIn(world.Pupil, "fr"), await app.SignIn(await app.Given.Teacher(world.Class, "FR"), "fr"));
        foreach (var (reader, address) in ((Visitor, string)[])[(pupil, Links.File(file)), (pupil, Links.Lesson(id)), (pupil, Links.Text(id)), (colleague, Links.File(file)), (colleague, Links.One(id)), (inspector, Links.One(id)), (inspector, Links.Judge(id)), (colleague, Links.Edit(id))])
            Assert.Equal(HttpStatusCode.NotFound, (await reader.Get(address)).StatusCode);

        await (await teacher.Open(Links.One(id))).SubmitForm($"form[action='{Links.Send(id)}']", null, htmx: false);
        Assert.Equal(HttpStatusCode.Conflict, (await teacher.Api.PostAsJsonAsync($"/api{Links.Variants(id)}", new { kind = "Audio", length = 10 })).StatusCode);
        var away = await app.SignIn(await app.Given.Person(Roles.Inspector, (await app.Given.School()).Directorate), "fr");
        Assert.Equal(HttpStatusCode.NotFound, (await away.Get(Links.Judge(id))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await pupil.Get(Links.File(file))).StatusCode);

        // Returned with a reason, mended, published; the stale page of another inspector decides nothing.
        var judge = await inspector.Open(Links.Judge(id));
        var stale = await (await app.SignIn(await app.Given.Person(Roles.Inspector, world.School.Directorate), "fr")).Open(Links.Judge(id));
        Assert.EndsWith("en 300 caractères au plus", (await judge.Post("return", "")).ErrorOf("Reason"), StringComparison.Ordinal);
        await judge.Post("return", "Le titre est trop long");
        Assert.True((await teacher.Open(Links.One(id))).Says("Le titre est trop long"));
        Assert.Equal(HttpStatusCode.Conflict, (await stale.Post("publish", "")).Status);
        await (await teacher.Open(Links.Edit(id))).Submit(("TitleFr", world.Title), ("Declares", "yes"));
        await (await teacher.Open(Links.One(id))).SubmitForm($"form[action='{Links.Send(id)}']", null, htmx: false);
        await (await inspector.Open(Links.Judge(id))).Post("publish", "");
        Assert.Equal(ResourceState.Published, await app.Read(db => db.LessonResources.Where(r => r.Id == id).Select(r => r.State).SingleAsync()));
        Assert.True((await pupil.Open(Links.Text(id))).Says("Un texte <b>simple</b>"));
        Assert.Equal(HttpStatusCode.OK, (await pupil.Get(Links.File(file))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await colleague.Get(Links.File(file))).StatusCode);
        Assert.Contains(world.Title, await (await inspector.Get($"{Links.Desk}.csv?show=judged")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(await app.Read(db => db.AuditEntries.AnyAsync(a => a.AccountId == world.Inspector.AccountId && a.Action == "Resources.JudgeResource")));

        // Children of the level alone: another level, a guardian without rights, nobody signed in.
        var elsewhere = await app.Given.Pupil(world.School, "2AC", (await app.Given.Class(world.School, "2AC", pupils: 0)).Class, 1);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(await app.Given.PupilAccount(world.School, elsewhere))).Get(Links.File(file))).StatusCode);
        var (mother, father) = (await app.Given.Guardian(world.School, world.Class.Pupils[0]), await app.Given.Guardian(world.School, world.Class.Pupils[0]));
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == father.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.State, GuardianshipState.Restricted)));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(father)).Get(Links.File(file))).StatusCode);
        var family = await app.SignIn(mother, "fr");
        Assert.True((await family.Open(Links.Mine)).Says(world.Title));
        Assert.InRange((await MassarApp.StatementsOf(() => family.Open(Links.Mine))).Count, 1, 6);

        // Taken back: gone for the families at once, even from the middle of a file; its author reads why.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await (await inspector.Open(Links.Judge(id))).Post("take-back", " ")).Status);
        await (await inspector.Open(Links.Judge(id))).Post("take-back", "Une erreur a été signalée");
        foreach (var address in (string[])[Links.File(file), Links.Lesson(id), Links.Text(id)])
            Assert.Equal(HttpStatusCode.NotFound, (await family.Get(address)).StatusCode);
        Assert.False((await family.Open(Links.Mine)).Says(world.Title));
        Assert.True((await teacher.Open(Links.One(id))).Says("Une erreur a été signalée"));
    }

    [Fact]
    public async Task An_upload_goes_on_after_a_break_and_nobody_publishes_the_own_or_fills_the_store()
    {
        var world = await World();
        var inspector = await app.SignIn(world.Inspector, "fr");
        var id = await Begin(inspector, world.Title, "1AC~~MATH");
        var sound = Sound(600_000);

        // A piece twice, a piece too early, a piece of another length: what is there stays as it is.
        var upload = await Announce(inspector, id, "Audio", sound.Length);
        Assert.Equal(SendAtOnce, (await Put(inspector, upload, 0, sound[..SendAtOnce])).GetProperty("received").GetInt32());
        Assert.Equal(SendAtOnce, (await Put(inspector, upload, 0, sound[..SendAtOnce])).GetProperty("received").GetInt32());
        Assert.Equal(SendAtOnce, (await Put(inspector, upload, 2 * SendAtOnce, sound[(2 * SendAtOnce)..])).GetProperty("received").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, (await inspector.Api.PutAsync($"{Links.Bytes(upload)}?from={SendAtOnce}", new ByteArrayContent(new byte[1_000]))).StatusCode);
        Assert.True((await inspector.Open(Links.One(id))).Says("43 % reçus"));
        // Another day, the same file: it goes on where it was; nobody else sends to it.
        Assert.Equal(upload, await Announce(inspector, id, "Audio", sound.Length));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(world.Teacher)).Api.PutAsync($"{Links.Bytes(upload)}?from={SendAtOnce}", new ByteArrayContent(sound[SendAtOnce..(2 * SendAtOnce)]))).StatusCode);
        Assert.Equal(2 * SendAtOnce, (await Put(inspector, upload, SendAtOnce, sound[SendAtOnce..(2 * SendAtOnce)])).GetProperty("received").GetInt32());
        Assert.True((await Put(inspector, upload, 2 * SendAtOnce, sound[(2 * SendAtOnce)..])).GetProperty("isReady").GetBoolean());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(sound)), await app.Read(db => db.ResourceVariants.Where(v => v.Id == upload).Select(v => v.Hash).SingleAsync()));

        // The light forms are lighter, sizes have an end, and so has a day.
        Assert.Equal(HttpStatusCode.BadRequest, (await inspector.Api.PostAsJsonAsync($"/api{Links.Variants(id)}", new { kind = "Video", length = 500_000 })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await inspector.Api.PostAsJsonAsync($"/api{Links.Variants(id)}", new { kind = "Video", length = 2_000_000_000L })).StatusCode);
        await app.Write(async db =>
        {
            db.ResourceVariants.Add(new ResourceVariant { PublicId = Guid.NewGuid(), ResourceId = id, Kind = VariantKind.Paper, Length = 180_000_000, AddedAt = MassarApp.Clock.GetUtcNow().UtcDateTime, AddedByAccountId = world.Inspector.AccountId, RemovedAt = MassarApp.Clock.GetUtcNow().UtcDateTime });
            await db.SaveChangesAsync();
        });
        Assert.Equal(HttpStatusCode.Conflict, (await inspector.Api.PostAsJsonAsync($"/api{Links.Variants(id)}", new { kind = "Video", length = 40_000_000 })).StatusCode);

        // The own is judged by somebody else, whatever door is tried; the ministry may.
        await inspector.Api.PostAsJsonAsync($"/api{Links.Send(id)}", new { version = $"{await Version(id)}" });
        Assert.False((await inspector.Open(Links.Judge(id))).Says("Valider et publier"));
        Assert.Equal(HttpStatusCode.Conflict, (await inspector.Api.PostAsJsonAsync($"/api{Links.Judge(id)}", new { version = $"{await Version(id)}", @do = "publish" })).StatusCode);
        var ministry = await app.SignIn(await app.Given.Person(Roles.Ministry, world.School.Academy), "fr");
        await (await ministry.Open(Links.Judge(id))).Post("publish", "");

        // A day's share of fetching is counted by what left.
        var file = await app.Read(db => db.ResourceVariants.Where(v => v.Id == upload).Select(v => v.PublicId).SingleAsync());
        var pupil = await app.SignIn(world.Pupil, "fr");
        Assert.Equal(sound, await (await pupil.Get(Links.File(file))).Content.ReadAsByteArrayAsync());
        app.Services.GetRequiredService<ReadingTally>().Note(world.Pupil.AccountId, MoroccanDay.Today(MassarApp.Clock), 500_000_000);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await pupil.Get(Links.File(file))).StatusCode);
    }

    private sealed record Scene(GivenSchool School, GivenClass Class, GivenPerson Teacher, GivenPerson Inspector, GivenPerson Pupil, string Title);

    private async Task<Scene> World()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, "1AC", pupils: 1);
        return new Scene(school, made, await app.Given.Teacher(made), await app.Given.Person(Roles.Inspector, school.Directorate), await app.Given.PupilAccount(school, made.Pupils[0]), string.Create(CultureInfo.InvariantCulture, $"Les forces {Given.Next()}"));
    }

    private static async Task<long> Begin(Visitor author, string title, string course = "1AC~~MATH")
    {
        var answer = await author.Api.PostAsJsonAsync($"/api{Links.Desk}", new { course, titleFr = title, rights = "OwnWork", declares = "yes" });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<long>();
    }

    private static async Task<long> Announce(Visitor author, long id, string kind, int length)
    {
        var answer = await author.Api.PostAsJsonAsync($"/api{Links.Variants(id)}", new { kind, length });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
    }

    private static async Task<JsonElement> Put(Visitor author, long upload, int from, byte[] bytes)
    {
        var answer = await author.Api.PutAsync(string.Create(CultureInfo.InvariantCulture, $"{Links.Bytes(upload)}?from={from}"), new ByteArrayContent(bytes));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task Send(Visitor author, long id, string kind, byte[] bytes, bool trim = false)
    {
        // A text cut at a byte may end in half a letter.
        while (trim && bytes.Length > 0 && (bytes[^1] & 0x80) != 0)
            bytes = bytes[..^1];
        var upload = await Announce(author, id, kind, bytes.Length);
        for (var from = 0; from < bytes.Length; from += 2 * SendAtOnce)
            await Put(author, upload, from, bytes[from..Math.Min(bytes.Length, from + 2 * SendAtOnce)]);
    }

    private async Task Publish(Visitor author, Scene world, long id)
    {
        await author.Api.PostAsJsonAsync($"/api{Links.Send(id)}", new { version = $"{await Version(id)}" });
        var answer = await (await app.SignIn(world.Inspector)).Api.PostAsJsonAsync($"/api{Links.Judge(id)}", new { version = $"{await Version(id)}", @do = "publish" });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private Task<int> Version(long id) => app.Read(db => db.LessonResources.Where(r => r.Id == id).Select(r => r.Version).SingleAsync());

    private static Task<HttpResponseMessage> Range(Visitor reader, string address, long from, long? to, EntityTagHeaderValue? of)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Range = new RangeHeaderValue(from, to);
        if (of is not null) request.Headers.IfRange = new RangeConditionHeaderValue(of);
        return reader.Raw(request);
    }

    // No film: the four bytes that films of this kind begin with, and what arithmetic makes of a number.
    private static byte[] Film(int length)
    {
        var bytes = new byte[length];
        new Random(40).NextBytes(bytes);
        ((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]).CopyTo(bytes);
        return bytes;
    }

    private static byte[] Sound(int length) => Tone.Wav(length / 8_000 + 1, 330)[..length];
}

internal static class Judging
{
    public static Task<Page> Post(this Page page, string act, string reason) => page.Submit(("Do", act), ("Reason", reason));
}
