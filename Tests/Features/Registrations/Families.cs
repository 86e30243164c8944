using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Massar.Features.Notices.Domain;
using Massar.Features.Registrations;
using Massar.Features.Registrations.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Delivery;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Registrations;

/// <summary>A primary school with a zone of its own, and its head.</summary>
public sealed record GivenZone(GivenSchool School, int CommuneId, int ZoneId);

/// <summary>What families do, as they do it: through the pages, without script.</summary>
public sealed class Families(MassarApp app)
{
    /// <summary>A primary school whose commune has one zone.</summary>
    public async Task<GivenZone> School(int seats = 40)
    {
        var school = await app.Given.School("PRI");
        var zone = new SchoolZone { SchoolId = school.Id, CommuneId = school.Place.ParentId!.Value, NameAr = "حي السلام", NameFr = "Hay Essalam" };
        await app.Write(async db =>
        {
            await db.Schools.Where(s => s.Id == school.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.FirstYearSeats, seats));
            db.SchoolZones.Add(zone);
            await db.SaveChangesAsync();
        });
        return new GivenZone(school, zone.CommuneId, zone.Id);
    }

    public static string NewPhone() => string.Create(CultureInfo.InvariantCulture, $"06{Given.Next() % 100_000_000:00000000}");

    /// <summary>The last code sent to a telephone, as its owner reads it: in the SMS, and nowhere in the database.</summary>
    public async Task<string> CodeOf(string phone)
    {
        var to = "+212" + phone[1..];
        var key = await app.Read(db => db.Notices.Where(n => n.Template == "notices.registration-code" && n.Deliveries.Any(d => d.To == to)).OrderByDescending(n => n.Id).Select(n => n.Key).FirstAsync());
        // Where many enter at once, a round passes over what another's round has locked; the next one finds it.
        for (var tries = 0; tries < 50; tries++)
        {
            await app.RunWork(key);
            if (!await app.Read(db => db.Notices.AnyAsync(n => n.Key == key && n.Deliveries.Any(d => d.State == DeliveryState.Queued))))
                break;
        }

        return CodeIn(app.Services.GetRequiredService<CatcherSmsGateway>().Messages.First(m => m.To == to).Text);
    }

    /// <summary>The six digits of an SMS.</summary>
    public static string CodeIn(string sms) => System.Text.RegularExpressions.Regex.Match(sms, "[0-9]{6}").Value;

    /// <summary>A browser in which the code of a telephone was given.</summary>
    public async Task<Visitor> Enter(string phone, string language = "ar")
    {
        var visitor = app.Visitor(language);
        var asked = await (await visitor.Open(Links.Start)).Submit(("Phone", phone));
        var mine = await asked.Submit(("Code", await CodeOf(phone)));
        Assert.EndsWith(Links.Mine, mine.Address, StringComparison.Ordinal);
        return visitor;
    }

    /// <summary>A draft just begun; answers its number.</summary>
    public static async Task<long> Begin(Visitor visitor)
    {
        var first = await (await visitor.Open(Links.Mine)).SubmitForm($"main form[action='{Links.New}']", null, false);
        return long.Parse(first.Address.Split('/')[2], CultureInfo.InvariantCulture);
    }

    /// <summary>What a family types for a child of six, page by page.</summary>
    public static Dictionary<string, (string, string)[]> Typed(GivenZone zone, int number, DateOnly? birth = null, string? lastNameAr = null)
    {
        lastNameAr ??= Letters(number);
        var born = birth ?? new DateOnly(Given.Year - 6, 3, 15);
        return new()
        {
            ["child"] = [("FirstNameAr", "سلمى"), ("LastNameAr", lastNameAr), ("FirstNameLatin", "Salma"), ("LastNameLatin", "Zahrae"), ("Sex", "2")],
            ["birth"] = [("BirthDateDay", $"{born.Day}"), ("BirthDateMonth", $"{born.Month}"), ("BirthDateYear", $"{born.Year}"), ("BirthPlaceAr", "أكادير"), ("BirthPlaceLatin", "Agadir")],
            ["act"] = [("BirthActNumber", $"{number}"), ("BirthActDateDay", "20"), ("BirthActDateMonth", "3"), ("BirthActDateYear", $"{born.Year}")],
            ["siblings"] = [("Sibling1FirstNameAr", "آدم"), ("Sibling1LastNameAr", lastNameAr), ("Sibling1FirstNameLatin", "Adam"), ("Sibling1LastNameLatin", "Zahrae"), ("Sibling1BirthDateDay", "2"), ("Sibling1BirthDateMonth", "5"), ("Sibling1BirthDateYear", $"{Given.Year - 3}")],
            ["guardian"] = [("Quality", "2")],
            ["father"] = [("FatherFirstNameAr", "عمر"), ("FatherLastNameAr", lastNameAr), ("FatherFirstNameLatin", "Omar"), ("FatherLastNameLatin", "Zahrae"), ("FatherOfAr", "أحمد")],
            ["mother"] = [("MotherFirstNameAr", "مريم"), ("MotherLastNameAr", Letters(number)), ("MotherFirstNameLatin", "Meryem"), ("MotherLastNameLatin", "Bennani"), ("MotherOfAr", "علي"), ("MotherCin", $"ZZ{number}"), ("MotherAddress", "حي السلام، زنقة 3"), ("MotherPhone", string.Create(CultureInfo.InvariantCulture, $"07{number % 100_000_000:00000000}"))],
            ["area"] = [("Directorate", $"{zone.School.Directorate.Id}"), ("Commune", $"{zone.CommuneId}")],
            ["zone"] = [("Zone", $"{zone.ZoneId}")],
            ["school"] = [("School", $"{zone.School.Id}")],
        };
    }

    /// <summary>A family name of its own for each number, so that children of different tests are never taken for one.</summary>
    private static string Letters(int number) => "بن" + string.Concat($"{number}".Select(d => "ابتجدرسعمن"[d - '0']));

    /// <summary>Fills every page but the last; the draft is complete.</summary>
    public async Task Fill(Visitor visitor, long id, Dictionary<string, (string, string)[]> typed)
    {
        foreach (var step in Topics.Steps.Where(s => typed.ContainsKey(s)))
        {
            var page = await visitor.Open(Links.Step(id, step));
            if (step == "area")
                page = await page.Submit(typed[step][0]);
            var after = await page.Submit(typed[step]);
            Assert.True(after.Status == System.Net.HttpStatusCode.OK, $"{step}: {after.Status} {after.Text}");
        }

        await (await visitor.Open(Links.Step(id, "photo"))).Upload("main form[method=post]", "photo", "enfant.png", Png(300, 400), "image/png");
    }

    /// <summary>A sent request, typed by its family.</summary>
    public async Task<(Visitor Family, long Id, string Phone, int Act)> Send(GivenZone zone, DateOnly? birth = null, string language = "ar", string? lastNameAr = null, int? act = null)
    {
        var number = act ?? Given.Next() % 900_000 + 1;
        var phone = NewPhone();
        var family = await Enter(phone, language);
        var id = await Begin(family);
        await Fill(family, id, Typed(zone, number, birth, lastNameAr));
        var receipt = await (await family.Open(Links.Summary(id))).SubmitForm($"main form[action='{Links.Submit(id)}']", null, false);
        Assert.True(receipt.Address == Links.Receipt(id), receipt.Text);
        return (family, id, phone, number);
    }

    /// <summary>A program in which the code of a telephone was given: it speaks JSON and holds the visit's token.</summary>
    public async Task<HttpClient> EnterByApi(string phone, string language = "ar")
    {
        var program = app.Visitor(language).Api;
        var access = await Read(await program.PostAsJsonAsync("/api/registrations/access", new { phone }));
        var opened = await Read(await program.PostAsJsonAsync($"/api/registrations/access/{access.GetProperty("access").GetString()}", new { code = await CodeOf(phone) }));
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", opened.GetProperty("token").GetString());
        return program;
    }

    /// <summary>Where the family's side of the API begins.</summary>
    public const string Api = "/api/registrations/mine";

    /// <summary>A complete draft, typed by a program; answers its number.</summary>
    public static async Task<long> FillByApi(HttpClient program, Dictionary<string, (string, string)[]> typed)
    {
        var id = (await Read(await program.PostAsync(Api, null))).GetProperty("id").GetInt64();
        foreach (var step in Topics.Steps.Where(typed.ContainsKey))
            await Read(await program.PutAsJsonAsync($"{Api}/{id}/{step}", new { answers = typed[step].ToDictionary(t => t.Item1, t => t.Item2) }));
        using var photo = new ByteArrayContent(Png(300, 400));
        photo.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        await Read(await program.PutAsync($"{Api}/{id}/files/photo", photo));
        return id;
    }

    /// <summary>The JSON of an answer that is not a refusal.</summary>
    public static async Task<JsonElement> Read(HttpResponseMessage reply)
    {
        var body = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, $"{reply.RequestMessage!.RequestUri}: {(int)reply.StatusCode} {body}");
        return body.Length == 0 ? default : JsonDocument.Parse(body).RootElement;
    }

    /// <summary>A PDF of one empty page.</summary>
    /// <param name="more">Entries of its catalog.</param>
    public static byte[] Pdf(string more = "") => Encoding.ASCII.GetBytes(
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R " + more + ">>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
        + "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>\nendobj\ntrailer\n<</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF\n");

    /// <summary>A small picture nobody is on.</summary>
    public static byte[] Png(int width, int height)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        Chunk("IHDR", header);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            for (var y = 0; y < height; y++)
            {
                zlib.WriteByte(0);
                for (var x = 0; x < width; x++)
                    zlib.Write([(byte)x, (byte)y, 120]);
            }

        Chunk("IDAT", packed.ToArray());
        Chunk("IEND", []);
        return file.ToArray();

        void Chunk(string type, byte[] data)
        {
            Span<byte> number = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
            file.Write(number);
            byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
            file.Write(body);
            BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
            file.Write(number);
        }

        static uint Crc(byte[] bytes)
        {
            var crc = uint.MaxValue;
            foreach (var b in bytes)
            {
                crc ^= b;
                for (var bit = 0; bit < 8; bit++)
                    crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }

            return ~crc;
        }
    }
}
