using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Massar.Features.Enrollments;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Spreadsheets;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Enrollments;

/// <summary>A learning platform's OneRoster package comes in: held against the standard and the school, shown, written once, taken back.</summary>
public sealed class ImportRosterTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task The_schools_own_package_brought_back_changes_nothing()
    {
        var world = await World();
        await app.Given.Pupil(world.School);
        await app.Given.Teacher(world.One);
        var before = await Lines(world);

        var preview = await Upload(world.Head, await Own(world));

        Assert.All(await Rows(preview), r => Assert.Equal(ImportFate.Same, r.Fate));
        Assert.Equal(4, (await Rows(preview)).Count);
        Assert.Null(preview.Find("#confirm-import"));
        Assert.Equal((ImportSource.OneRoster, 0, 0), await app.Read(db => db.PupilImports.Where(i => i.Id == Id(preview)).Select(i => new ValueTuple<ImportSource, int, int>(i.Source, i.Faults, i.Notes)).SingleAsync()));
        Assert.True((await world.Head.Open(Links.Findings(Id(preview)))).Says("Rien à signaler"));
        Assert.Equal(HttpStatusCode.Conflict, (await world.Head.Api.PostAsJsonAsync($"/api{Links.Import(Id(preview))}", new { Version = 0, Beyond = false })).StatusCode);
        Assert.Equal(before, await Lines(world));
        Assert.NotNull((await world.Head.Open(Links.Imports)).Find($"a[href='{Links.ImportRoster}']"));
    }

    [Fact]
    public async Task A_new_pupil_and_a_move_between_classes_are_shown_written_and_taken_back()
    {
        var world = await World();
        var (before, moved) = (await Lines(world), world.One.Pupils[0]);
        var package = Edit(await Own(world), ("enrollments", Moved(world, moved)), ("users", Added("neu-1", "Berrada", "Nizar", "نزار", "برادة")), ("roles", t => t + $"role-neu-1,,,neu-1,primary,student,,,{world.School.GresaCode},\r\n"),
            ("enrollments", t => t + $"sits-neu-1,,,{world.Two.Class.PublicId},{world.School.GresaCode},neu-1,student,false,,\r\n"),
            ("manifest", t => t.Replace("file.demographics,absent", "file.demographics,bulk", StringComparison.Ordinal)), ("demographics", _ => Births + "neu-1,,,2013-04-21,male,,,,,,,,,,أكادير,\r\n"));

        var sent = await (await world.Head.Api.PostAsync($"/api{Links.ImportRoster}", Form(package))).Content.ReadFromJsonAsync<JsonElement>();
        var preview = await world.Head.Open(Links.Import(sent.GetProperty("import").GetInt32()));

        Assert.True(sent.GetProperty("isValid").GetBoolean(), sent.ToString());
        Assert.Equal([ImportFate.Move, ImportFate.Same, ImportFate.Same, ImportFate.New], (await Rows(preview)).Select(r => r.Fate));
        Assert.True(preview.Says($"{world.One.Class.Name} vers {world.Two.Class.Name}"), preview.Text);
        Assert.Equal(before, await Lines(world));
        await preview.SubmitForm($"form[action='{Links.ImportStep(Id(preview), "check")}']", null, false);
        // The page is older than the check.
        Assert.Equal(HttpStatusCode.Conflict, (await preview.SubmitForm("#confirm-import", null, false)).Status);
        var done = await (await world.Head.Open(preview.Address)).SubmitForm("#confirm-import", null, false);

        Assert.True(done.Says("Changé de classe") && done.Says("Dossier créé"), done.Text);
        var now = await app.Read(db => db.Enrollments.Where(e => e.SchoolId == world.School.Id && e.ClassId == world.Two.Id).OrderBy(e => e.OrderInClass).Select(e => e.PupilId).ToListAsync());
        Assert.Equal(3, now.Count);
        Assert.Equal(moved.Id, now[1]);
        var line = await app.Read(db => db.ClassMoves.SingleAsync(m => m.PupilId == moved.Id));
        Assert.Equal((world.One.Id, world.Two.Id), (line.FromClassId, line.ToClassId));
        var made = await app.Read(db => db.Pupils.SingleAsync(p => p.Id == now[2]));
        Assert.Equal(("برادة", "نزار", "Berrada", Sex.Male, new DateOnly(2013, 4, 21)), (made.LastNameAr, made.FirstNameAr, made.LastNameLatin, made.Sex, made.BirthDate));
        Assert.Equal((1, 1), await app.Read(db => db.PupilImports.Where(i => i.Id == Id(preview)).Select(i => new ValueTuple<int, int>(i.Created, i.Moved)).SingleAsync()));

        var undone = await done.SubmitForm("#undo", null, false);

        Assert.True(undone.Says("Liste annulée"), undone.Text);
        Assert.Equal(before, await Lines(world));
        Assert.Equal(0, await app.Read(db => db.ClassMoves.CountAsync(m => m.SchoolId == world.School.Id)));
        Assert.Equal(0, await app.Read(db => db.Pupils.CountAsync(p => p.Id == made.Id)));
    }

    [Fact]
    public async Task Whom_the_platform_has_switched_off_becomes_no_pupil_and_changes_in_nothing()
    {
        var world = await World();
        var (before, off) = (await Lines(world), world.One.Pupils[0]);
        var package = Edit(await Own(world),
            ("users", t => string.Join("\r\n", t.Split("\r\n").Select(l => l.StartsWith($"pupil-{off.Id},", StringComparison.Ordinal) ? l.Replace(",true,", ",false,", StringComparison.Ordinal) : l))),
            ("users", Added("neu-9", "Tazi", "Rim", "ريم", "التازي")), ("users", t => t.Replace("neu-9,,,true,", "neu-9,,,false,", StringComparison.Ordinal)), ("enrollments", Moved(world, off)),
            ("roles", t => t + $"role-neu-9,,,neu-9,primary,student,,,{world.School.GresaCode},\r\n"), ("enrollments", t => t + $"sits-neu-9,,,{world.Two.Class.PublicId},{world.School.GresaCode},neu-9,student,false,,\r\n"));

        var preview = await Upload(world.Head, package);

        Assert.All(await Rows(preview), r => Assert.Equal(ImportFate.Same, r.Fate));
        Assert.Equal(2, (await Rows(preview)).Count);
        var said = await world.Head.Open(Links.Findings(Id(preview)));
        Assert.True(said.Says("désactivé sur la plateforme") && said.Says("Tazi Rim"), said.Text);
        Assert.Equal(before, await Lines(world));
    }

    public static TheoryData<string, string> Refused() => new()
    {
        { "text", "n'est pas un paquet .zip" }, { "no-manifest", "manifest.csv manque" }, { "1.1", "de version 1.1" }, { "delta", "(delta)" }, { "traversal", "n'y est pas sûr" }, { "bomb", "trop volumineux" }, { "twice", "deux fois" },
        { "folder", "non dans un dossier" }, { "many", "plus de 40 fichiers" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task What_is_no_package_of_this_kind_is_refused_with_its_reason_and_not_kept(string what, string reason)
    {
        var world = await World();
        var own = await Own(world);
        var file = what switch
        {
            "text" => "sourcedId,name"u8.ToArray(),
            "no-manifest" => Zips.OfTexts(("users.csv", "sourcedId")),
            "1.1" => Edit(own, ("manifest", t => t.Replace("oneroster.version,1.2", "oneroster.version,1.1", StringComparison.Ordinal))),
            "delta" => Edit(own, ("manifest", t => t.Replace("file.users,bulk", "file.users,delta", StringComparison.Ordinal))),
            "traversal" => Zips.OfTexts(("../../manifest.csv", "propertyName,value")),
            "bomb" => Zips.OfTexts(("manifest.csv", "propertyName,value"), ("users.csv", new string('a', 30_000_000))),
            "twice" => Zips.OfTexts(("manifest.csv", "propertyName,value"), ("Users.csv", "a"), ("users.csv", "b")),
            "folder" => Zips.OfTexts(("liste/manifest.csv", "propertyName,value")),
            _ => Zips.OfTexts([.. Enumerable.Range(0, 41).Select(n => ($"{n}.csv", "x"))]),
        };

        var refused = await Upload(world.Head, file);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains(reason, refused.Text, StringComparison.Ordinal);
        Assert.NotNull(refused.ErrorOf("File"));
        Assert.Equal(0, await app.Read(db => db.PupilImports.CountAsync(i => i.SchoolId == world.School.Id)));
    }

    [Fact]
    public async Task What_breaks_the_standard_or_is_of_elsewhere_is_named_by_file_line_and_column_and_confirms_nothing()
    {
        var world = await World();
        var own = await Own(world);
        (string Table, Func<string, string> Change, string File, int Line, string Column, string Key)[] cases =
        [
            ("users", t => t.Replace("familyName,middleName", "middleName", StringComparison.Ordinal), "users.csv", 1, "familyName", "column-missing"),
            ("orgs", t => t.Replace("name,type", "type,name", StringComparison.Ordinal), "orgs.csv", 1, "", "columns"),
            ("enrollments", t => t.Replace($",pupil-{world.One.Pupils[0].Id},", ",pupil-0,", StringComparison.Ordinal), "enrollments.csv", 2, "userSourcedId", "reference"),
            ("orgs", t => t.Replace(world.School.GresaCode, "99999Z", StringComparison.Ordinal), "orgs.csv", 3, "identifier", "other-school"),
            ("academicSessions", t => t.Replace($",{Given.Year + 1}\r\n", $",{Given.Year + 3}\r\n", StringComparison.Ordinal), "academicSessions.csv", 2, "schoolYear", "other-year"),
            ("academicSessions", t => t.Replace("schoolYear,2", "schoolYear,02/09/2", StringComparison.Ordinal), "academicSessions.csv", 2, "startDate", "day"),
            ("roles", t => t.Replace(",student,", ",pupil,", StringComparison.Ordinal), "roles.csv", 2, "role", "value"),
            ("classes", t => t.Replace("sourcedId,status", "sourcedId,stand", StringComparison.Ordinal), "classes.csv", 1, "stand", "column-unknown"),
            ("users", t => t.Replace($"pupil-{world.One.Pupils[0].Id},,,", $"pupil-{world.One.Pupils[0].Id},active,,", StringComparison.Ordinal), "users.csv", 2, "status", "not-bulk"),
            ("users", t => t.Replace(",Z0", ",\"Z0", StringComparison.Ordinal), "users.csv", 2, "", "quote"),
            ("manifest", t => t.Replace("file.roles,bulk", "file.roles,absent", StringComparison.Ordinal), "manifest.csv", 0, "file.roles", "file-needed"),
            ("enrollments", t => t + $"second,,,{world.Two.Class.PublicId},{world.School.GresaCode},pupil-{world.One.Pupils[0].Id},student,false,,\r\n", "enrollments.csv", 5, "classSourcedId", "two-classes"),
        ];
        foreach (var (table, change, file, line, column, key) in cases)
        {
            var report = await Upload(world.Head, Edit(own, (table, change)));

            var id = int.Parse(report.Address.Split('/')[^2], CultureInfo.InvariantCulture);
            var findings = await app.Read(db => db.RosterFindings.AsNoTracking().Where(f => f.ImportId == id && f.IsFault).ToListAsync());
            Assert.True(findings.Exists(f => f.File == file && f.Line == line && f.Column == column && f.Key == $"enrollments.oneroster.wrong.{key}"), $"{key}: {report.Text}");
            Assert.True(report.Says("rien ne peut en être confirmé"), report.Text);
            Assert.DoesNotContain("enrollments.oneroster", report.Text, StringComparison.Ordinal);
            Assert.Equal((ImportState.Invalid, 0), await app.Read(db => db.PupilImports.Where(i => i.Id == id).Select(i => new ValueTuple<ImportState, int>(i.State, db.PupilImportRows.Count(r => r.ImportId == id))).SingleAsync()));
            Assert.Equal(HttpStatusCode.Conflict, (await world.Head.Api.PostAsJsonAsync($"/api{Links.Import(id)}", new { Version = 0, Beyond = true })).StatusCode);
        }

        var last = await app.Read(db => db.PupilImports.Where(i => i.SchoolId == world.School.Id).MaxAsync(i => i.Id));
        var dropped = await (await world.Head.Open(Links.Import(last))).SubmitForm($"form[action='{Links.ImportStep(last, "drop")}']", null, false);
        Assert.True(dropped.Says("Liste abandonnée"), dropped.Text);
        Assert.Equal(0, await app.Read(db => db.RosterFindings.CountAsync(f => f.ImportId == last)));
    }

    [Fact]
    public async Task A_report_that_is_cut_says_so_and_its_file_holds_everything()
    {
        var world = await World();
        const int wrong = 620;
        var package = Edit(await Own(world), ("enrollments", t => t + string.Concat(Enumerable.Range(0, wrong).Select(i => $"ghost-{i},,,{world.One.Class.PublicId},{world.School.GresaCode},nobody-{i},student,false,,\r\n"))));

        var report = await Upload(world.Head, package);

        var id = int.Parse(report.Address.Split('/')[^2], CultureInfo.InvariantCulture);
        var faults = await app.Read(db => db.PupilImports.Where(i => i.Id == id).Select(i => i.Faults).SingleAsync());
        Assert.True(faults >= wrong, $"{faults}");
        var shown = await world.Head.Open(Links.Findings(id, "faults"));
        Assert.True(shown.Says($"les {RosterFinding.Most} premiers constats sur {faults}") && shown.Says("les contient tous"), shown.Text);
        Assert.Equal(RosterFinding.Most, await app.Read(db => db.RosterFindings.CountAsync(f => f.ImportId == id)));
        var csv = await (await world.Head.Get(Links.FindingsFile(id, "faults", "csv"))).Content.ReadAsStringAsync();
        for (var i = 0; i < wrong; i++) Assert.Contains($"nobody-{i}", csv, StringComparison.Ordinal);

        await (await world.Head.Open(Links.Import(id))).SubmitForm($"form[action='{Links.ImportStep(id, "drop")}']", null, false);
        Assert.Equal(0, await app.Read(db => db.RosterFindingBooks.CountAsync(b => b.ImportId == id)));
    }

    [Fact]
    public async Task A_code_without_a_birth_date_says_nothing_of_a_child_of_another_school()
    {
        var world = await World();
        var there = await app.Given.Pupil(await app.Given.School(inProvinceOf: world.School));
        var file = await app.Read(db => db.Pupils.AsNoTracking().SingleAsync(p => p.Id == there.Id));
        var own = await Own(world);
        var names = $"{file.FirstNameLatin},{file.LastNameLatin},{file.FirstNameAr},{file.LastNameAr}".Split(',');
        byte[] Named(string code, string? births) => Edit(own, ("users", Added("x-1", names[1], names[0], names[2], names[3], code)), ("roles", t => t + $"role-x-1,,,x-1,primary,student,,,{world.School.GresaCode},\r\n"),
            ("enrollments", t => t + $"sits-x-1,,,{world.One.Class.PublicId},{world.School.GresaCode},x-1,student,false,,\r\n"),
            ("manifest", t => births is null ? t : t.Replace("file.demographics,absent", "file.demographics,bulk", StringComparison.Ordinal)), ("demographics", _ => births is null ? "" : Births + births));

        var (known, unknown) = (await Upload(world.Head, Named(there.MassarCode, null)), await Upload(world.Head, Named("Z999999998", null)));

        foreach (var preview in new[] { known, unknown })
        {
            var row = (await Rows(preview))[^1];
            Assert.Equal((ImportFate.Refused, (long?)null), (row.Fate, row.PupilId));
            Assert.Equal("enrollments.import.wrong.birth-needed", Assert.Single(row.ProblemList).Key);
        }

        Assert.Equal(0, await app.Read(db => db.PupilLooks.CountAsync(l => l.PupilId == there.Id)));
        var shown = await Upload(world.Head, Named(there.MassarCode, $"x-1,,,{file.BirthDate:yyyy-MM-dd},,,,,,,,,,,,\r\n"));
        Assert.Equal(ImportFate.Elsewhere, (await Rows(shown))[^1].Fate);
    }

    [Fact]
    public async Task Teachers_and_whoever_is_missing_are_named_in_the_report_only_and_it_leaves_as_a_file()
    {
        var world = await World(language: "ar");
        var teacher = await app.Given.Teacher(world.One);
        var gone = world.One.Pupils[1];
        var package = Edit(await Own(world),
            ("users", t => Without(t, $"pupil-{gone.Id}").Replace($"staff-{teacher.EmployeeId},", "staff-0,", StringComparison.Ordinal)), ("roles", t => Without(t, $"pupil-{gone.Id}").Replace($",staff-{teacher.EmployeeId},", ",staff-0,", StringComparison.Ordinal)),
            ("enrollments", t => Without(t, $"pupil-{gone.Id}").Replace($",staff-{teacher.EmployeeId},", ",staff-0,", StringComparison.Ordinal)));
        package = Edit(package, ("users", t => string.Join("\r\n", t.Split("\r\n").Select(l => l.StartsWith("staff-0,", StringComparison.Ordinal) ? "staff-0,,,true,staff-0,,Ghayr,Marouf,,,,,,,,,,,,,,," : l))));

        var preview = await Upload(world.Head, package);

        Assert.DoesNotContain(await Rows(preview), r => r.Fate != ImportFate.Same);
        var report = await world.Head.Open(Links.Findings(Id(preview)));
        Assert.True(report.Says("Marouf Ghayr") && report.Says(gone.MassarCode) && report.Says("لا تغير الحزمة الموظفين"), report.Text);
        var csv = await (await world.Head.Get(Links.FindingsFile(Id(preview), "notes", "csv"))).Content.ReadAsStringAsync();
        Assert.Contains(gone.MassarCode, csv, StringComparison.Ordinal);
        var read = await world.Head.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Findings(Id(preview))}");
        Assert.Equal((0, 3), (read.GetProperty("faults").GetInt32(), read.GetProperty("notes").GetInt32()));
        Assert.Equal(EnrollmentState.Active, await app.Read(db => db.Enrollments.Where(e => e.Id == gone.EnrollmentId).Select(e => e.State).SingleAsync()));

        var (stranger, plain) = (await app.SignIn((await app.Given.School()).Head, "fr", steppedUp: true), await app.SignIn(world.School.Head, "fr"));
        foreach (var address in new[] { Links.Import(Id(preview)), Links.Findings(Id(preview)), Links.FindingsFile(Id(preview), null, "xlsx"), $"/api{Links.Findings(Id(preview))}" })
            Assert.Equal(HttpStatusCode.NotFound, (await (address.StartsWith("/api", StringComparison.Ordinal) ? stranger.Api.GetAsync(address) : stranger.Get(address))).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await plain.Get(Links.FindingsFile(Id(preview), null, "csv"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(await app.Given.Person(Massar.Infrastructure.Security.Roles.Clerk, world.School.Place), "fr")).Open(Links.ImportRoster)).Status);
    }

    [Fact]
    public async Task Nobody_moves_his_own_child_by_a_package()
    {
        var world = await World();
        var child = world.One.Pupils[0];
        var cin = await app.Read(db => db.Employees.Where(e => e.Id == world.School.Head.EmployeeId).Select(e => e.Cin).SingleAsync());
        var guardian = new Guardian { FirstNameAr = "هند", LastNameAr = "العلوي", FirstNameLatin = "Hind", LastNameLatin = "Alaoui", Cin = cin };
        await app.Write(async db =>
        {
            db.Guardians.Add(guardian);
            await db.SaveChangesAsync();
            db.Guardianships.Add(new Guardianship { GuardianId = guardian.Id, PupilId = child.Id, Quality = GuardianQuality.Mother, State = GuardianshipState.Active, StartsOn = new DateOnly(2020, 1, 1) });
            await db.SaveChangesAsync();
        });

        var preview = await Upload(world.Head, Edit(await Own(world), ("enrollments", Moved(world, child))));

        Assert.Equal(ImportFate.Refused, (await Rows(preview))[0].Fate);
        Assert.True(preview.Says("C'est votre enfant"), preview.Text);
    }

    [Theory]
    [InlineData("a,b\r\n1,\"x,\"\"y\"\"\r\nz\"\r\n\r\n2,'=1\r\n", StrictCsvWrong.None, "a|b/1|x,\"y\"\r\nz/2|=1"), InlineData("\uFEFFa\nb", StrictCsvWrong.None, "a/b"), InlineData("a,\"b", StrictCsvWrong.Quote, ""), InlineData("a,b\"c", StrictCsvWrong.Quote, "")]
    [InlineData("a\n\"b\"c", StrictCsvWrong.Quote, "a"), InlineData("1\n2\n3\n4\n5\n6", StrictCsvWrong.TooManyRows, "1/2/3/4/5"), InlineData("1,2,3,4,5", StrictCsvWrong.TooManyColumns, ""), InlineData("123456789012345678901", StrictCsvWrong.CellTooLong, ""), InlineData("a\0b", StrictCsvWrong.Encoding, "")]
    public void A_table_for_programs_is_read_as_the_rule_has_it_and_never_guessed(string text, StrictCsvWrong wrong, string cells)
    {
        var read = StrictCsv.Read(Encoding.UTF8.GetBytes(text), 5, 4, 20);

        Assert.Equal((wrong, cells), (read.Wrong, string.Join('/', read.Records.Select(r => string.Join('|', r.Cells)))));
        Assert.Equal(StrictCsvWrong.Encoding, StrictCsv.Read([0xC3, 0x28], 5, 4, 20).Wrong);
    }

    private const string Births =
        "sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus\r\n";

    private sealed record Scene(GivenSchool School, GivenClass One, GivenClass Two, Visitor Head);

    private async Task<Scene> World(string language = "fr")
    {
        var school = await app.Given.School();
        return new Scene(school, await app.Given.Class(school, pupils: 2), await app.Given.Class(school, pupils: 1), await app.SignIn(school.Head, language, steppedUp: true));
    }

    private static async Task<byte[]> Own(Scene world) => await (await world.Head.Get(Links.Roster)).Content.ReadAsByteArrayAsync();

    private static Func<string, string> Moved(Scene world, GivenPupil pupil) =>
        t => string.Join("\r\n", t.Split("\r\n").Select(l => l.Contains($",pupil-{pupil.Id},", StringComparison.Ordinal) ? l.Replace($",{world.One.Class.PublicId},", $",{world.Two.Class.PublicId},", StringComparison.Ordinal) : l));

    private static Func<string, string> Added(string id, string last, string first, string firstAr, string lastAr, string code = "") => t => t + $"{id},,,true,{id},,{first},{last},,{code},,,,,1AC,,,,{firstAr},,{lastAr},,\r\n";

    private static string Without(string table, string user) => string.Join("\r\n", table.Split("\r\n").Where(l => !l.Split(',').Contains(user)));

    private static byte[] Edit(byte[] package, params (string Table, Func<string, string> Change)[] changes)
    {
        var parts = Zips.Texts(package);
        foreach (var (table, change) in changes) parts[$"{table}.csv"] = change(parts.GetValueOrDefault($"{table}.csv", ""));
        return Zips.OfTexts([.. parts.Where(p => p.Value.Length > 0).Select(p => (p.Key, p.Value))]);
    }

    private static MultipartFormDataContent Form(byte[] package) => new() { { new ByteArrayContent(package), "File", "paquet.zip" } };

    private static async Task<Page> Upload(Visitor head, byte[] content) => await (await head.Open(Links.ImportRoster)).Upload("#roster", "File", "paquet.zip", content, "application/zip");

    private static int Id(Page preview) => int.Parse(preview.Address.Split('?')[0].Split('/')[^1], CultureInfo.InvariantCulture);

    private Task<List<PupilImportRow>> Rows(Page preview)
    {
        Assert.True(preview.Address.StartsWith(Links.Imports + "/", StringComparison.Ordinal) && !preview.Address.EndsWith("/report", StringComparison.Ordinal), $"{preview.Address} {preview.Status}: {preview.Text}");
        var id = Id(preview);
        return app.Read(db => db.PupilImportRows.AsNoTracking().Where(r => r.ImportId == id).OrderBy(r => r.Number).ToListAsync());
    }

    private Task<List<string>> Lines(Scene world) => app.Read(async db => (await db.Enrollments.AsNoTracking().Where(e => e.SchoolId == world.School.Id).OrderBy(e => e.Id).ToListAsync()).ConvertAll(e => $"{e.Id} {e.PupilId} {e.ClassId} {e.OrderInClass} {e.State}"));
}
