using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Massar.Features.Employees.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.StaffLists;
using Massar.Features.StaffLists.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Massar.Tests.Features.Decisions;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.StaffLists;

/// <summary>Lists of staff from files: read, shown row by row, contradictions settled, written once, taken back; what only a decision changes stays as it is.</summary>
public sealed class StaffListTests(MassarApp app) : IClassFixture<MassarApp>
{
    /// <summary>A position of these tests alone.</summary>
    private const string Position = "OF_A_LIST";

    [Theory, InlineData("ar", "رقم التأجير;رقم البطاقة الوطنية"), InlineData("fr", "N° PPR;CIN"), InlineData("en", "Payroll number;Identity card")]
    public async Task A_list_is_shown_first_written_when_confirmed_and_the_same_file_again_writes_nothing(string language, string heads)
    {
        var world = await World(language);
        var known = await Known(world);
        var fresh = Fresh(world);
        var file = Csv([fresh, new(Row(known)) { [StaffColumn.Phone] = "0600 00 77 11" }, Row(await Known(world))], heads.Split(';'));

        var preview = await Send(world.Manager, file);

        Assert.Equal([StaffFate.New, StaffFate.Change, StaffFate.Same], await Fates(preview));
        Assert.True(preview.Says("+212600007711"), preview.Text);
        Assert.DoesNotMatch(@"staff-lists\.|ui\.list", preview.Text);
        Assert.Equal(0, await app.Read(db => db.Employees.CountAsync(e => e.Ppr == fresh[StaffColumn.Ppr])));

        // Who sent it does not open files alone, and the second person has proved anew who it is.
        Assert.True(preview.Find("#confirm-list") is null && preview.Find("#second") is not null, preview.Text);
        Assert.Equal(HttpStatusCode.Conflict, (await Post(world.Manager, preview)).StatusCode);
        var hasty = await app.SignIn(world.SecondPerson, language);
        await Post(hasty, preview);
        Assert.Equal(0, await app.Read(db => db.Employees.CountAsync(e => e.Ppr == fresh[StaffColumn.Ppr])));
        var done = await Confirm(world, preview);

        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.DoesNotMatch(@"staff-lists\.|ui\.list", done.Text);
        var made = await app.Read(db => db.Employees.SingleAsync(e => e.Ppr == fresh[StaffColumn.Ppr]));
        Assert.Equal((world.School.Place.Id, world.School.Place.Path, "PES_2", Sex.Female, new DateOnly(1991, 2, 14)), (made.PlaceId, made.PlacePath, made.GradeCode, made.Sex, made.BirthDate));
        var step = await app.Read(db => db.CareerSteps.SingleAsync(s => s.EmployeeId == made.Id));
        Assert.Equal((new DateOnly(2022, 9, 1), "10", 3, 326, Position, null), (step.StartsOn, step.Echelle, step.Echelon, step.Index, step.PositionCode, step.DecisionId));
        Assert.Equal(new DateOnly(2019, 9, 4), (await app.Read(db => db.Postings.SingleAsync(p => p.EmployeeId == made.Id))).StartsOn);
        Assert.Equal("+212600007711", await app.Read(db => db.Employees.Where(e => e.Id == known.Id).Select(e => e.Phone).SingleAsync()));
        // Each file stands in the audit trail with what was before and after.
        var lines = await app.Read(db => db.AuditEntries.Where(a => a.PlaceId == world.School.Directorate.Id && a.Action == "StaffLists.ReviewList").Select(a => a.Changes).ToListAsync());
        Assert.Contains(lines, l => l.Contains(fresh[StaffColumn.Ppr], StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("212600007711", StringComparison.Ordinal));

        var again = await Send(world.Manager, file);

        Assert.Equal([StaffFate.Same, StaffFate.Same, StaffFate.Same], await Fates(again));
        Assert.Null(again.Find("#confirm-list"));
        Assert.Equal(1, await app.Read(db => db.Employees.CountAsync(e => e.Ppr == fresh[StaffColumn.Ppr])));
    }

    [Fact]
    public async Task What_only_a_decision_changes_what_is_another_directorates_and_what_cannot_be_read_is_refused_by_column()
    {
        var world = await World(steppedUp: true);
        var abroad = await app.Given.School();
        var (known, far, signed) = (await Known(world), await app.Given.Employee(abroad.Place), await Known(world));
        await app.Write(async db =>
        {
            await db.Postings.Where(p => p.EmployeeId == signed.Id).ExecuteDeleteAsync();
            await db.CareerSteps.Where(s => s.EmployeeId == signed.Id).ExecuteUpdateAsync(u => u.SetProperty(s => s.DecisionId, 1));
        });
        Dictionary<StaffColumn, string> With(StaffColumn column, string value, Dictionary<StaffColumn, string>? row = null) => new(row ?? Row(known)) { [column] = value };
        var other = await app.Given.School(inProvinceOf: world.School);
        (Dictionary<StaffColumn, string> Row, string Says)[] rows =
        [
            (With(StaffColumn.Grade, "PEP_2"), "Seule une décision signée"),
            (With(StaffColumn.Echelon, "6"), "Le dossier dit 5"),
            (With(StaffColumn.Position, Position), "Le dossier dit ACTIVITY"),
            (With(StaffColumn.School, other.GresaCode), "est l'effet d'une décision signée"),
            (With(StaffColumn.PlacedOn, "01/09/2015"), "chevaucherait ce qui est connu"),
            // Signed, and the minutes of presence are to come: no list says where they work.
            (new(Row(signed)) { [StaffColumn.School] = other.GresaCode, [StaffColumn.PlacedOn] = "02/09/2022" }, "est l'effet d'une décision signée"),
            (With(StaffColumn.BirthDate, "1/2/1960"), "L'acte de naissance tranche"),
            (With(StaffColumn.Marital, "divorcé"), "déclare l'événement familial"),
            (Row(far), "Agent d'une autre direction"),
            (new() { [StaffColumn.Ppr] = known.Ppr, [StaffColumn.LastNameAr] = "فلاني", [StaffColumn.FirstNameAr] = "علان" }, "ni le nom ni la CIN ne concordent"),
            (With(StaffColumn.RecruitedOn, "01/09/1980", Fresh(world)), "Avant la naissance"),
            (With(StaffColumn.EchelonSince, "01/09/2010", Fresh(world)), "Avant la date de recrutement"),
            (With(StaffColumn.RecruitedOn, $"01/09/{Given.Year}", Fresh(world)), "Recrutement récent"),
            (With(StaffColumn.School, abroad.GresaCode, Fresh(world)), "Aucun établissement ouvert"),
            (With(StaffColumn.Echelon, "14", Fresh(world)), "n'a pas cet échelon"),
            (With(StaffColumn.Position, "LEFT_RETIRED", Fresh(world)), "d'un agent parti"),
            (With(StaffColumn.LastNameLatin, "=1+1", Fresh(world)), "Ressemble à une formule"),
            (With(StaffColumn.LastNameAr, "الع\u202eلوي", Fresh(world)), "Des signes cachés"),
            (new() { [StaffColumn.Ppr] = "12", [StaffColumn.LastNameAr] = "ا", [StaffColumn.FirstNameAr] = "ب" }, "Cinq à huit chiffres"),
        ];

        var preview = await Send(world.Manager, Csv([.. rows.Select(r => r.Row), .. Fresh(world) is var one ? (Dictionary<StaffColumn, string>[])[one, one] : []]));

        Assert.Equal([.. rows.Select(r => r.Row.GetValueOrDefault(StaffColumn.Ppr) == far.Ppr ? StaffFate.Elsewhere : StaffFate.Refused), StaffFate.New, StaffFate.Refused], await Fates(preview));
        foreach (var (_, says) in rows)
            Assert.True(preview.Says(says), $"{says}: {preview.Text}");
        Assert.True(preview.Says("Même agent qu'à la ligne"), preview.Text);
        // The other directorate's employee is not looked into.
        Assert.Equal(1, await app.Read(db => db.StaffLists.Where(l => l.Id == Id(preview)).Select(l => l.Elsewhere).SingleAsync()));
        Assert.Null(await app.Read(db => db.StaffListRows.Where(r => r.ListId == Id(preview) && r.Fate == StaffFate.Elsewhere).Select(r => r.EmployeeId).SingleAsync()));

        // The errors leave as a file, marked; mended or not, the very file is read again.
        var marked = await (await world.Manager.Get(Links.RowsFile(Id(preview), null, "xlsx"))).Content.ReadAsByteArrayAsync();
        Assert.Equal(rows.Length + 2, (await Fates(await Send(world.Manager, marked, "annote.xlsx"))).Count);
        var csv = await (await world.Manager.Get(Links.RowsFile(Id(preview), "Refused", "csv"))).Content.ReadAsStringAsync();
        Assert.Contains("Seule une décision signée", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("\n=1+1", csv, StringComparison.Ordinal);
        Assert.Contains("personnel.csv", await (await world.Manager.Get(Links.File("csv"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var model = await (await world.Manager.Get(Links.Model)).Content.ReadAsByteArrayAsync();
        Assert.Contains("PPR", XlsxReader.Read(model).Workbook!.Sheets[0][1, 1].Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send(world.Manager, model, "vide.xlsx")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send(world.Manager, "MZ a program"u8.ToArray(), "virus.exe")).Status);
        var nameless = await (await world.Manager.Open(Links.All)).Upload("#send", "File", "personnel.csv", Csv([Fresh(world)]), "text/csv", ("Source", " "));
        Assert.NotNull(nameless.ErrorOf("Source"));
    }

    [Fact]
    public async Task Contradictions_wait_for_the_managers_word_and_what_he_was_not_shown_cannot_be_chosen()
    {
        var world = await World();
        var (card, number, twin, far) = (await Known(world), await Known(world), await Known(world), await app.Given.Employee((await app.Given.School()).Place));
        var wrongCard = new Dictionary<StaffColumn, string>(Row(card)) { [StaffColumn.Cin] = NextCard() };
        var wrongNumber = new Dictionary<StaffColumn, string>(Row(number)) { [StaffColumn.Ppr] = NextNumber(), [StaffColumn.Phone] = "0600007722" };
        var alike = Named(Fresh(world), twin);
        var alikeFar = Named(Fresh(world), far);
        var twoFiles = new Dictionary<StaffColumn, string>(Row(card)) { [StaffColumn.Cin] = number.Cin };

        var preview = await Send(world.Manager, Csv([wrongCard, wrongNumber, alike, alikeFar, twoFiles]));

        Assert.Equal([StaffFate.Ask, StaffFate.Ask, StaffFate.Ask, StaffFate.Ask, StaffFate.Refused], await Fates(preview));
        Assert.True(preview.Says($"Le dossier dit {card.Cin}") && preview.Says("connu sous un autre PPR") && preview.Says($"PPR {number.Ppr}"), preview.Text);
        // Of the person elsewhere nothing but that there is a file.
        Assert.False(preview.Says(far.Ppr) || preview.Says(far.Cin));
        Assert.Null(preview.Find("#confirm-list"));
        Assert.Equal(HttpStatusCode.NotFound, (await preview.SubmitForm("#words", null, false, ("r[4]", $"{far.Id}"))).Status);

        preview = await preview.SubmitForm("#words", null, false, ("r[2]", "list"), ("r[3]", $"{number.Id}"), ("r[4]", "other"), ("r[5]", "other"));
        Assert.Equal([StaffFate.Change, StaffFate.Change, StaffFate.New, StaffFate.New, StaffFate.Refused], await Fates(preview));
        var done = await Confirm(world, preview);

        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.Equal((wrongCard[StaffColumn.Cin], card.Ppr), await app.Read(async db => await db.Employees.Where(e => e.Id == card.Id).Select(e => new ValueTuple<string, string>(e.Cin, e.Ppr)).SingleAsync()));
        Assert.Equal((number.Ppr, "+212600007722"), await app.Read(async db => await db.Employees.Where(e => e.Id == number.Id).Select(e => new ValueTuple<string, string?>(e.Ppr, e.Phone)).SingleAsync()));
        Assert.Equal(2, await app.Read(db => db.Employees.CountAsync(e => e.BirthDate == twin.BirthDate && e.SearchKey == twin.SearchKey && e.PlacePath.StartsWith(world.School.Directorate.Path))));
        Assert.Equal(0, await app.Read(db => db.Employees.CountAsync(e => e.Ppr == wrongNumber[StaffColumn.Ppr])));
    }

    [Fact]
    public async Task Nobody_brings_himself_or_his_family_in_and_nobody_confirms_it()
    {
        var world = await World();
        var spouse = await Known(world);
        var (second, me) = (await app.Given.Person(Roles.HrManager, world.School.Directorate), await app.Read(db => db.Employees.SingleAsync(e => e.Id == world.Person.EmployeeId)));
        var unborn = Fresh(world);
        await app.Write(async db =>
        {
            db.EmployeeChildren.Add(new EmployeeChild { EmployeeId = me.Id, FirstNameAr = "آدم", BirthDate = new DateOnly(2019, 3, 1), OtherParentCin = spouse.Cin });
            db.EmployeeChildren.Add(new EmployeeChild { EmployeeId = me.Id, FirstNameAr = "سلمى", BirthDate = new DateOnly(2020, 3, 1), OtherParentCin = unborn[StaffColumn.Cin] });
            await db.SaveChangesAsync();
        });
        byte[] file = Csv([new(Row(me)) { [StaffColumn.Phone] = "0600007733" }, new(Row(spouse)) { [StaffColumn.Phone] = "0600007733" }, unborn, Fresh(world)]);

        Assert.Equal([StaffFate.Refused, StaffFate.Refused, StaffFate.Refused, StaffFate.New], await Fates(await Send(world.Manager, file)));
        var sent = await Send(await app.SignIn(second, "fr"), file);
        Assert.Equal([StaffFate.Change, StaffFate.Change, StaffFate.New, StaffFate.New], await Fates(sent));
        var refused = await Post(world.Manager, sent);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("votre dossier", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Confirm(world, sent)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await (await world.Manager.Open(sent.Address)).SubmitForm("#undo", null, false)).Status);
        Assert.Equal(1, await app.Read(db => db.Employees.CountAsync(e => e.Ppr == unborn[StaffColumn.Ppr])));
    }

    [Fact]
    public async Task A_long_list_is_written_by_a_job_some_rows_at_a_time_once_and_taken_back_unless_something_stands_on_it()
    {
        var world = await World();
        var (changed, bare) = (await Known(world), await Known(world));
        await app.Write(async db =>
        {
            await db.CareerSteps.Where(s => s.EmployeeId == bare.Id).ExecuteDeleteAsync();
            await db.Postings.Where(p => p.EmployeeId == bare.Id).ExecuteDeleteAsync();
        });
        var rows = Enumerable.Range(0, 120).Select(n => new Dictionary<StaffColumn, string>(Fresh(world)) { [StaffColumn.BirthDate] = new DateOnly(1980, 1, 1).AddDays(n).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) }).ToList();
        // A first situation is taken over where there is none, from this list.
        var first = new Dictionary<StaffColumn, string>(Row(bare)) { [StaffColumn.Grade] = "PES_2", [StaffColumn.Echelon] = "4", [StaffColumn.EchelonSince] = "01/01/2020", [StaffColumn.Position] = Position, [StaffColumn.School] = world.School.GresaCode, [StaffColumn.PlacedOn] = "03/09/2018" };
        var preview = await Send(world.Manager, Csv([.. rows, first, new(Row(changed)) { [StaffColumn.LastNameLatin] = "Renamed" }]));

        var job = await Confirm(world, preview);

        Assert.StartsWith("/jobs/", job.Address, StringComparison.Ordinal);
        Assert.Equal(0, await Made());
        await app.RunWork($"staff-list/{world.School.Directorate.Id}/");
        Assert.Equal(120, await Made());
        Assert.Equal((122, 122), await app.Read(async db => await db.WorkItems.Where(w => w.Key.StartsWith($"staff-list/{world.School.Directorate.Id}/")).Select(w => new ValueTuple<int, int>(w.DoneCount, w.Total)).SingleAsync()));
        await app.Write(db => db.WorkItems.Where(w => w.Key.StartsWith($"staff-list/{world.School.Directorate.Id}/")).ExecuteUpdateAsync(s => s.SetProperty(w => w.State, WorkState.Waiting)));
        await app.RunWork($"staff-list/{world.School.Directorate.Id}/");
        Assert.Equal(120, await Made());
        Assert.Equal(4, (await app.Read(db => db.CareerSteps.SingleAsync(s => s.EmployeeId == bare.Id))).Echelon);
        Assert.Equal(new DateOnly(2018, 9, 3), (await app.Read(db => db.Postings.SingleAsync(p => p.EmployeeId == bare.Id))).StartsOn);

        var built = await app.Read(db => db.Employees.SingleAsync(e => e.Ppr == rows[7][StaffColumn.Ppr]));
        await app.Write(async db =>
        {
            db.FamilySteps.Add(new FamilyStep { EmployeeId = built.Id, StartsOn = new DateOnly(2020, 1, 1), MaritalStatus = MaritalStatus.Single });
            await db.SaveChangesAsync();
        });
        var written = await world.Manager.Open(preview.Address);
        var refused = await written.SubmitForm("#undo", null, false);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.True(refused.Says(built.Ppr), refused.Text);
        Assert.Equal(120, await Made());

        await app.Write(db => db.FamilySteps.Where(f => f.EmployeeId == built.Id).ExecuteDeleteAsync());
        var undone = await (await world.Manager.Open(preview.Address)).SubmitForm("#undo", null, false);
        Assert.True(undone.Says("Liste annulée"), undone.Text);
        Assert.Equal(0, await Made());
        var (after, stripped) = (await app.Read(db => db.Employees.SingleAsync(e => e.Id == changed.Id)), await app.Read(db => db.Employees.SingleAsync(e => e.Id == bare.Id)));
        Assert.Equal((changed.LastNameLatin, changed.SearchKey), (after.LastNameLatin, after.SearchKey));
        Assert.Equal((bare.GradeCode, bare.PlaceId, bare.PlacePath), (stripped.GradeCode, stripped.PlaceId, stripped.PlacePath));
        Assert.Equal(0, await app.Read(db => db.CareerSteps.CountAsync(s => s.EmployeeId == bare.Id)) + await app.Read(db => db.Postings.CountAsync(p => p.EmployeeId == bare.Id)));

        Task<int> Made() => app.Read(db => db.Employees.CountAsync(e => e.PlaceId == world.School.Place.Id && e.LastNameLatin == "Sabir"));
    }

    [Fact]
    public async Task Two_lists_that_name_one_new_person_make_one_file_and_a_row_that_changed_since_is_set_aside()
    {
        var (one, two) = (await World(), await World());
        var (shared, moved) = (Fresh(one), await Known(one));
        var previews = new[] { await Send(one.Manager, Csv([shared, new(Row(moved)) { [StaffColumn.LastNameLatin] = "Listedanew" }])), await Send(two.Manager, Csv([new(shared) { [StaffColumn.School] = two.School.GresaCode }])) };
        await app.Write(db => db.Employees.Where(e => e.Id == moved.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.LastNameLatin, "Writtenanew")));

        await Task.WhenAll(previews.Select((p, n) => Confirm(n == 0 ? one : two, p)));

        Assert.Equal(1, await app.Read(db => db.Employees.CountAsync(e => e.Ppr == shared[StaffColumn.Ppr])));
        Assert.Equal("Writtenanew", await app.Read(db => db.Employees.Where(e => e.Id == moved.Id).Select(e => e.LastNameLatin).SingleAsync()));
        Assert.Equal(0, await app.Read(db => db.StaffListRows.CountAsync(r => r.ListId == Id(previews[0]) && r.EmployeeId == moved.Id && r.IsWritten)));
    }

    [Fact]
    public async Task Lists_of_other_offices_do_not_exist_an_old_page_confirms_nothing_a_list_is_let_go_or_forgotten()
    {
        var world = await World();
        var preview = await Send(world.Manager, Csv([Fresh(world)]));
        var (stranger, head) = (await World(steppedUp: true), await app.SignIn(world.School.Head, "fr"));

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Manager.Open(preview.Address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Manager.Get(Links.RowsFile(Id(preview), null, "csv"))).StatusCode);
        foreach (var step in (string[])["", "/words", "/check", "/drop", "/undo"])
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Manager.Api.PostAsJsonAsync($"/api{Links.List(Id(preview))}{step}", new { Version = 0 })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await head.Open(Links.All)).Status);

        var seen = await world.Second.Open(preview.Address);
        await preview.SubmitForm("#check", null, false);
        Assert.Equal(HttpStatusCode.Conflict, (await seen.SubmitForm("#confirm-list", null, false)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await preview.SubmitForm("#drop", null, false)).Status);
        var list = await (await world.Manager.Open(preview.Address)).SubmitForm("#drop", null, false);
        Assert.True(list.Says("Liste abandonnée"), list.Text);
        // That it was sent stays; what its rows said is gone.
        Assert.Equal((StaffListState.Dropped, 0), await app.Read(async db => new ValueTuple<StaffListState, int>(await db.StaffLists.Where(l => l.Id == Id(preview)).Select(l => l.State).SingleAsync(), await db.StaffListRows.CountAsync(r => r.ListId == Id(preview)))));

        var old = await Send(world.Manager, Csv([Fresh(world)]));
        await app.Write(db => db.StaffLists.Where(l => l.Id == Id(old)).ExecuteUpdateAsync(s => s.SetProperty(l => l.SentAt, l => l.SentAt.AddDays(-15))));
        await app.Services.GetRequiredService<Sweeper>().Sweep(CancellationToken.None);
        Assert.True((await world.Manager.Open(old.Address)).Says("14 jours sans confirmation"));
        var done = await world.Manager.Open((await Confirm(world, await Send(world.Manager, Csv([Fresh(world)])))).Address);
        await app.Write(db => db.StaffLists.Where(l => l.Id == Id(done)).ExecuteUpdateAsync(s => s.SetProperty(l => l.DoneAt, l => l.DoneAt!.Value.AddDays(-3))));
        Assert.True((await done.SubmitForm("#undo", null, false)).Says("plus de 48 heures"));
    }

    private sealed record Scene(GivenSchool School, GivenPerson Person, Visitor Manager, GivenPerson SecondPerson, Visitor Second);

    private async Task<Scene> World(string language = "fr", bool steppedUp = false)
    {
        var province = await Province.Make(app);
        await app.Write(async db =>
        {
            if (await db.Nomenclatures.AnyAsync(n => n.List == "positions" && n.Code == Position)) return;
            db.Nomenclatures.Add(new Nomenclature { List = "positions", Code = Position, Order = 99, NameAr = "وضعية للائحة", NameFr = "Position de liste", Details = "{}", Confidence = "test" });
            await db.SaveChangesAsync();
        });
        return new Scene(province.School, province.Hr, await app.SignIn(province.Hr, language, steppedUp), province.HeadOfService, await app.SignIn(province.HeadOfService, language, steppedUp: true));
    }

    private static async Task<Page> Confirm(Scene world, Page preview) => await (await world.Second.Open(preview.Address)).SubmitForm("#confirm-list", null, false);

    private async Task<HttpResponseMessage> Post(Visitor by, Page preview)
    {
        var (id, version) = (Id(preview), await app.Read(db => db.StaffLists.Where(l => l.Id == Id(preview)).Select(l => l.Version).SingleAsync()));
        return await by.Api.PostAsJsonAsync($"/api{Links.List(id)}", new { Version = version });
    }

    private Task<Employee> Known(Scene world) => app.Given.Employee(world.School.Place);

    private static string NextNumber() => string.Create(CultureInfo.InvariantCulture, $"8{Given.Next() % 1000000:000000}");

    private static string NextCard() => string.Create(CultureInfo.InvariantCulture, $"YY{Given.Next() % 1000000:000000}");

    private static Dictionary<StaffColumn, string> Row(Employee known) => new()
    {
        [StaffColumn.Ppr] = known.Ppr,
        [StaffColumn.Cin] = known.Cin,
        [StaffColumn.LastNameAr] = known.LastNameAr,
        [StaffColumn.FirstNameAr] = known.FirstNameAr,
        [StaffColumn.BirthDate] = TypedDay.Iso(known.BirthDate),
    };

    private static Dictionary<StaffColumn, string> Named(Dictionary<StaffColumn, string> row, Employee like) => new(row)
    {
        [StaffColumn.LastNameAr] = like.LastNameAr,
        [StaffColumn.FirstNameAr] = like.FirstNameAr,
        [StaffColumn.LastNameLatin] = like.LastNameLatin,
        [StaffColumn.FirstNameLatin] = like.FirstNameLatin,
        [StaffColumn.BirthDate] = TypedDay.Iso(like.BirthDate),
    };

    private static Dictionary<StaffColumn, string> Fresh(Scene world) => new()
    {
        [StaffColumn.Ppr] = NextNumber(),
        [StaffColumn.Cin] = NextCard(),
        [StaffColumn.LastNameAr] = $"صابر{string.Concat(Given.Next().ToString(CultureInfo.InvariantCulture).Select(d => (char)('ب' + (d - '0') * 2)))}",
        [StaffColumn.FirstNameAr] = "رجاء",
        [StaffColumn.LastNameLatin] = "Sabir",
        [StaffColumn.FirstNameLatin] = "Rajae",
        [StaffColumn.Sex] = "F",
        [StaffColumn.BirthDate] = "14/02/1991",
        [StaffColumn.Marital] = "célibataire",
        [StaffColumn.RecruitedOn] = "2019-09-02",
        [StaffColumn.Grade] = "PES_2",
        [StaffColumn.Echelon] = "3",
        [StaffColumn.EchelonSince] = "01/09/2022",
        [StaffColumn.Position] = Position,
        [StaffColumn.School] = world.School.GresaCode,
        [StaffColumn.PlacedOn] = "04/09/2019",
    };

    // Headings of the model for all columns but the first two, which a caller may call otherwise.
    private static byte[] Csv(IReadOnlyList<Dictionary<StaffColumn, string>> rows, string[]? first = null)
    {
        var heads = StaffColumns.All.Select((c, n) => first is not null && n < first.Length ? first[n] : StaffColumns.ModelHeading(c));
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Join("\r\n", rows.Select(r => string.Join(';', StaffColumns.All.Select(c => r.GetValueOrDefault(c) ?? ""))).Prepend(string.Join(';', heads))))];
    }

    private static async Task<Page> Send(Visitor manager, byte[] content, string name = "personnel.csv") =>
        await (await manager.Open(Links.All)).Upload("#send", "File", name, content, "text/csv", ("Source", "État du personnel au 1er septembre"));

    private static int Id(Page preview) => int.Parse(preview.Address.Split('?')[0].Split('/')[^1], CultureInfo.InvariantCulture);

    private Task<List<StaffFate>> Fates(Page preview)
    {
        Assert.True(preview.Address.StartsWith(Links.All + "/", StringComparison.Ordinal), $"{preview.Address} {preview.Status}: {preview.Text}");
        var id = Id(preview);
        return app.Read(db => db.StaffListRows.Where(r => r.ListId == id).OrderBy(r => r.Number).Select(r => r.Fate).ToListAsync());
    }
}
