using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Documents.Domain;
using Massar.Features.PrintKits;
using Massar.Features.PrintKits.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Massar.Tests.Features.ReportCards;
using Massar.Tests.Infrastructure.Pdf;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.PrintKits;

/// <summary>MAS-20: one button a season gives one file with a cover, contents and bookmarks, and work that was stopped goes on.</summary>
public sealed class PrintKitTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task One_button_prints_the_lists_of_every_class_with_contents_bookmarks_order_totals_and_pages()
    {
        var school = await app.Given.School();
        GivenClass[] classes = [await app.Given.Class(school, pupils: 3), await app.Given.Class(school, pupils: 2)];
        var elsewhere = await app.Given.Class(await app.Given.School(), pupils: 1);
        var clerk = await app.SignIn(await app.Given.Person(Roles.Clerk, school.Place), "fr");

        var form = await clerk.Open(Links.All);
        var ordered = await form.SubmitForm("main form:has(input[value='start'])", null, false);
        Assert.StartsWith("/jobs/", ordered.Address, StringComparison.Ordinal);
        var kit = await app.Read(db => db.PrintKits.SingleAsync(k => k.SchoolId == school.Id));
        await app.RunWork(PrintKit.WorkKey(kit.Id));
        var job = await clerk.Open(ordered.Address);
        var card = await job.Follow(Links.Kit(kit.Id));
        var file = await Fetch(clerk, Links.File(kit.Id));

        Assert.NotNull(card.Find($"main a[href='{Links.File(kit.Id)}']"));
        var text = Tools.Bare(Tools.Text(file));
        foreach (var pupil in classes.SelectMany(c => c.Pupils)) Assert.Contains(pupil.MassarCode, text, StringComparison.Ordinal);
        Assert.DoesNotContain(elsewhere.Pupils[0].MassarCode, text, StringComparison.Ordinal);
        Assert.DoesNotContain(elsewhere.Class.Name, text, StringComparison.Ordinal);

        // The contents on the cover name the page on which each list is found.
        var pages = int.Parse(Info(file, "Pages"), CultureInfo.InvariantCulture);
        Assert.Equal(pages, (await app.Read(db => db.PrintKits.SingleAsync(k => k.Id == kit.Id))).Pages);
        Assert.Equal(1 + 2 * classes.Length, pages);
        var cover = Tools.Bare(Tools.Text(file, 1));
        Assert.Contains($"{pages}", cover, StringComparison.Ordinal);
        foreach (var (made, page) in classes.OrderBy(c => c.Class.Name, StringComparer.Ordinal).Select((c, i) => (c, 2 + 2 * i)))
        {
            Assert.Contains(made.Class.Name, cover, StringComparison.Ordinal);
            var list = Tools.Bare(Tools.Text(file, page));
            Assert.Contains(made.Class.Name, list, StringComparison.Ordinal);
            // In the order of the class list, with its totals and the page of the file.
            var places = made.Pupils.Select(p => list.IndexOf(p.MassarCode, StringComparison.Ordinal)).ToList();
            Assert.Equal(places.Order(), places);
            Assert.True(Tools.Words(file, page).Any(w => w.Text.Contains($"{pages}", StringComparison.Ordinal)), list);
            // Names on the call sheet too.
            Assert.Contains(made.Class.Name, Tools.Bare(Tools.Text(file, page + 1)), StringComparison.Ordinal);
        }

        // Bookmarks: the contents, each class, and below each class its two papers.
        var outline = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
        Assert.Contains("/Outlines", outline, StringComparison.Ordinal);
        // One title more: that of the file.
        Assert.Equal(1 + 1 + classes.Length * 3, System.Text.RegularExpressions.Regex.Count(outline, "/Title "));

        // A colleague of the school reads it; another school does not, and cannot tell that it is there.
        var stranger = await app.SignIn(elsewhere.School.Head, "fr");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Kit(kit.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(Links.File(kit.Id))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(Links.ClassFile(Season.Start, classes[0].Id))).StatusCode);
        Assert.True(await app.Read(db => db.ExportsTaken.AnyAsync(t => t.PlaceId == school.Id && t.Kind == "print-kits" && t.Persons == 5)));
    }

    [Fact]
    public async Task Averages_of_a_class_are_the_councils_own_until_it_has_signed()
    {
        var made = await app.Given.Class(await app.Given.School(), pupils: 2);
        await app.Publish(made, 1);
        var (clerk, head) = (await app.SignIn(await app.Given.Person(Roles.Clerk, made.School.Place), "fr"), await app.SignIn(made.School.Head, "fr"));

        Assert.Equal(HttpStatusCode.NotFound, (await clerk.Get(Links.ClassFile(Season.FirstTerm, made.Id))).StatusCode);
        Assert.Empty((await clerk.Open(Links.All)).All("main form:has(input[value='term-1'])"));
        Assert.Equal(HttpStatusCode.OK, (await head.Get(Links.ClassFile(Season.FirstTerm, made.Id))).StatusCode);
        var ordered = await (await head.Api.PostAsJsonAsync($"/api{Links.All}", new { season = "term-1" })).Content.ReadFromJsonAsync<JsonElement>();
        var kit = ordered.GetProperty("kit").GetInt64();
        await app.RunWork(PrintKit.WorkKey(kit));
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.Get(Links.File(kit))).StatusCode);

        await app.Sign(made, 1);
        Assert.Equal(HttpStatusCode.OK, (await clerk.Get(Links.ClassFile(Season.FirstTerm, made.Id))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await clerk.Api.PostAsJsonAsync($"/api{Links.All}", new { season = "term-1" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.Get(Links.File(kit))).StatusCode);
    }

    [Fact]
    public async Task Work_that_was_stopped_goes_on_with_the_next_class_and_leaves_one_file()
    {
        var school = await app.Given.School();
        GivenClass[] classes = [await app.Given.Class(school, pupils: 1), await app.Given.Class(school, pupils: 1)];
        var head = await app.SignIn(school.Head, "fr");
        var started = await (await head.Api.PostAsJsonAsync($"/api{Links.All}", new { season = "start" })).Content.ReadFromJsonAsync<JsonElement>();
        var (kit, work) = (started.GetProperty("kit").GetInt64(), started.GetProperty("job").GetInt64());
        // The first class was read before the program went down; its list is that of then.
        await app.Write(async db =>
        {
            var read = new ClassKit(classes[0].Id, "KEPT-1", "قديم", "Ancien", 1, [new KitPupil(1, 1, "Z999999999", "اسم محفوظ", "NOM Garde", true, new DateOnly(2014, 5, 4))], null, 0, 0);
            db.PrintKitClasses.Add(new PrintKitClass { KitId = kit, ClassId = classes[0].Id, Content = OfficialPaper.Write(read) });
            await db.SaveChangesAsync();
        });

        await app.RunWork(PrintKit.WorkKey(kit));

        var item = await app.Read(db => db.WorkItems.SingleAsync(w => w.Id == work));
        Assert.Equal((WorkState.Done, 3, 3), (item.State, item.DoneCount, item.Total));
        Assert.Equal(2, await app.Read(db => db.PrintKitClasses.CountAsync(c => c.KitId == kit)));
        var text = Tools.Bare(Tools.Text(await Fetch(head, Links.File(kit))));
        Assert.Contains("Z999999999", text, StringComparison.Ordinal);
        Assert.Contains(classes[1].Pupils[0].MassarCode, text, StringComparison.Ordinal);
        Assert.DoesNotContain(classes[0].Pupils[0].MassarCode, text, StringComparison.Ordinal);

        // After its days names and file go; the page says so.
        await app.Write(db => db.PrintKits.Where(k => k.Id == kit).ExecuteUpdateAsync(s => s.SetProperty(k => k.AskedAt, k => k.AskedAt.AddDays(-PrintKit.KeptDays - 1))));
        await app.Within(async services => await new OldPrintKits().Sweep(services.GetRequiredService<MassarDb>(), DateTime.UtcNow, 1000, CancellationToken.None));
        Assert.Equal((0, 0), (await app.Read(db => db.PrintKitClasses.CountAsync(c => c.KitId == kit)), await app.Read(db => db.PrintKitParts.CountAsync(p => p.KitId == kit))));
        Assert.True((await head.Open(Links.Kit(kit))).Says("Le fichier a été effacé"));
        Assert.Equal(HttpStatusCode.NotFound, (await head.Get(Links.File(kit))).StatusCode);
    }

    [Fact]
    public async Task The_end_of_term_prints_averages_for_who_issues_cards_and_not_for_the_supervisor()
    {
        var made = await app.MarkedClass(pupils: 3);
        var head = await app.SignIn(made.School.Head, "fr");
        var supervisor = await app.SignIn(await app.Given.Person(Roles.Supervisor, made.School.Place), "fr");

        var file = await Fetch(head, Links.ClassFile(Season.FirstTerm, made.Id));
        var sheet = Tools.Bare(Tools.Text(file, 2));

        for (var i = 0; i < made.Pupils.Count; i++) Assert.Contains(CouncilGiven.PointsOf(i).ToString("0.00", CultureInfo.InvariantCulture).Replace('.', ','), sheet, StringComparison.Ordinal);
        Assert.Contains(made.Pupils[0].MassarCode, Tools.Bare(Tools.Text(file, 3)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await supervisor.Get(Links.ClassFile(Season.FirstTerm, made.Id))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await supervisor.Get(Links.ClassFile(Season.Start, made.Id))).StatusCode);
        var form = await supervisor.Open(Links.All);
        Assert.Empty(form.All("input[value='term-1']"));
        Assert.NotEmpty(form.All("input[value='start']"));
        Assert.Equal(HttpStatusCode.Forbidden, (await supervisor.Api.PostAsJsonAsync($"/api{Links.All}", new { season = "term-1" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await head.Api.PostAsJsonAsync($"/api{Links.All}", new { season = "summer" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.All}", new { season = "exam" })).StatusCode);
    }

    [Fact]
    public async Task Candidates_stand_in_the_order_of_the_alphabet_so_many_to_a_room_and_a_name_no_face_holds_gives_way_to_its_code()
    {
        KitPupil Pupil(int n, string name) => new(n, n, $"Z{n:000000000}", name, $"NOM Prenom{n}", n % 2 == 0, new DateOnly(2012, 1, 1));
        var head = new KitHead("01001A", "إعدادية النصر", "Collège Ennasr", "الرباط", "Rabat", "الرباط سلا القنيطرة", "Rabat-Salé-Kénitra", 2025, Season.Exam, 5, new DateTime(2026, 5, 4, 9, 0, 0, DateTimeKind.Utc), false);
        ClassKit[] classes =
        [
            new(1, "3APIC-1", "الثالثة إعدادي", "3e année du collège", 30, [Pupil(1, "يوسف"), Pupil(2, "أحمد"), Pupil(3, "سلمى"), Pupil(4, "عمر 龍")], null, 0, 0),
            new(2, "3APIC-2", "الثالثة إعدادي", "3e année du collège", 30, [Pupil(5, "بدر"), Pupil(6, "مريم"), Pupil(7, "هاجر")], null, 0, 0),
        ];

        var drawn = await app.Services.GetRequiredService<PdfPrinter>().DrawKit(new KitPaper(head, classes), CancellationToken.None);
        var again = await app.Services.GetRequiredService<PdfPrinter>().DrawKit(new KitPaper(head, classes), CancellationToken.None);

        Assert.Equal(drawn.Bytes, again.Bytes);
        // The cover, two rooms of five and two, two lists of classes.
        Assert.Equal(5, drawn.Pages);
        var file = Path.Combine(Directory.CreateTempSubdirectory("massar-kit").FullName, "kit.pdf");
        await File.WriteAllBytesAsync(file, drawn.Bytes);
        string[] rooms = [Tools.Bare(Tools.Text(file, 2)), Tools.Bare(Tools.Text(file, 3))];
        string[] order = ["Z000000002", "Z000000005", "Z000000003"];
        var places = order.Select(c => rooms[0].IndexOf(c, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.Equal(7, rooms.Sum(r => System.Text.RegularExpressions.Regex.Matches(r, @"Z00000000[1-7]").Select(m => m.Value).Distinct().Count()));
        Assert.Contains("Z000000001", rooms[1], StringComparison.Ordinal);
        Assert.DoesNotContain("龍", Tools.Text(file), StringComparison.Ordinal);
    }

    /// <summary>MAS-20: rooms, doors and tables of an exam.</summary>
    [Fact]
    public async Task Candidates_are_divided_by_the_capacity_of_the_rooms_with_a_sheet_for_each_door_and_a_label_for_each_table()
    {
        var school = await app.Given.School();
        GivenClass[] classes = [await app.Given.Class(school, level: "3AC", pupils: 4), await app.Given.Class(school, level: "3AC", pupils: 3)];
        await app.Write(async db =>
        {
            Room Made(string code, int seats, RoomKind kind = RoomKind.Ordinary, RoomState state = RoomState.InUse) => new() { SchoolId = school.Id, Code = code, Capacity = seats, Kind = kind, State = state };
            db.Rooms.AddRange(Made("SALLE10", 40), Made("SALLE2", 3), Made("LABO7", 30, RoomKind.Laboratory), Made("SALLE1", 30, state: RoomState.Unfit), Made("CANT", 200, RoomKind.Canteen));
            await db.SaveChangesAsync();
        });
        var head = await app.SignIn(school.Head, "fr");
        var ordered = await (await head.Api.PostAsJsonAsync($"/api{Links.All}", new { season = "exam" })).Content.ReadFromJsonAsync<JsonElement>();
        await app.RunWork(PrintKit.WorkKey(ordered.GetProperty("kit").GetInt64()));
        var file = await Fetch(head, Links.File(ordered.GetProperty("kit").GetInt64()));

        // The cover; the small room with three and the large one with the other four, each with door, list and labels; a list of each class.
        Assert.Equal(1 + (2 * 3) + 2, int.Parse(Info(file, "Pages"), CultureInfo.InvariantCulture));
        var pages = Enumerable.Range(1, 9).Select(n => Tools.Bare(Tools.Text(file, n))).ToList();
        var codes = classes.SelectMany(c => c.Pupils).Select(p => p.MassarCode).ToList();
        Assert.Equal((3, 4), (codes.Count(c => pages[2].Contains(c, StringComparison.Ordinal)), codes.Count(c => pages[5].Contains(c, StringComparison.Ordinal))));
        foreach (var (door, list, labels, room, others) in new[] { (1, 2, 3, "SALLE2", "SALLE10"), (4, 5, 6, "SALLE10", "SALLE2") })
        {
            Assert.All([pages[door], pages[list], pages[labels]], p => Assert.Contains(room, p, StringComparison.Ordinal));
            Assert.DoesNotContain(others, pages[door], StringComparison.Ordinal);
            // What hangs on a door says no codes.
            Assert.DoesNotContain(codes, c => pages[door].Contains(c, StringComparison.Ordinal) || pages[labels].Contains(c, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(pages, p => p.Contains("CANT", StringComparison.Ordinal) || p.Contains("LABO7", StringComparison.Ordinal));
        // One class alone has no rooms of its own: its level sits together.
        var alone = await Fetch(head, Links.ClassFile(Season.Exam, classes[0].Id));
        Assert.DoesNotContain("SALLE10", Tools.Bare(Tools.Text(alone)), StringComparison.Ordinal);
    }

    private static async Task<string> Fetch(Visitor visitor, string address)
    {
        var answer = await visitor.Get(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.MediaType);
        var file = Path.Combine(Directory.CreateTempSubdirectory("massar-kit").FullName, "kit.pdf");
        await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync());
        return file;
    }

    private static string Info(string file, string name) =>
        Tools.Run("pdfinfo", file).Output.Split('\n').Select(l => l.Split(':', 2)).Single(l => l[0] == name)[1].Trim();
}
