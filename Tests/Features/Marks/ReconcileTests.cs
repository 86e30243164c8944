using System.Net;
using System.Net.Http.Json;
using Massar.Features.Marks;
using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.MySql;
using Massar.Infrastructure.Security.Keys;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Marks;

/// <summary>G3: what a pupil sees is what was entered and approved; what is not, is not published, and <c>reconcile</c> names it.</summary>
public sealed class ReconcileTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task What_was_entered_validated_published_and_corrected_agrees_in_count_and_hash()
    {
        var sheet = await app.Sheet();
        await app.Published(sheet, null, "8", "a", "12,25");
        var second = sheet with { Key = sheet.Key with { Number = 2 } };
        await app.Schedule(second, await app.Validated(second, "19"));
        await Correct(sheet, "18");

        var found = await Reconciled(sheet);

        Assert.Equal([1, 2], found.Select(f => f.Key.Number));
        Assert.All(found, f => Assert.Empty(f.Differences));
        Assert.All(found, f => Assert.Equal(f.Validated, f.Published));
        Assert.Equal(3, found[0].Validated!.Value.Count);
    }

    [Theory]
    [InlineData("UPDATE Marks SET Points = 19 WHERE AssessmentId = {0} AND PupilId = {1}", DifferenceKind.Seal, DifferenceKind.Cell)]
    [InlineData("DELETE FROM Marks WHERE AssessmentId = {0} AND PupilId = {1}", DifferenceKind.Seal, DifferenceKind.Cell)]
    [InlineData("UPDATE PublishedResults SET Tests = '1=19.00' WHERE ClassId = {2} AND PupilId = {1}", DifferenceKind.Cell, DifferenceKind.Average)]
    [InlineData("UPDATE PublishedResults SET Average = 19 WHERE ClassId = {2} AND PupilId = {1}", DifferenceKind.Average)]
    [InlineData("DELETE FROM PublishedResults WHERE ClassId = {2} AND PupilId = {1}", DifferenceKind.Missing)]
    [InlineData("UPDATE PublishedResults SET PublishAt = PublishAt - INTERVAL 1 DAY WHERE ClassId = {2} AND PupilId = {1}", DifferenceKind.Early, DifferenceKind.Missing)]
    [InlineData("UPDATE PublishedResults SET Tests = '1=12.00;2=12.00' WHERE ClassId = {2} AND PupilId = {1}", DifferenceKind.Early)]
    [InlineData("UPDATE Assessments SET State = 4, PublishAt = NULL WHERE Id = {0}", DifferenceKind.Early, DifferenceKind.Early, DifferenceKind.Early)]
    [InlineData("UPDATE Assessments SET SealedCount = NULL WHERE Id = {0}", DifferenceKind.Seal)]
    public async Task A_hand_in_the_database_shows(string hand, params DifferenceKind[] kinds)
    {
        var sheet = await app.Sheet();
        var id = await app.Published(sheet);
#pragma warning disable EF1002 // the test's own numbers
        await app.Write(db => db.Database.ExecuteSqlRawAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, hand, id, sheet.Pupils[1].Id, sheet.Key.ClassId)));
#pragma warning restore EF1002

        var differences = (await Reconciled(sheet)).SelectMany(s => s.Differences).ToList();

        Assert.Equal(kinds.Order(), differences.Select(d => d.Kind).Order());
        if (kinds.Length == 1 || kinds.Contains(DifferenceKind.Cell)) Assert.All(differences, d => Assert.True(d.PupilId == sheet.Pupils[1].Id || d.Kind == DifferenceKind.Seal));
    }

    [Fact]
    public async Task Marks_that_are_not_those_validated_are_not_published_and_come_right_by_being_returned_and_validated_again()
    {
        var sheet = await app.Sheet();
        var id = await app.Validated(sheet, "12");
        await app.Write(db => db.Marks.Where(m => m.AssessmentId == id && m.PupilId == sheet.Pupils[2].Id).ExecuteUpdateAsync(s => s.SetProperty(m => m.Points, 20m)));
        var head = await app.SignIn(sheet.School.Head, "fr", steppedUp: true);
        var body = new { sheets = new[] { id }, date = "2027-05-01", time = "17:00" };

        var refused = await head.Api.PostAsJsonAsync($"/api{Links.Schedule}", body);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("ne sont pas celles qui ont été validées", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(AssessmentState.Validated, (await app.Stored(sheet.Key)).State);
        Assert.Equal(0, await app.Read(db => db.PublishedResults.CountAsync(r => r.ClassId == sheet.Key.ClassId)));

        await head.Api.PostAsJsonAsync($"/api{Links.Return(id)}", new { reason = "À vérifier" });
        await app.Validated(sheet, "12", "12", "12");
        Assert.Equal(HttpStatusCode.NoContent, (await head.Api.PostAsJsonAsync($"/api{Links.Schedule}", body)).StatusCode);
    }

    [Fact]
    public async Task A_correction_is_not_counter_signed_on_a_sheet_that_was_touched_behind_its_back()
    {
        var sheet = await app.Sheet();
        var id = await app.Published(sheet, null, "8", "10", "12");
        await app.Write(db => db.Marks.Where(m => m.AssessmentId == id && m.PupilId == sheet.Pupils[2].Id).ExecuteUpdateAsync(s => s.SetProperty(m => m.Points, 20m)));

        Assert.Equal(HttpStatusCode.Conflict, await Correct(sheet, "18"));

        Assert.Equal("8.00", (await app.Stored(sheet.Key)).Of(sheet.Pupils[0]).Plain);
    }

    [Fact]
    public async Task The_command_names_each_difference_ends_with_one_repairs_what_it_may_and_then_ends_with_zero()
    {
        var sheet = await app.Sheet();
        await app.Published(sheet, null, "8", "10", "12");
        var other = await app.Sheet();
        await app.Published(other);
        await app.Write(db => db.PublishedResults.Where(r => r.PupilId == sheet.Pupils[0].Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.Tests, "1=9.00").SetProperty(r => r.Average, 9m)));

        var (code, said) = await Run("--school", sheet.School.GresaCode);
        Assert.Equal(1, code);
        Assert.Contains($"{sheet.Pupils[0].MassarCode}: entered 8.00, published 9.00", said, StringComparison.Ordinal);
        Assert.Contains("1 differences on 1 of 1 sheets.", said, StringComparison.Ordinal);
        Assert.DoesNotContain(other.School.GresaCode, said, StringComparison.Ordinal);

        (code, said) = await Run("--school", sheet.School.GresaCode, "--repair");
        Assert.Equal(0, code);
        Assert.Contains("1 sheets, 3 marks: published as validated.", said, StringComparison.Ordinal);
        Assert.Equal("1=8.00", await app.Read(db => db.PublishedResults.Where(r => r.PupilId == sheet.Pupils[0].Id).Select(r => r.Tests).SingleAsync()));

        // What the head never validated is not repaired by a program.
        await app.Write(db => db.Marks.Where(m => m.PupilId == sheet.Pupils[0].Id).ExecuteUpdateAsync(s => s.SetProperty(m => m.Points, 20m)));
        (code, said) = await Run("--school", sheet.School.GresaCode, "--repair");
        Assert.Equal(1, code);
        Assert.Contains("were validated, there are", said, StringComparison.Ordinal);
        Assert.Equal("1=8.00", await app.Read(db => db.PublishedResults.Where(r => r.PupilId == sheet.Pupils[0].Id).Select(r => r.Tests).SingleAsync()));
    }

    [Fact]
    public async Task The_demo_a_stranger_plants_is_published_as_validated()
    {
        var demo = new DemoProvince();
        await demo.InitializeAsync();

        var said = await new RunningProgram(demo.Database, demo.State).Run("reconcile");

        Assert.EndsWith("published as validated.", said.Trim(), StringComparison.Ordinal);
        Assert.Matches("^[1-9]", said.Trim());
    }

    [Fact]
    public async Task Who_changes_a_mark_everywhere_and_seals_it_as_everybody_can_is_found_and_not_published()
    {
        var sheet = await app.Sheet();
        var id = await app.Published(sheet, null, "8", "10", "12");
        await Forge(sheet, id, (key, cells) => Seal.Plain(key, cells));

        var differences = (await Reconciled(sheet)).SelectMany(s => s.Differences).ToList();

        Assert.Equal(DifferenceKind.Unkeyed, Assert.Single(differences).Kind);
        Assert.Equal(HttpStatusCode.Conflict, await Correct(sheet, "18"));
        Assert.Contains("anybody can make", (await Run("--school", sheet.School.GresaCode)).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seal_made_with_another_key_or_taken_from_another_sheet_does_not_hold()
    {
        var sheet = await app.Sheet();
        var id = await app.Published(sheet, null, "8", "10", "12");
        var other = await app.Sheet();
        await app.Published(other, null, "19", "10", "12");
        var forger = new Sealer(new KeyFiles(Directory.CreateTempSubdirectory("massar-forger").FullName));

        foreach (var forged in (Func<SheetKey, IEnumerable<(long, CellValue)>, Seal>[])[(key, cells) => Seal.Of(forger, key, cells), (_, _) => app.Stored(other.Key).Result.Seal!.Value])
        {
            await Forge(sheet, id, forged);
            Assert.Equal(DifferenceKind.Seal, Assert.Single((await Reconciled(sheet)).SelectMany(s => s.Differences)).Kind);
        }

        await Forge(sheet, id, (key, cells) => Seal.Of(forger, key, cells) is var seal ? seal with { Code = seal.Code.Replace("k1.1.", "k1.4444.", StringComparison.Ordinal) } : default);
        Assert.Equal(DifferenceKind.KeyMissing, Assert.Single((await Reconciled(sheet)).SelectMany(s => s.Differences)).Kind);
    }

    [Fact]
    public async Task A_rotated_key_leaves_older_seals_good_and_makes_the_next()
    {
        await using var host = await MassarApp.StartOwn();
        var own = MassarApp.Over(host);
        var sheet = await own.Sheet();
        await own.Published(sheet, null, "8", "10", "12");
        host.Services.GetRequiredService<KeyFiles>().Add();

        Assert.Empty((await ReconciledOf(own, sheet)).SelectMany(s => s.Differences));
        Assert.Equal(HttpStatusCode.NoContent, await Correct(own, sheet, "18"));

        Assert.StartsWith("k1.2.", (await own.Stored(sheet.Key)).SealedHash, StringComparison.Ordinal);
        Assert.Empty((await ReconciledOf(own, sheet)).SelectMany(s => s.Differences));
    }

    [Fact]
    public async Task Sheets_of_the_version_before_are_sealed_once_when_they_still_agree_and_by_command_after_an_older_backup()
    {
        await using var host = await MassarApp.StartOwn();
        var own = MassarApp.Over(host);
        var (honest, touched, bare) = (await own.Sheet(), await own.Sheet(), await own.Sheet());
        foreach (var sheet in (GivenSheet[])[honest, touched, bare]) await own.Published(sheet, null, "8", "10", "12");
        await AsBefore();
        await own.Write(db => db.Marks.Where(m => m.PupilId == touched.Pupils[0].Id).ExecuteUpdateAsync(s => s.SetProperty(m => m.Points, 20m)));

        // Keys that were never used for seals: the program of the version before had such.
        var keys = new KeyFiles(Directory.CreateTempSubdirectory("massar-upgraded").FullName);
        await Upgrade(keys);

        Assert.Empty((await ReconciledOf(own, honest)).SelectMany(s => s.Differences));
        Assert.Empty((await ReconciledOf(own, bare)).SelectMany(s => s.Differences));
        Assert.Contains((await ReconciledOf(own, touched)).SelectMany(s => s.Differences), d => d.Kind == DifferenceKind.Seal);
        // Each sealing is in the audit of its school.
        Assert.True(await own.Read(db => db.AuditEntries.AnyAsync(e => e.PlaceId == honest.School.Id && e.Action == "Marks.Reseal")));

        // A second time the program does not vouch for what it finds.
        await AsBefore();
        await Upgrade(keys);
        Assert.Equal(DifferenceKind.Unkeyed, Assert.Single((await ReconciledOf(own, honest)).SelectMany(s => s.Differences)).Kind);

        // A person may, when an older backup was put back.
        var (code, said) = await Run(own, "--reseal");
        Assert.Equal(1, code);
        Assert.Contains("1 sheets sealed with the key.", said, StringComparison.Ordinal);
        Assert.Empty((await ReconciledOf(own, honest)).SelectMany(s => s.Differences));
        Assert.NotEmpty((await ReconciledOf(own, bare)).SelectMany(s => s.Differences));

        Task Upgrade(KeyFiles of) => own.Within(async s =>
        {
            await new SealOlderSheets(s.GetRequiredService<Sealer>(), of, s.GetRequiredService<IDbErrorClassifier>(), MassarApp.Clock).Run(s.GetRequiredService<MassarDb>(), CancellationToken.None);
            return true;
        });

        Task AsBefore() => own.Write(async db =>
        {
            foreach (var sheet in (GivenSheet[])[honest, touched])
            {
                var stored = await own.Stored(sheet.Key);
                var plain = Seal.Plain(stored.Key, sheet == touched ? [.. sheet.Pupils.Select((p, i) => (p.Id, CellValue.Of(8 + (2 * i))))] : stored.Marks.Select(m => (m.PupilId, m.Value)));
                await db.Assessments.Where(a => a.Id == stored.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.SealedHash, plain.Code));
            }

            await db.Assessments.Where(a => a.ClassId == bare.Key.ClassId).ExecuteUpdateAsync(s => s.SetProperty(a => a.SealedHash, (string?)null).SetProperty(a => a.SealedCount, (int?)null));
        });
    }

    /// <summary>Gives the first pupil 19 in every place there is, and the sheet a seal of one's own making.</summary>
    private Task Forge(GivenSheet sheet, int id, Func<SheetKey, IEnumerable<(long, CellValue)>, Seal> make) => app.Write(async db =>
    {
        await db.Marks.Where(m => m.AssessmentId == id && m.PupilId == sheet.Pupils[0].Id).ExecuteUpdateAsync(s => s.SetProperty(m => m.Points, 19m));
        await db.PublishedResults.Where(r => r.PupilId == sheet.Pupils[0].Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.Tests, "1=19.00").SetProperty(r => r.Average, 19m));
        var stored = await app.Stored(sheet.Key);
        var seal = make(stored.Key, stored.Marks.Select(m => (m.PupilId, m.Value)));
        await db.Assessments.Where(a => a.Id == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.SealedCount, seal.Count).SetProperty(a => a.SealedHash, seal.Code));
    });

    private Task<IReadOnlyList<ReconciledSheet>> Reconciled(GivenSheet sheet) => ReconciledOf(app, sheet);

    private static Task<IReadOnlyList<ReconciledSheet>> ReconciledOf(MassarApp app, GivenSheet sheet) =>
        app.Within(s => s.GetRequiredService<Reconciliation>().OfClass(sheet.Key.ClassId, null, null, CancellationToken.None));

    private Task<HttpStatusCode> Correct(GivenSheet sheet, string mark) => Correct(app, sheet, mark);

    private static async Task<HttpStatusCode> Correct(MassarApp app, GivenSheet sheet, string mark)
    {
        var teacher = await app.SignIn(sheet.Teacher);
        await (await teacher.Open(Links.Correct(sheet.Key, sheet.Pupils[0].MassarCode))).Submit(("Mark", mark), ("Reason", "Erreur de saisie"));
        var id = await app.Read(db => db.MarkCorrections.Where(c => c.PupilId == sheet.Pupils[0].Id).Select(c => c.Id).SingleAsync());
        return (await (await app.SignIn(sheet.School.Head)).Api.PostAsJsonAsync($"/api{Links.Decide(id)}", new { decision = "approve" })).StatusCode;
    }

    private Task<(int Code, string Said)> Run(params string[] words) => Run(app, words);

    private static async Task<(int Code, string Said)> Run(MassarApp app, params string[] words)
    {
        var said = new StringWriter();
        var code = await app.Within(services => ActivatorUtilities.CreateInstance<Reconcile>(services)
            .Run(said, new Massar.Infrastructure.Commands.Arguments(words), CancellationToken.None));
        return (code, said.ToString());
    }
}
