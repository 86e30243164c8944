using System.Globalization;
using System.Net.Http.Json;
using Massar.Features.Certificates.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security.Keys;
using Massar.Tests.Features.Marks;
using Massar.Tests.Infrastructure.Data;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Abuse;

/// <summary>
/// G11: an insider who may write anything into the database, and has nothing else, changes marks, seals, papers and the audit itself in
/// more than twenty ways, each at ten schools. Every single one is found, and the finding names the very sheet, paper or chain.
/// Each is taken back afterwards, so that every tampering stands alone against an otherwise whole database.
/// </summary>
public sealed class TamperingTests : IAsyncLifetime
{
    private const int Schools = 10;

    private readonly List<Target> targets = [];
    private MassarApp.Host host = null!;
    private MassarApp app = null!;
    private AuditAnchor anchor = null!;

    public async Task InitializeAsync()
    {
        host = await MassarApp.StartOwn();
        app = MassarApp.Over(host);
        for (var i = 0; i < Schools; i++)
        {
            var sheet = await app.Sheet();
            var id = await app.Published(sheet, null, $"{8 + (i % 5)}", "10", "12");
            var head = await app.SignIn(sheet.School.Head, steppedUp: true);
            foreach (var pupil in sheet.Pupils.Take(2))
                (await head.Api.PostAsJsonAsync($"/api/certificates/desk/pupils/{pupil.Id}", new { purpose = nameof(CertificatePurpose.Other) })).EnsureSuccessStatusCode();
            var papers = await app.Read(db => db.IssuedDocuments.Where(d => d.PlaceId == sheet.School.Id).OrderBy(d => d.Number).Select(d => d.Id).ToListAsync());
            (await head.Api.PostAsJsonAsync($"/api/documents/{papers[1]}/revoke", new { reason = "Un motif suffisant" })).EnsureSuccessStatusCode();
            targets.Add(new Target(sheet, id, papers[0], papers[1]));
        }

        var signer = host.Services.GetRequiredService<AnchorSigner>();
        anchor = signer.Read(signer.Write(await app.Read(db => AuditAnchor.Now(db, MassarApp.Clock, CancellationToken.None))))!;
    }

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    [Fact]
    public async Task Every_tampering_is_found_and_named_and_nothing_is_named_without_one()
    {
        foreach (var target in targets) Assert.Empty(await Findings(target, (_, _) => Task.CompletedTask));

        var (tried, missed) = (0, new List<string>());
        foreach (var (name, hand, expected) in Hands())
            foreach (var target in targets)
            {
                tried++;
                var found = await Findings(target, hand);
                var where = string.Format(CultureInfo.InvariantCulture, expected, target.Sheet.Key.ClassId, target.Sheet.Pupils[0].Id, target.Paper, target.Revoked, target.Sheet.School.Id);
                if (!found.Any(f => f.StartsWith(where, StringComparison.Ordinal))) missed.Add($"{name} at {target.Sheet.School.Id}: {where} is not among [{string.Join("; ", found)}]");
            }

        Assert.Empty(missed);
        Assert.True(tried >= 200, $"{tried} tamperings");
    }

    private static IEnumerable<(string Name, Func<MassarDb, Target, Task> Hand, string Expected)> Hands()
    {
        const string sheet = "sheet {0} Seal", plain = "sheet {0} Unkeyed", paper = "paper {2} Changed", revoked = "paper {3} Changed", chain = "place {4}:";
        yield return ("a mark", (db, t) => Sql(db, $"UPDATE Marks SET Points = 19 WHERE AssessmentId = {t.Id} AND PupilId = {t.Pupil}"), sheet);
        yield return ("a mark taken away", (db, t) => Sql(db, $"DELETE FROM Marks WHERE AssessmentId = {t.Id} AND PupilId = {t.Pupil}"), sheet);
        yield return ("an absence forgiven", (db, t) => Sql(db, $"UPDATE Marks SET State = 4, Points = NULL WHERE AssessmentId = {t.Id} AND PupilId = {t.Pupil}"), sheet);
        yield return ("two pupils' marks exchanged", (db, t) => Sql(db, $"UPDATE Marks SET Points = IF(PupilId = {t.Pupil}, 10, {t.First}) WHERE AssessmentId = {t.Id} AND PupilId IN ({t.Pupil}, {t.Sheet.Pupils[1].Id}) "), sheet);
        yield return ("only what the family reads", (db, t) => Sql(db, $"UPDATE PublishedResults SET Tests = '1=19.00', Average = 19 WHERE PupilId = {t.Pupil}"), "sheet {0} Cell {1}");
        yield return ("a mark wherever it stands", (db, t) => Everywhere(db, t), sheet);
        yield return ("a mark wherever it stands, and a seal as everybody makes it", (db, t) => Everywhere(db, t, Seal.Plain), plain);
        yield return ("a mark wherever it stands, and a seal with another key", (db, t) => Everywhere(db, t, (key, cells) => Seal.Of(Forger, key, cells)), sheet);
        yield return ("a seal of another sheet", (db, t) => Sql(db, $"UPDATE Assessments a JOIN Assessments b ON b.Id <> a.Id AND b.SealedHash IS NOT NULL SET a.SealedHash = b.SealedHash WHERE a.Id = {t.Id}"), sheet);
        yield return ("no seal", (db, t) => Sql(db, $"UPDATE Assessments SET SealedHash = NULL, SealedCount = NULL WHERE Id = {t.Id}"), sheet);
        yield return ("the sheet of another test", (db, t) => Sql(db, $"UPDATE Assessments SET Number = 2 WHERE Id = {t.Id}"), sheet);

        yield return ("what stands on a paper", (db, t) => Sql(db, $"UPDATE IssuedDocuments SET Facts = REPLACE(Facts, 'value', 'valve') WHERE Id = {t.Paper}"), paper);
        yield return ("its number", (db, t) => Sql(db, $"UPDATE IssuedDocuments SET Number = 99 WHERE Id = {t.Paper}"), paper);
        yield return ("whose it is", (db, t) => Sql(db, $"UPDATE IssuedDocuments SET PupilId = {t.Sheet.Pupils[2].Id} WHERE Id = {t.Paper}"), paper);
        yield return ("its day", (db, t) => Sql(db, $"UPDATE IssuedDocuments SET IssuedAt = IssuedAt - INTERVAL 1 YEAR WHERE Id = {t.Paper}"), paper);
        yield return ("its code", (db, t) => Sql(db, $"UPDATE IssuedDocuments SET Code = {DocumentCode.New()} WHERE Id = {t.Paper}"), paper);
        yield return ("a revoked paper made valid", (db, t) => Sql(db, $"UPDATE IssuedDocuments SET State = 0, RevokedAt = NULL, RevokedReason = NULL WHERE Id = {t.Revoked}"), revoked);
        yield return ("the seal of another paper", (db, t) => Sql(db, $"UPDATE IssuedDocuments a JOIN IssuedDocuments b ON b.Id = {t.Revoked} SET a.Seal = b.Seal WHERE a.Id = {t.Paper}"), paper);
        yield return ("its file", (db, t) => Sql(db, $"UPDATE DocumentContents SET Bytes = CONCAT(Bytes, '%') WHERE DocumentId = {t.Paper}"), "paper {2} OtherFile");
        yield return ("its file and the hash of it", async (db, t) =>
        {
            await Sql(db, $"UPDATE DocumentContents SET Bytes = CONCAT(Bytes, '%') WHERE DocumentId = {t.Paper}");
            await Sql(db, $"UPDATE IssuedDocuments SET Sha256 = (SELECT SHA2(Bytes, 256) FROM DocumentContents WHERE DocumentId = {t.Paper}), Size = Size + 1 WHERE Id = {t.Paper}");
        }, paper);
        yield return ("a paper gone", async (db, t) =>
        {
            await Sql(db, $"DELETE FROM DocumentContents WHERE DocumentId = {t.Revoked}");
            await Sql(db, $"DELETE FROM IssuedDocuments WHERE Id = {t.Revoked}");
        }, "place {4} number 2 NoEntry");

        yield return ("what a line of the audit says", (db, t) => Sql(db, $"UPDATE AuditEntries SET Changes = REPLACE(Changes, 'after', 'afler') WHERE PlaceId = {t.Place} AND Sequence = 2"), chain + " line 2 was changed");
        yield return ("who did it", (db, t) => Sql(db, $"UPDATE AuditEntries SET AccountId = AccountId + 1 WHERE PlaceId = {t.Place} AND Sequence = 3"), chain + " line 3 was changed");
        yield return ("a line gone", (db, t) => Sql(db, $"DELETE FROM AuditEntries WHERE PlaceId = {t.Place} AND Sequence = 2"), chain + " line 2 is missing");
        yield return ("a chain written anew as everybody makes it", (db, t) => AuditVerifyTests.WriteAnewWithoutKey(db, t.Place), chain);
        yield return ("the end cut off and closed", async (db, t) =>
        {
            await Sql(db, $"DELETE FROM AuditEntries WHERE PlaceId = {t.Place} AND Sequence > 3");
            await Sql(db, $"UPDATE AuditChains c JOIN AuditEntries e ON e.PlaceId = c.PlaceId AND e.Sequence = 3 SET c.Sequence = 3, c.Hash = e.Hash WHERE c.PlaceId = {t.Place}");
        }, chain);
        yield return ("a whole chain gone", async (db, t) =>
        {
            await Sql(db, $"DELETE FROM AuditEntries WHERE PlaceId = {t.Place}");
            await Sql(db, $"DELETE FROM AuditChains WHERE PlaceId = {t.Place}");
        }, chain);
        yield return ("a line with another key at the end", async (db, t) =>
        {
            var last = await db.AuditEntries.AsNoTracking().Where(e => e.PlaceId == t.Place).OrderByDescending(e => e.Sequence).FirstAsync();
            var hash = AuditEntry.HashOf(Forger, last.Hash, t.Place, last.Sequence + 1, last.At, last.AccountId, last.HatId, last.Role, last.Action, last.Reference, "[]");
            await Sql(db, $"""
                INSERT INTO AuditEntries (PlaceId, Sequence, At, AccountId, HatId, Role, Action, Reference, Changes, PreviousHash, Hash)
                SELECT PlaceId, Sequence + 1, At, AccountId, HatId, Role, Action, Reference, '[]', Hash, {hash} FROM AuditEntries WHERE Id = {last.Id}
                """);
            await Sql(db, $"UPDATE AuditChains SET Sequence = Sequence + 1, Hash = {hash} WHERE PlaceId = {t.Place}");
        }, chain);
    }

    private static readonly Sealer Forger = new(new KeyFiles(Directory.CreateTempSubdirectory("massar-forger").FullName));

    private static Task<int> Sql(MassarDb db, FormattableString sql) => db.Database.ExecuteSqlAsync(sql);

    private static async Task Everywhere(MassarDb db, Target t, Func<SheetKey, IEnumerable<(long, CellValue)>, Seal>? seal = null)
    {
        await Sql(db, $"UPDATE Marks SET Points = 19 WHERE AssessmentId = {t.Id} AND PupilId = {t.Pupil}");
        await Sql(db, $"UPDATE PublishedResults SET Tests = '1=19.00', Average = 19 WHERE PupilId = {t.Pupil}");
        if (seal is null) return;
        var marks = await db.Marks.AsNoTracking().Where(m => m.AssessmentId == t.Id).ToListAsync();
        var forged = seal(t.Sheet.Key, marks.Select(m => (m.PupilId, m.Value)));
        await Sql(db, $"UPDATE Assessments SET SealedCount = {forged.Count}, SealedHash = {forged.Code} WHERE Id = {t.Id}");
    }

    /// <summary>What the three checks say after a hand was in the database; the hand is taken back.</summary>
    private Task<IReadOnlyList<string>> Findings(Target target, Func<MassarDb, Target, Task> hand) => app.Within(async services =>
    {
        var db = services.GetRequiredService<MassarDb>();
        return await db.Database.CreateExecutionStrategy().ExecuteAsync<IReadOnlyList<string>>(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await hand(db, target);
            var sheets = await services.GetRequiredService<Reconciliation>().OfClass(target.Sheet.Key.ClassId, null, null, CancellationToken.None);
            var papers = (await services.GetRequiredService<RegisterCheck>().Run(target.Place, CancellationToken.None)).Found;
            var lines = await AuditWalk.Whole(db, services.GetRequiredService<Sealer>(), anchor, CancellationToken.None);
            await transaction.RollbackAsync();
            return
            [
                .. sheets.SelectMany(s => s.Differences).Select(d => $"sheet {d.Sheet.ClassId} {d.Kind} {d.PupilId}"),
                .. papers.Select(p => p.Entry > 0 ? $"paper {p.Entry} {p.Problem}" : $"place {p.PlaceId} number {p.Number} {p.Problem}"),
                .. lines,
            ];
        });
    });

    private sealed record Target(GivenSheet Sheet, int Id, long Paper, long Revoked)
    {
        public long Pupil => Sheet.Pupils[0].Id;

        public int Place => Sheet.School.Id;

        /// <summary>Exchanged with the second pupil's 10.</summary>
        public decimal First => 17;
    }
}
