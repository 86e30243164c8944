using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Massar.Infrastructure.Commands;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security.Keys;
using Massar.Tests.Infrastructure.Pdf;
using Massar.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Infrastructure.Data;

public sealed class AuditVerifyTests(MassarApp app) : IClassFixture<MassarApp>
{
    private Sealer Sealer => app.Services.GetRequiredService<Sealer>();

    private AnchorSigner Signer => app.Services.GetRequiredService<AnchorSigner>();

    private Task<GivenSchool> SchoolWithThreeLines() => SchoolWithThreeLines(app);

    private static async Task<GivenSchool> SchoolWithThreeLines(MassarApp app)
    {
        var school = await app.Given.School();
        await ThreeLines(app, school);
        return school;
    }

    private static async Task ThreeLines(MassarApp app, GivenSchool school)
    {
        for (var i = 0; i < 3; i++)
        {
            var name = $"اسم {i}";
            await app.Within(services =>
            {
                var db = services.GetRequiredService<MassarDb>();
                return services.GetRequiredService<UnitOfWork>().Run<Done>("Test", async ct =>
                {
                    (await db.Places.SingleAsync(p => p.Id == school.Id, ct)).NameAr = name;
                    await db.SaveChangesAsync(ct);
                    return Done.It;
                }, CancellationToken.None);
            });
        }
    }

    // Other tests write to their own chains at the same time; only this school's lines count here.
    private async Task<IReadOnlyList<string>> BreaksOf(int place, AuditAnchor? anchor = null) =>
        [.. (await app.Read(db => AuditWalk.Whole(db, Sealer, anchor, CancellationToken.None))).Where(b => b.StartsWith($"place {place}:", StringComparison.Ordinal))];

    [Fact]
    public async Task An_untouched_chain_holds()
    {
        var school = await SchoolWithThreeLines();

        Assert.Empty(await BreaksOf(school.Id));
    }

    [Theory]
    [InlineData("UPDATE AuditEntries SET Changes = REPLACE(Changes, 'اسم 1', 'اسم 9') WHERE PlaceId = {0} AND Sequence = 2", "line 2 was changed")]
    [InlineData("UPDATE AuditEntries SET AccountId = 7 WHERE PlaceId = {0} AND Sequence = 1", "line 1 was changed")]
    [InlineData("UPDATE AuditEntries SET At = '2020-01-01' WHERE PlaceId = {0} AND Sequence = 3", "line 3 was changed")]
    [InlineData("DELETE FROM AuditEntries WHERE PlaceId = {0} AND Sequence = 2", "line 2 is missing")]
    [InlineData("DELETE FROM AuditEntries WHERE PlaceId = {0} AND Sequence = 3", "the head says 3 lines")]
    [InlineData("UPDATE AuditEntries SET Sequence = 9 WHERE PlaceId = {0} AND Sequence = 3", "line 3 is missing")]
    [InlineData("DELETE FROM AuditChains WHERE PlaceId = {0}", "head is missing")]
    public async Task A_hand_in_the_database_shows_and_says_where(string tampering, string expected)
    {
        var school = await SchoolWithThreeLines();

        await app.Write(db => db.Database.ExecuteSqlRawAsync(tampering, school.Id));

        Assert.Contains(await BreaksOf(school.Id), b => b.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_chain_cut_and_closed_again_shows_against_its_anchor()
    {
        var school = await SchoolWithThreeLines();
        var head = await app.Read(db => db.AuditChains.AsNoTracking().SingleAsync(c => c.PlaceId == school.Id));
        var anchor = new AuditAnchor(DateTime.UtcNow, new Dictionary<int, AuditAnchorHead> { [school.Id] = new(head.Sequence, head.Hash) });
        Assert.Empty(await BreaksOf(school.Id, anchor));

        await app.Write(async db =>
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM AuditEntries WHERE PlaceId = {0} AND Sequence = 3", school.Id);
            await db.Database.ExecuteSqlRawAsync("UPDATE AuditChains c JOIN AuditEntries e ON e.PlaceId = c.PlaceId AND e.Sequence = 2 SET c.Sequence = 2, c.Hash = e.Hash WHERE c.PlaceId = {0}", school.Id);
        });

        Assert.Empty(await BreaksOf(school.Id));
        Assert.Single(await BreaksOf(school.Id, anchor));
    }

    [Fact]
    public async Task Who_has_the_database_alone_cannot_write_a_line_that_holds()
    {
        var school = await SchoolWithThreeLines();
        var last = await app.Read(db => db.AuditEntries.AsNoTracking().OrderBy(e => e.Sequence).LastAsync(e => e.PlaceId == school.Id));

        // Changed, and its hash made anew the way everybody can, with and without the look of a key.
        var plain = PlainHash(last, last.PreviousHash, "[]");
        foreach (var hash in (string[])[plain, $"k1.1.{plain[..43]}", $"k1.77.{plain[..43]}"])
        {
            await app.Write(db => db.Database.ExecuteSqlAsync($"UPDATE AuditEntries SET Changes = '[]', Hash = {hash} WHERE Id = {last.Id}"));
            await app.Write(db => db.Database.ExecuteSqlAsync($"UPDATE AuditChains SET Hash = {hash} WHERE PlaceId = {school.Id}"));

            Assert.Contains(await BreaksOf(school.Id), b => b.Contains("line 3 ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Lines_of_before_there_were_keys_hold_at_a_chains_beginning_and_nowhere_else()
    {
        var school = await SchoolWithThreeLines();
        await WriteAnewWithoutKey(app, school.Id);
        Assert.Empty(await BreaksOf(school.Id));
        var anchor = Signer.Read(Signer.Write(await app.Read(db => AuditAnchor.Now(db, MassarApp.Clock, CancellationToken.None))));

        await ThreeLines(app, school);
        Assert.Empty(await BreaksOf(school.Id, anchor));
        await WriteAnewWithoutKey(app, school.Id, from: 5);

        Assert.Contains(await BreaksOf(school.Id), b => b.Contains("line 5 has no key", StringComparison.Ordinal));
        // Even a chain without any key is not believed beyond its anchor.
        await WriteAnewWithoutKey(app, school.Id);
        Assert.Empty(await BreaksOf(school.Id));
        Assert.Contains(await BreaksOf(school.Id, anchor), b => b.Contains("line 4 has no key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_anchor_with_one_letter_changed_or_signed_by_another_key_is_refused()
    {
        var school = await SchoolWithThreeLines();
        var file = Signer.Write(await app.Read(db => AuditAnchor.Now(db, MassarApp.Clock, CancellationToken.None)));
        Assert.Equal(3, Signer.Read(file)!.Heads[school.Id].Sequence);

        var line = file.IndexOf($"\n{school.Id} 3 ", StringComparison.Ordinal) + 1;
        foreach (var forged in (string[])
        [
            file.Replace($"\n{school.Id} 3 ", $"\n{school.Id} 2 ", StringComparison.Ordinal),
            file.Remove(line, file.IndexOf('\n', line) + 1 - line),
            file[..file.LastIndexOf("signature", StringComparison.Ordinal)],
            file.Replace("signature 1 ", "signature 9999 ", StringComparison.Ordinal),
            file + "1 1 x\n",
            "{}",
        ])
            Assert.Null(Signer.Read(forged));

        var elsewhere = new KeyFiles(Directory.CreateTempSubdirectory("massar-forger").FullName);
        var foreign = new AnchorSigner(elsewhere, new Sealer(elsewhere)).Write(Signer.Read(file)!);
        Assert.Null(Signer.Read(foreign));
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, foreign);
        var refused = await Assert.ThrowsAsync<CommandException>(() => app.Within(s => ActivatorUtilities.CreateInstance<AuditVerify>(s).Run(TextWriter.Null, new Arguments(["--anchor", path]), CancellationToken.None)));
        Assert.Contains("refused", refused.Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public async Task Whoever_keeps_the_anchors_checks_them_with_the_public_key_alone()
    {
        var folder = Directory.CreateTempSubdirectory("massar-anchor").FullName;
        string At(string name) => Path.Combine(folder, name);
        await File.WriteAllTextAsync(At("key.pem"), Signer.PublicKey());
        await File.WriteAllTextAsync(At("audit.anchor"), Signer.Write(await app.Read(db => AuditAnchor.Now(db, MassarApp.Clock, CancellationToken.None))));
        const string check = "head -n -1 audit.anchor > text && tail -n 1 audit.anchor | cut -d' ' -f3 | base64 -d > sig && openssl dgst -sha256 -verify key.pem -signature sig text";

        Assert.Contains("Verified OK", Tools.Run("sh", "-c", $"cd {folder} && {check}").Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(At("audit.anchor"), "x" + await File.ReadAllTextAsync(At("audit.anchor")));
        Assert.DoesNotContain("Verified OK", Tools.Run("sh", "-c", $"cd {folder} && {check}").Output, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Every_few_minutes_the_signed_heads_go_elsewhere_and_heads_that_do_not_go_on_are_never_signed()
    {
        var elsewhere = Directory.CreateTempSubdirectory("massar-anchors").FullName;
        await using var host = await MassarApp.StartOwn(b => b.UseSetting(AnchorExport.Setting, elsewhere));
        var own = MassarApp.Over(host);
        var export = host.Services.GetRequiredService<AnchorExport>();
        var signer = host.Services.GetRequiredService<AnchorSigner>();
        var school = await SchoolWithThreeLines(own);

        Assert.Empty(await export.Export(CancellationToken.None));
        await ThreeLines(own, school);
        Assert.Empty(await export.Export(CancellationToken.None));
        var good = await File.ReadAllTextAsync(export.NewestFile);
        Assert.Equal(6, signer.Read(good)!.Heads[school.Id].Sequence);
        Assert.Equal(2, Directory.GetFiles(elsewhere).Length);

        // The tail is cut and the head closed over it; new lines grow from there.
        await own.Write(async db =>
        {
            await db.Database.ExecuteSqlAsync($"DELETE FROM AuditEntries WHERE PlaceId = {school.Id} AND Sequence > 4");
            await db.Database.ExecuteSqlAsync($"UPDATE AuditChains c JOIN AuditEntries e ON e.PlaceId = c.PlaceId AND e.Sequence = 4 SET c.Sequence = 4, c.Hash = e.Hash WHERE c.PlaceId = {school.Id}");
        });
        Assert.Contains(await export.Export(CancellationToken.None), b => b.Contains("6 lines were anchored, there are 4", StringComparison.Ordinal));
        await ThreeLines(own, school);
        Assert.Contains(await export.Export(CancellationToken.None), b => b.Contains("line 6 is not the one anchored", StringComparison.Ordinal));

        Assert.Equal(good, await File.ReadAllTextAsync(export.NewestFile));
        var said = new StringWriter();
        Assert.Equal(1, await own.Within(s => ActivatorUtilities.CreateInstance<AuditVerify>(s).Run(said, new Arguments([]), CancellationToken.None)));
        Assert.Contains($"place {school.Id}: line 6 is not the one anchored", said.ToString(), StringComparison.Ordinal);

        // And a newest anchor that somebody put there is not taken for ours.
        await File.WriteAllTextAsync(export.NewestFile, good.Replace($"\n{school.Id} 6 ", $"\n{school.Id} 7 ", StringComparison.Ordinal));
        Assert.Contains(await export.Export(CancellationToken.None), b => b.Contains("not signed by this program", StringComparison.Ordinal));
        Directory.Delete(elsewhere, recursive: true);
    }

    [Fact]
    public async Task The_running_program_exports_by_itself()
    {
        var demo = new DemoProvince();
        await demo.InitializeAsync();

        var file = demo.Services.GetRequiredService<AnchorExport>().NewestFile;
        for (var i = 0; i < 300 && !File.Exists(file); i++) await Task.Delay(100);

        Assert.StartsWith(demo.State, file, StringComparison.Ordinal);
        Assert.NotNull(demo.Services.GetRequiredService<AnchorSigner>().Read(await File.ReadAllTextAsync(file)));
    }

    internal static string PlainHash(AuditEntry line, string previous, string? changes = null) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        previous, line.PlaceId, line.Sequence, line.At.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture), line.AccountId, line.HatId, line.Role, line.Action, line.Reference, changes ?? line.Changes))));

    /// <summary>A chain closed again by somebody who has no key: as all chains were, before there was one.</summary>
    private static Task WriteAnewWithoutKey(MassarApp app, int place, int from = 1) => app.Write(db => WriteAnewWithoutKey(db, place, from));

    internal static async Task WriteAnewWithoutKey(MassarDb db, int place, int from = 1)
    {
        var lines = await db.AuditEntries.AsNoTracking().Where(e => e.PlaceId == place).OrderBy(e => e.Sequence).ToListAsync();
        var previous = from == 1 ? AuditChain.Start : lines[from - 2].Hash;
        foreach (var line in lines.Skip(from - 1))
        {
            var hash = PlainHash(line, previous);
            await db.Database.ExecuteSqlAsync($"UPDATE AuditEntries SET PreviousHash = {previous}, Hash = {hash} WHERE Id = {line.Id}");
            previous = hash;
        }

        await db.Database.ExecuteSqlAsync($"UPDATE AuditChains SET Hash = {previous} WHERE PlaceId = {place}");
    }
}
