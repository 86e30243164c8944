using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Massar.Features.Accounts.Domain;
using Massar.Features.Enrollments;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Enrollments;

/// <summary>Lists of pupils from files: read, shown row by row, written once, taken back; and the school's lists in the form platforms read.</summary>
public sealed class ImportTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    [Fact]
    public async Task A_list_is_shown_first_written_when_confirmed_and_the_same_file_again_writes_nothing()
    {
        var world = await World();
        var waiting = await app.Given.Pupil(world.School);
        var known = await Facts(waiting);
        var file = Book(Child("العمراني", "ندى", "Amrani", "Nada", "F", "14/02/2013", world.Class, act: Act(), guardian: ("الأم", "Mère")), Of(known, world.Class));

        var preview = await Upload(world.Head, file);

        Assert.True(preview.Says("Rien n'est encore écrit"), preview.Text);
        Assert.True(preview.Says("14 février 2013"), preview.Text);
        Assert.Equal([ImportFate.New, ImportFate.Seat], await Fates(preview));
        Assert.Equal(1, await app.Read(db => db.Enrollments.CountAsync(e => e.SchoolId == world.School.Id)));

        // Gone away and come back, it is still there.
        preview = await (await world.Head.Open(Links.Imports)).Follow("liste.xlsx");
        var done = await preview.SubmitForm("#confirm-import", null, false);

        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.True(done.Says("Liste confirmée") && done.Says("Dossier créé"), done.Text);
        var lines = await app.Read(db => db.Enrollments.Where(e => e.SchoolId == world.School.Id).OrderBy(e => e.OrderInClass).ToListAsync());
        Assert.Equal([1, 2], lines.Select(l => l.OrderInClass));
        Assert.All(lines, l => Assert.Equal((world.ClassId, EnrollmentState.Active), (l.ClassId, l.State)));
        var made = await app.Read(db => db.Pupils.SingleAsync(p => p.Id == lines[0].PupilId));
        Assert.Matches("^[A-Z][0-9]{9}$", made.MassarCode);
        Assert.Equal(("العمراني", "ندى", new DateOnly(2013, 2, 14), Sex.Female), (made.LastNameAr, made.FirstNameAr, made.BirthDate, made.Sex));
        var link = await app.Read(db => db.Guardianships.SingleAsync(g => g.PupilId == made.Id));
        Assert.Equal((GuardianQuality.Mother, GuardianshipState.Active), (link.Quality, link.State));
        Assert.NotEmpty(await app.Read(db => db.AuditEntries.Where(a => a.PlaceId == world.School.Id && a.Action == "Enrollments.ReviewImport").ToListAsync()));
        Assert.Equal(HttpStatusCode.Conflict, (await world.Head.Api.PostAsJsonAsync($"/api{done.Address.Split('?')[0]}", new { Version = 0, Beyond = false })).StatusCode);

        var again = await Upload(world.Head, file);

        Assert.Equal([ImportFate.Same, ImportFate.Same], await Fates(again));
        Assert.True(again.Says("Ce même fichier a été écrit le"), again.Text);
        Assert.Null(again.Find("#confirm-import"));
        Assert.Equal(2, await app.Read(db => db.Enrollments.CountAsync(e => e.SchoolId == world.School.Id)));
    }

    [Theory]
    [InlineData("utf-8", ';'), InlineData("utf-8", ','), InlineData("utf-8", '\t'), InlineData("windows-1256", ';')]
    public async Task A_csv_is_read_whatever_separates_its_cells_and_the_page_says_how(string encoding, char separator)
    {
        var world = await World();
        var text = string.Join("\r\n", new[] { Heads.Append("Observations"), Child("الطاهري", "أيمن", "Tahiri", "Aymen", "ذكر", $"{(separator == '\t' ? 3 : separator == ',' ? 4 : 5)}-11-{(encoding == "utf-8" ? 2013 : 2012)}", world.Class).Append("bon élève") }.Select(r => string.Join(separator, r)));

        var preview = await Upload(world.Head, CodePagesEncodingProvider.Instance.GetEncoding(encoding)?.GetBytes(text) ?? Encoding.UTF8.GetBytes(text), "liste.csv");

        Assert.True(preview.Says($"csv {(encoding == "utf-8" ? "UTF-8" : "Windows-1256")} {(separator == '\t' ? "tab" : separator)}"), preview.Text);
        Assert.True(preview.Says("Observations"), preview.Text);
        Assert.Equal([ImportFate.New], await Fates(preview));
        await preview.SubmitForm("#confirm-import", null, false);
        Assert.Equal("الطاهري", await app.Read(db => db.Pupils.Where(p => db.Enrollments.Any(e => e.PupilId == p.Id && e.SchoolId == world.School.Id)).Select(p => p.LastNameAr).SingleAsync()));
    }

    [Fact]
    public void A_western_list_keeps_its_capital_accents()
    {
        var read = CsvReader.Read(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes("Nom;Prénom\r\nÉMERIC;Zoé")).Workbook!;

        Assert.Equal(("Windows-1252", "ÉMERIC", "Zoé"), (read.Encoding, read.Sheets[0][2, 1].Text, read.Sheets[0][2, 2].Text));
    }

    [Theory]
    [InlineData("2014-03-25", "2014-03-25"), InlineData("25/03/2014", "2014-03-25"), InlineData("25.3.2014", "2014-03-25"), InlineData("٢٥/٠٣/٢٠١٤", "2014-03-25"), InlineData("25 mars 2014", "2014-03-25")]
    [InlineData("1er mars 2014", "2014-03-01"), InlineData("25 مارس 2014", "2014-03-25"), InlineData("5 غشت 2014", "2014-08-05"), InlineData("5 يوليو 2014", "2014-07-05")]
    [InlineData("03/25/2014", "month-first"), InlineData("25/03/14", "short-year"), InlineData("41723", "serial"), InlineData("31/02/2014", "no-day"), InlineData("12/09/1440", "hijri"), InlineData("12 رمضان 1440", "hijri"), InlineData("en mars", "unknown"), InlineData("20140325", "unknown")]
    public void A_day_is_read_in_the_usual_notations_and_never_guessed(string typed, string expected)
    {
        var read = ImportedDay.Read(typed);

        Assert.Equal(expected, read.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? read.Wrong!.Split('.')[^1]);
    }

    [Fact]
    public async Task One_day_with_the_month_first_makes_every_day_that_could_be_two_unsure()
    {
        var world = await World();

        var preview = await Upload(world.Head, Book(
            Child("الزهراوي", "كنزة", "Zahraoui", "Kenza", "F", "03/25/2013", world.Class), Child("الزهراوي", "رضا", "Zahraoui", "Reda", "M", "05/04/2013", world.Class), Child("الزهراوي", "هند", "Zahraoui", "Hind", "F", "25/04/2013", world.Class)));

        Assert.Equal([ImportFate.Refused, ImportFate.Refused, ImportFate.New], await Fates(preview));
        Assert.True(preview.Says("Peut être deux jours"), preview.Text);
    }

    [Fact]
    public async Task A_code_counts_with_name_and_day_and_nobody_is_taken_from_another_school()
    {
        var world = await World();
        var other = await app.Given.School(inProvinceOf: world.School);
        var (there, free) = (await app.Given.Pupil(other), await app.Given.Pupil(other));
        await app.Write(db => db.Enrollments.Where(e => e.Id == free.EnrollmentId).ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EnrollmentState.Left).SetProperty(e => e.LeftOn, new DateOnly(Given.Year, 10, 1))));
        var (a, b) = (await Facts(there), await Facts(free));

        var preview = await Upload(world.Head, Book(Of(a, world.Class), Of(b, world.Class), [b.MassarCode, .. Of(a, world.Class)[1..]], ["Z999999999", .. Of(a, world.Class)[1..]], ["12", .. Of(a, world.Class)[1..]]));

        Assert.Equal([ImportFate.Elsewhere, ImportFate.Enroll, ImportFate.Refused, ImportFate.Refused, ImportFate.Refused], await Fates(preview));
        Assert.NotNull(preview.Find($"a[href='{Massar.Features.Transfers.Links.NewFor(a.MassarCode)}']"));
        Assert.True(preview.Says("Le code ne va pas avec le nom") && preview.Says("Aucun dossier ne porte ce code") && preview.Says("Une lettre et neuf chiffres"), preview.Text);
        Assert.Equal(2, await app.Read(db => db.PupilLooks.CountAsync(l => l.PlaceId == world.School.Id)));
        await preview.SubmitForm("#confirm-import", null, false);
        Assert.Equal([b.Id], await app.Read(db => db.Enrollments.Where(e => e.SchoolId == world.School.Id).Select(e => e.PupilId).ToListAsync()));
        Assert.Equal(EnrollmentState.Active, await app.Read(db => db.Enrollments.Where(e => e.Id == there.EnrollmentId).Select(e => e.State).SingleAsync()));
    }

    [Fact]
    public async Task Somebody_enrolled_elsewhere_after_the_preview_is_set_aside_and_the_rest_is_written()
    {
        var world = await World();
        var other = await app.Given.School(inProvinceOf: world.School);
        var free = await app.Given.Pupil(other);
        await app.Write(db => db.Enrollments.Where(e => e.Id == free.EnrollmentId).ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EnrollmentState.Left)));
        var preview = await Upload(world.Head, Book(Of(await Facts(free), world.Class), Child("الداودي", "وليد", "Daoudi", "Walid", "M", "1/5/2013", world.Class)));
        await app.Write(db => db.Enrollments.Where(e => e.Id == free.EnrollmentId).ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EnrollmentState.Active)));

        var done = await preview.SubmitForm("#confirm-import", null, false);

        Assert.True(done.Says("Dans un autre établissement") && done.Says("Dossier créé"), done.Text);
        Assert.Equal(1, await app.Read(db => db.Enrollments.CountAsync(e => e.SchoolId == world.School.Id)));
    }

    [Fact]
    public async Task A_possible_double_waits_for_the_heads_word()
    {
        var world = await World();
        var other = await app.Given.School(inProvinceOf: world.School);
        var (one, two) = (await app.Given.Pupil(other), await app.Given.Pupil(other));
        await app.Write(db => db.Enrollments.Where(e => e.Id == one.EnrollmentId).ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EnrollmentState.Left)));
        string[][] rows = [["", .. Of(await Facts(one), world.Class)[1..]], ["", .. Of(await Facts(two), world.Class)[1..]]];

        var preview = await Upload(world.Head, Book(rows));

        Assert.Equal([ImportFate.Double, ImportFate.Double], await Fates(preview));
        Assert.True(preview.Says(other.Place.NameFr) && preview.Says("•••"), preview.Text);
        Assert.False(preview.Says(one.MassarCode));
        // The children's own school reads who found them.
        Assert.Equal(2, await app.Read(db => db.PupilLooks.CountAsync(l => l.PlaceId == world.School.Id && (l.PupilId == one.Id || l.PupilId == two.Id))));
        Assert.Null(preview.Find("#confirm-import"));
        Assert.Equal(HttpStatusCode.NotFound, (await preview.SubmitForm("#children", null, false, ("r[2]", "1"))).Status);
        // Name and birthday are known to many: a child of another school is not taken by them alone.
        preview = await preview.SubmitForm("#children", null, false, ("r[2]", $"{one.Id}"), ("r[3]", "other"));
        Assert.Equal([ImportFate.Double, ImportFate.New], await Fates(preview));
        Assert.True(preview.Says("le numéro de son acte de naissance"), preview.Text);

        rows[0] = With(rows[0], 9, (await Facts(one)).BirthActNumber!);
        preview = await (await Upload(world.Head, Book(rows))).SubmitForm("#children", null, false, ("r[2]", $"{one.Id}"), ("r[3]", "other"));
        Assert.Equal([ImportFate.Enroll, ImportFate.New], await Fates(preview));
        await preview.SubmitForm("#confirm-import", null, false);

        var lines = await app.Read(db => db.Enrollments.Where(e => e.SchoolId == world.School.Id).Select(e => e.PupilId).ToListAsync());
        Assert.Equal(2, lines.Count);
        Assert.Contains(one.Id, lines);
        Assert.DoesNotContain(two.Id, lines);
    }

    [Fact]
    public async Task Two_schools_whose_lists_name_one_new_child_at_the_same_time_make_one_file()
    {
        var (one, two) = (await World(), await World());
        var act = Act();
        var previews = new[] { await Upload(one.Head, Book(Row(one))), await Upload(two.Head, Book(Row(two))) };
        foreach (var preview in previews) Assert.Equal([ImportFate.New], await Fates(preview));

        await Task.WhenAll(previews.Select(p => p.SubmitForm("#confirm-import", null, false)));

        Assert.Equal(1, await app.Read(db => db.Pupils.CountAsync(p => p.BirthActNumber == act)));
        Assert.Equal(1, await app.Read(db => db.PupilImportRows.CountAsync(r => r.IsWritten && db.PupilImports.Any(i => i.Id == r.ImportId && (i.SchoolId == one.School.Id || i.SchoolId == two.School.Id)))));

        string[] Row(Scene scene) => Child("السلاوي", "طه", "Slaoui", "Taha", "M", "7/8/2013", scene.Class, act);
    }

    [Fact]
    public async Task What_is_wrong_is_said_by_row_and_column_and_the_file_comes_back_marked()
    {
        var world = await World(steppedUp: true);
        string[] good = Child("الناصري", "بدر", "Naciri", "Badr", "M", "2/6/2013", world.Class);

        var preview = await Upload(world.Head, Book(
            good, good, With(good, 2, "Nada"), With(good, 5, "X"), With(good, 6, ""), With(good, 10, "9ZZZ-9"), With(good, 10, ""), With(With(good, 10, ""), 11, "6AP"), With(good, 1, "النا\u202eصري"), With(good, 3, "=1+1"), With(good, 19, "+212600"), With(good, 9, "abc")));

        Assert.Equal([ImportFate.New, .. Enumerable.Repeat(ImportFate.Refused, 11)], await Fates(preview));
        foreach (var reason in (string[])["Même élève qu'à la ligne 2", "Prénom (arabe)", "Sexe", "Date de naissance", "Aucune classe de ce nom", "Remplir la classe ou le niveau", "L'établissement n'a aucune classe de ce niveau", "Des signes cachés", "Ressemble à une formule", "Téléphone du tuteur", "N° d'acte"])
            Assert.True(preview.Says(reason), $"{reason}: {preview.Text}");

        var marked = await (await world.Head.Get(Links.ImportFile(Id(preview), null, "xlsx"))).Content.ReadAsByteArrayAsync();
        var sheet = XlsxReader.Read(marked).Workbook!.Sheets[0];
        Assert.Contains("Même élève", sheet[5, 23].Text, StringComparison.Ordinal);
        // Mended or not, the very file is read again.
        Assert.Equal(12, (await Fates(await Upload(world.Head, marked))).Count);
        var csv = await (await world.Head.Get(Links.ImportFile(Id(preview), "Refused", "csv"))).Content.ReadAsStringAsync();
        Assert.Equal(12, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("liste.xlsx", await (await world.Head.Get(Links.ImportsFile("csv"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True((await (await app.SignIn(world.School.Head, "ar")).Open(preview.Address)).Says("نفس التلميذ(ة) في السطر 2"));
    }

    public static TheoryData<string, byte[]> Hostile() => new()
    {
        { "virus.exe", "MZ this is a program"u8.ToArray() },
        { "old.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]] },
        { "macro.xlsm", Zips.OfTexts(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>"), ("xl/vbaProject.bin", "Sub AutoOpen()")) },
        { "entities.xlsx", Zips.OfTexts(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a \"b\">]><workbook>&a;</workbook>")) },
        { "bomb.xlsx", Zips.OfTexts(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", new string(' ', 60_000_000))) },
        { "out.xlsx", Zips.OfTexts(("../../etc/passwd", "x"), ("xl/workbook.xml", "<workbook/>")) },
        { "empty.xlsx", [] },
        { "long.csv", Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Repeat("Nom (arabe);Prénom (arabe);Date de naissance", 10_000))) },
        { "other.csv", "Produit;Prix;Stock\nPomme;3;9"u8.ToArray() },
        { "less.csv", "Nom;Prénom;Sexe;Classe\nAlaoui;Omar;M;1APIC-1"u8.ToArray() },
        { "twice.csv", Encoding.UTF8.GetBytes("Nom (arabe);Prénom (arabe);Date de naissance;Date de naissance\nا;ب;1/1/2014;1/1/2014") },
        { "heads.csv", Encoding.UTF8.GetBytes("Nom (arabe);Prénom (arabe);Date de naissance\n") },
    };

    [Theory, MemberData(nameof(Hostile))]
    public async Task A_hostile_or_foreign_file_is_refused_with_a_reason_and_not_kept(string name, byte[] content)
    {
        var world = await World();

        var refused = await Upload(world.Head, content, name);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotNull(refused.ErrorOf("File"));
        Assert.DoesNotContain("enrollments.import", refused.Text, StringComparison.Ordinal);
        Assert.Equal(0, await app.Read(db => db.PupilImports.CountAsync(i => i.SchoolId == world.School.Id)));
    }

    [Fact]
    public async Task A_formula_in_a_workbook_is_refused()
    {
        var world = await World();
        var book = Zips.With(Book(Child("الناصري", "بدر", "Naciri", "Badr", "M", "2/6/2013", world.Class)), "xl/worksheets/sheet1.xml",
            xml => xml.Replace("</row></sheetData>", "<c r=\"V2\"><f>1+1</f><v>2</v></c></row></sheetData>", StringComparison.Ordinal));

        var refused = await Upload(world.Head, book);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.True(refused.Says("contient une formule"), refused.Text);
    }

    [Fact]
    public async Task A_class_is_filled_beyond_its_size_only_when_the_head_accepts_it()
    {
        var world = await World();
        await app.Given.Pupil(world.School, inClass: world.Made.Class, order: 1);
        var size = await app.Read(async db => (await Massar.Features.Classes.Domain.StructureRules.Of(db, Given.Year, CancellationToken.None)).NormOf(await db.Levels.SingleAsync(l => l.Code == "1AC")));
        var rows = Enumerable.Range(0, size).Select(n => Child("الكثير", "ابن", "Katir", "Ibn", "M", new DateOnly(2012, 1, 1).AddDays(n * 3).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), world.Class)).ToArray();
        var preview = await Upload(world.Head, Book(rows));

        Assert.True(preview.Says($"1 + {size} / {size}"), preview.Text);
        var refused = await preview.SubmitForm("#confirm-import", null, false);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal(1, await app.Read(db => db.Enrollments.CountAsync(e => e.ClassId == world.ClassId)));
        await refused.SubmitForm("#confirm-import", null, false, ("Beyond", "true"));
        Assert.Equal(size + 1, await app.Read(db => db.Enrollments.CountAsync(e => e.ClassId == world.ClassId)));
    }

    [Fact]
    public async Task A_long_list_is_written_by_a_job_once()
    {
        var world = await World();
        var rows = Enumerable.Range(0, 70).Select(n => Child("الطويل", "ابن", "Taouil", "Ibn", "M", new DateOnly(2012, 1, 1).AddDays(n * 3).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), "", level: "1AC", guardian: ("Père", "Père"))).ToArray();
        var preview = await Upload(world.Head, Book(rows));

        var job = await preview.SubmitForm("#confirm-import", null, false);

        Assert.StartsWith("/jobs/", job.Address, StringComparison.Ordinal);
        Assert.Equal(0, await app.Read(db => db.Enrollments.CountAsync(e => e.SchoolId == world.School.Id)));
        await app.RunWork($"pupil-import/{world.School.Id}/");
        Assert.Equal(70, await app.Read(db => db.Enrollments.CountAsync(e => e.SchoolId == world.School.Id && e.ClassId == null)));
        // One parent of all of them is one person.
        Assert.Equal(1, await app.Read(db => db.Guardianships.Where(g => db.Enrollments.Any(e => e.PupilId == g.PupilId && e.SchoolId == world.School.Id)).Select(g => g.GuardianId).Distinct().CountAsync()));
        await app.Write(db => db.WorkItems.Where(w => w.Key.StartsWith($"pupil-import/{world.School.Id}/")).ExecuteUpdateAsync(s => s.SetProperty(w => w.State, WorkState.Waiting)));
        await app.RunWork($"pupil-import/{world.School.Id}/");
        Assert.Equal(70, await app.Read(db => db.Enrollments.CountAsync(e => e.SchoolId == world.School.Id)));
        Assert.True((await world.Head.Open(preview.Address)).Says("Annuler la liste"));
    }

    [Fact]
    public async Task A_written_list_is_taken_back_unless_something_was_built_on_it()
    {
        var world = await World();
        var waiting = await app.Given.Pupil(world.School);
        var before = await app.Rows(world.School);
        var known = await Facts(waiting);
        var file = Book(Child("السباعي", "آية", "Sbai", "Aya", "F", "14/02/2013", world.Class, guardian: ("Père", "Père")), Of(known, world.Class));
        var preview = await Upload(world.Head, file);
        var done = await preview.SubmitForm("#confirm-import", null, false);
        var made = await app.Read(db => db.Pupils.Where(p => p.LastNameAr == "السباعي" && db.Enrollments.Any(e => e.PupilId == p.Id && e.SchoolId == world.School.Id)).Select(p => p.Id).SingleAsync());
        var mark = new PupilLook { PupilId = made, PlaceId = world.School.Id, AccountId = world.School.Head.AccountId, At = DateTime.UtcNow };
        await app.Write(async db =>
        {
            db.PupilLooks.Add(mark);
            await db.SaveChangesAsync();
        });

        var refused = await done.SubmitForm("#undo", null, false);

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.True(refused.Says("السباعي"), refused.Text);
        await app.Write(db => db.PupilLooks.Where(l => l.PupilId == made).ExecuteDeleteAsync());
        var undone = await (await world.Head.Open(preview.Address)).SubmitForm("#undo", null, false);

        Assert.True(undone.Says("Liste annulée"), undone.Text);
        Assert.Equal(before.Select(WithoutVersion), (await app.Rows(world.School)).Select(WithoutVersion));
        Assert.Equal(0, await app.Read(db => db.Pupils.CountAsync(p => p.Id == made)));
        Assert.Equal(0, await app.Read(db => db.Guardianships.CountAsync(g => g.PupilId == made)));
        Assert.Equal(0, await app.Read(db => db.ClassMoves.CountAsync(m => m.SchoolId == world.School.Id)));
        // It can be brought in again.
        Assert.Equal([ImportFate.New, ImportFate.Seat], await Fates(await Upload(world.Head, file)));

        static string WithoutVersion(string row) => row[..row.LastIndexOf(' ')];
    }

    [Fact]
    public async Task After_its_hours_a_list_stays()
    {
        var world = await World();
        var done = await (await Upload(world.Head, Book(Child("المريني", "طه", "Mrini", "Taha", "M", "14/02/2013", world.Class)))).SubmitForm("#confirm-import", null, false);
        await app.Write(db => db.PupilImports.Where(i => i.SchoolId == world.School.Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.DoneAt, DateTime.UtcNow.AddDays(-3) + MassarApp.Clock.Moved)));

        var refused = await done.SubmitForm("#undo", null, false);

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.True(refused.Says("plus de 48 heures"), refused.Text);
        Assert.Null((await world.Head.Open(done.Address)).Find("#undo"));
    }

    [Fact]
    public async Task Nobody_enrolls_his_own_child()
    {
        var world = await World();
        var child = await app.Given.Pupil(world.School);
        var guardian = new Guardian { FirstNameAr = "هند", LastNameAr = "العلوي", FirstNameLatin = "Hind", LastNameLatin = "Alaoui", Cin = await app.Read(db => db.Employees.Where(e => e.Id == world.School.Head.EmployeeId).Select(e => e.Cin).SingleAsync()) };
        await app.Write(async db =>
        {
            db.Guardians.Add(guardian);
            await db.SaveChangesAsync();
            db.Guardianships.Add(new Guardianship { GuardianId = guardian.Id, PupilId = child.Id, Quality = GuardianQuality.Mother, State = GuardianshipState.Active, StartsOn = new DateOnly(2020, 1, 1) });
            await db.SaveChangesAsync();
        });
        var born = Child("العلوي", "ياسر", "Alaoui", "Yasser", "M", "14/02/2013", world.Class, guardian: ("Mère", "Mère"));
        (born[14], born[15], born[18]) = ("العلوي", "هند", guardian.Cin!);

        var preview = await Upload(world.Head, Book(Of(await Facts(child), world.Class), born));

        Assert.Equal([ImportFate.Refused, ImportFate.Refused], await Fates(preview));
        Assert.True(preview.Says("C'est votre enfant"), preview.Text);
    }

    [Fact]
    public async Task Lists_of_other_schools_do_not_exist_an_old_page_confirms_nothing_and_a_list_is_let_go()
    {
        var world = await World();
        var preview = await Upload(world.Head, Book(Child("القاسمي", "سارة", "Kasmi", "Sara", "F", "14/02/2013", world.Class)));
        var (stranger, clerk) = (await app.SignIn((await app.Given.School()).Head, "fr", steppedUp: true), await app.SignIn(await app.Given.Person(Roles.Clerk, world.School.Place), "fr"));

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(preview.Address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(Links.ImportFile(Id(preview), null, "csv"))).StatusCode);
        foreach (var (step, body) in ((string, object)[])[("", new { Version = 0, Beyond = true }), ("/children", new { Version = 0 }), ("/check", new { }), ("/undo", new { Version = 0 })])
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync($"/api{Links.Import(Id(preview))}{step}", body)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.DeleteAsync($"/api{Links.Import(Id(preview))}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.Open(Links.Imports)).Status);

        await preview.SubmitForm($"form[action='{Links.ImportStep(Id(preview), "check")}']", null, false);
        Assert.Equal(HttpStatusCode.Conflict, (await preview.SubmitForm("#confirm-import", null, false)).Status);
        Assert.Equal(0, await app.Read(db => db.Enrollments.CountAsync(e => e.SchoolId == world.School.Id)));
        var read = await world.Head.Api.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api{Links.Import(Id(preview))}");
        Assert.Equal(1, read.GetProperty("ready").GetInt32());

        var list = await (await world.Head.Open(preview.Address)).SubmitForm($"form[action='{Links.ImportStep(Id(preview), "drop")}']", null, false);
        Assert.True(list.Says("Liste abandonnée"), list.Text);
        Assert.Equal(0, await app.Read(db => db.PupilImportRows.CountAsync(r => r.ImportId == Id(preview))));
    }

    [Fact]
    public async Task A_list_nobody_confirms_loses_its_rows_and_its_page_says_so()
    {
        var world = await World();
        var preview = await Upload(world.Head, Book(Child("الوزاني", "زيد", "Ouazzani", "Zaid", "M", "14/02/2013", world.Class)));
        await app.Write(db => db.PupilImports.Where(i => i.SchoolId == world.School.Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.SentAt, i => i.SentAt.AddDays(-15))));

        await app.Services.GetRequiredService<Sweeper>().Sweep(CancellationToken.None);

        Assert.Equal(0, await app.Read(db => db.PupilImportRows.CountAsync(r => r.ImportId == Id(preview))));
        Assert.True((await world.Head.Open(preview.Address)).Says("14 jours sans confirmation"));
        Assert.True((await world.Head.Open(Links.Imports)).Says("Expirée"));
    }

    [Theory, InlineData("fr"), InlineData("ar")]
    public async Task The_empty_list_offers_the_classes_explains_its_columns_and_is_read_when_filled(string language)
    {
        var world = await World(language: language);
        var model = await (await world.Head.Get(Links.ImportModel)).Content.ReadAsByteArrayAsync();
        var book = XlsxReader.Read(model).Workbook!;

        Assert.Equal(20, book.Sheets[0].ColumnCount);
        Assert.Contains("رمز مسار", book.Sheets[0][1, 1].Text, StringComparison.Ordinal);
        Assert.Contains("Code Massar", book.Sheets[0][1, 1].Text, StringComparison.Ordinal);
        Assert.Equal(1, book.Sheets[0].RowCount);
        Assert.Equal(21, book.Sheets[1].RowCount);
        Assert.Equal(world.Class, book.Sheets[2][2, 1].Text);
        using (var zip = new ZipArchive(new MemoryStream(model)))
        using (var reader = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open()))
            Assert.Contains("type=\"list\"", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        var filled = Filled([.. Enumerable.Range(1, 20).Select(c => book.Sheets[0][1, c].Text)], [Child("الفيلالي", "جاد", "Filali", "Jad", "M", "14/02/2013", world.Class)]);
        Assert.Equal([ImportFate.New], await Fates(await Upload(world.Head, filled)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Upload(world.Head, model)).Status);
    }

    [Fact]
    public async Task The_school_leaves_as_a_OneRoster_package_that_holds_together_and_tells_nothing_private()
    {
        var world = await World(steppedUp: true);
        var pupil = await app.Given.Pupil(world.School, inClass: world.Made.Class, order: 1);
        await app.Given.Teacher(world.Made);
        await app.Given.Guardian(world.School, pupil);

        using var zip = new ZipArchive(await (await world.Head.Get(Links.Roster)).Content.ReadAsStreamAsync());

        Assert.Equal(["academicSessions.csv", "classes.csv", "courses.csv", "enrollments.csv", "manifest.csv", "orgs.csv", "roles.csv", "users.csv"], zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
        var manifest = (await Read(zip, "manifest")).ToDictionary(r => r["propertyName"], r => r["value"]);
        Assert.Equal(("1.2", "bulk", "absent"), (manifest["oneroster.version"], manifest["file.users"], manifest["file.demographics"]));
        var (orgs, sessions, courses, classes, users, roles, enrollments) = (await Read(zip, "orgs"), await Read(zip, "academicSessions"), await Read(zip, "courses"), await Read(zip, "classes"), await Read(zip, "users"), await Read(zip, "roles"), await Read(zip, "enrollments"));
        Assert.Equal(["district", "school"], orgs.Select(o => o["type"]));
        Assert.Equal($"{Given.Year + 1}", Assert.Single(sessions)["schoolYear"]);
        foreach (var table in (List<Dictionary<string, string>>[])[orgs, sessions, courses, classes, users, roles, enrollments])
            Assert.Equal(table.Count, table.Select(r => r["sourcedId"]).Distinct().Count());
        Refer(classes, "courseSourcedId", courses);
        Refer(classes, "termSourcedIds", sessions);
        Refer(classes, "schoolSourcedId", orgs);
        Refer(courses, "schoolYearSourcedId", sessions);
        Refer(roles, "userSourcedId", users);
        Refer(roles, "orgSourcedId", orgs);
        Refer(enrollments, "classSourcedId", classes);
        Refer(enrollments, "userSourcedId", users);
        Assert.Equal(["homeroom", "scheduled"], classes.Select(c => c["classType"]));
        Assert.Equal(["student", "student", "teacher"], enrollments.Select(e => e["role"]).Order(StringComparer.Ordinal));
        Assert.Equal(pupil.MassarCode, users.Single(u => u["sourcedId"] == $"pupil-{pupil.Id}")["identifier"]);
        Assert.All(users, u => Assert.All((string[])["email", "sms", "phone", "agentSourcedIds", "password", "userIds"], c => Assert.Equal("", u[c])));

        // Without a fresh second factor, and beside the desk that counts what leaves, there is no way out.
        Assert.NotEqual(HttpStatusCode.OK, (await (await app.SignIn(world.School.Head, "fr")).Get("/enrollments/oneroster.zip")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(world.School.Head, "fr", steppedUp: true)).Api.GetAsync("/api/enrollments/oneroster")).StatusCode);

        static void Refer(List<Dictionary<string, string>> from, string column, List<Dictionary<string, string>> to) => Assert.All(from, r => Assert.Contains(to, t => t["sourcedId"] == r[column]));

        static async Task<List<Dictionary<string, string>>> Read(ZipArchive zip, string name)
        {
            using var bytes = new MemoryStream();
            await using (var entry = zip.GetEntry($"{name}.csv")!.Open()) await entry.CopyToAsync(bytes);
            var sheet = CsvReader.Read(bytes.ToArray()).Workbook!.Sheets[0];
            return [.. Enumerable.Range(2, sheet.RowCount - 1).Select(r => Enumerable.Range(1, sheet.ColumnCount).ToDictionary(c => sheet[1, c].Text, c => sheet[r, c].Text))];
        }
    }

    private static readonly string[] Heads = [.. ImportColumns.All.Select(ImportColumns.ModelHeading)];

    private sealed record Scene(GivenSchool School, GivenClass Made, Visitor Head)
    {
        public int ClassId => Made.Id;

        public string Class => Made.Class.Name;
    }

    private async Task<Scene> World(string language = "fr", bool steppedUp = false)
    {
        var school = await app.Given.School();
        return new Scene(school, await app.Given.Class(school, pupils: 0), await app.SignIn(school.Head, language, steppedUp));
    }

    private static string Act() => Given.Next().ToString(CultureInfo.InvariantCulture);

    private Task<Pupil> Facts(GivenPupil pupil) => app.Read(db => db.Pupils.AsNoTracking().SingleAsync(p => p.Id == pupil.Id));

    private static string[] Child(string lastAr, string firstAr, string last, string first, string sex, string birth, string className, string act = "", string level = "", (string Quality, string)? guardian = null) =>
        ["", lastAr, firstAr, last, first, sex, birth, "أكادير", "Agadir", act, className, level, "", guardian?.Quality ?? "", .. guardian is null ? (string[])["", "", "", "", "", ""] : ["بناني", "مريم", "Bennani", "Meryem", "", "0600112233"]];

    private static string[] Of(Pupil pupil, string className)
    {
        var row = Child(pupil.LastNameAr, pupil.FirstNameAr, pupil.LastNameLatin, pupil.FirstNameLatin, pupil.Sex == Sex.Female ? "F" : "M", pupil.BirthDate.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), className);
        row[0] = pupil.MassarCode;
        return row;
    }

    private static string[] With(string[] row, int column, string value)
    {
        var changed = (string[])row.Clone();
        changed[column] = value;
        return changed;
    }

    private static byte[] Book(params string[][] rows) => Filled(Heads, rows);

    private static byte[] Filled(string[] heads, string[][] rows)
    {
        var book = new XlsxWriter();
        var sheet = book.AddSheet("Liste");
        foreach (var (cells, row) in rows.Prepend(heads).Select((cells, at) => (cells, at + 1)))
            for (var column = 0; column < cells.Length; column++)
                sheet.Text(row, column + 1, cells[column]);
        return book.ToBytes();
    }

    private static async Task<Page> Upload(Visitor head, byte[] content, string name = "liste.xlsx") => await (await head.Open(Links.Imports)).Upload("#import", "File", name, content, Xlsx);

    private static int Id(Page preview) => int.Parse(preview.Address.Split('?')[0].Split('/')[^1], CultureInfo.InvariantCulture);

    private Task<List<ImportFate>> Fates(Page preview)
    {
        Assert.True(preview.Address.StartsWith(Links.Imports + "/", StringComparison.Ordinal), $"{preview.Address} {preview.Status}: {preview.Text}");
        var id = Id(preview);
        return app.Read(db => db.PupilImportRows.Where(r => r.ImportId == id).OrderBy(r => r.Number).Select(r => r.Fate).ToListAsync());
    }
}
