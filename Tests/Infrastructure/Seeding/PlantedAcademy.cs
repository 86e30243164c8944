using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Seeding;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Infrastructure.Seeding;

/// <summary>A database of its own with an academy of twelve schools in it, planted once for the tests that only read it.</summary>
public sealed class PlantedAcademy : IAsyncLifetime
{
    public static readonly DateOnly Today = new(2026, 11, 21);

    public static readonly SeedPlan Plan = new(12, 1_800, 7, Today);

    private MassarApp.Host host = null!;

    public IReadOnlyList<DemoAccount> Accounts { get; private set; } = [];

    public async Task InitializeAsync()
    {
        host = await MassarApp.StartOwn();
        Accounts = (await PlantInto(host, Plan)).Accounts;
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    /// <summary>Asks the program that planted it.</summary>
    public HttpClient Client() => host.Server.CreateClient();

    public Task<T> Read<T>(Func<MassarDb, Task<T>> read) => Read(host, read);

    public static async Task<T> Read<T>(MassarApp.Host host, Func<MassarDb, Task<T>> read)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<MassarDb>());
    }

    public static async Task<Planted> PlantInto(MassarApp.Host host, SeedPlan plan)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await Planter.Plant(plan, scope.ServiceProvider.GetRequiredService<MassarDb>(), scope.ServiceProvider, CancellationToken.None);
    }

    // Some decisions are really signed: their codes and signatures are random and their hours are today's. All else is compared.
    private static readonly Dictionary<string, string> NotSigned = new()
    {
        // Queued by the clock of the wall.
        ["WorkItems"] = "FALSE",
        ["Decisions"] = "Number IS NULL",
        ["DecisionVisas"] = "Act NOT IN (4, 5)",
        ["CareerSteps"] = "DecisionId IS NULL",
        ["FamilyEvents"] = "DecisionId IS NULL",
        ["FamilyNotes"] = "What NOT IN ('decided', 'taken-back')",
        ["Postings"] = "DecisionId IS NULL",
        ["FunctionTerms"] = "FALSE",
        ["Delegations"] = "FALSE",
        ["IssuedDocuments"] = "FALSE",
        ["DocumentContents"] = "FALSE",
        ["Notices"] = "`Key` NOT LIKE 'decision-signed/%' AND `Key` NOT LIKE 'installation/%' AND `Key` NOT LIKE 'training-seat/%' AND `Key` NOT LIKE 'staff-file/%' AND `Key` NOT LIKE 'licence/%' AND `Key` NOT LIKE 'delegation-given/%'",
        ["NoticeDeliveries"] = "NoticeId NOT IN (SELECT Id FROM Notices WHERE `Key` LIKE 'decision-signed/%' OR `Key` LIKE 'installation/%' OR `Key` LIKE 'training-seat/%' OR `Key` LIKE 'staff-file/%' OR `Key` LIKE 'licence/%' OR `Key` LIKE 'delegation-given/%')",
        ["AuditEntries"] = "Action NOT IN ('Decisions.SignDecisions', 'Decisions.GiveDelegation', 'Decisions.ShowMyDecision', 'Decisions.PrepareRecruitment', 'Training.Seed', 'Licences.Seed', 'StaffFiles.OpenByHand', 'StaffFiles.PrepareFile', 'StaffFiles.ReceiveFile')",
        // A sealed paper is another one each time.
        ["StoredFileContents"] = "LEFT(Bytes, 4) <> 'msf1'",
        // Each holds the hash of a signed paper.
        ["FinanceMessages"] = "FALSE",
        ["AuditChains"] = "FALSE",
    };

    // Made with each program's own keys.
    private static readonly HashSet<string> Keyed = ["AuditEntries.Hash", "AuditEntries.PreviousHash"];

    /// <summary>A hash of every row of every table, without the columns that hold salts, nonces and seals, and without what a signature makes.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Hashes(MassarDb db)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await db.Database.OpenConnectionAsync();
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.GetTableName() is not null))
        {
            var columns = entity.GetProperties().Where(p => p.PropertyInfo is null || !Attribute.IsDefined(p.PropertyInfo, typeof(SecretAttribute))).Where(p => !Keyed.Contains($"{entity.GetTableName()}.{p.GetColumnName()}")).Select(p => $"`{p.GetColumnName()}`");
            var keys = entity.FindPrimaryKey()!.Properties.Select(p => $"`{p.GetColumnName()}`");
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT {string.Join(',', columns)} FROM `{entity.GetTableName()}` WHERE {NotSigned.GetValueOrDefault(entity.GetTableName()!, "TRUE")} ORDER BY {string.Join(',', keys)}";
            hashes[entity.GetTableName()!] = await Hash(command);
        }

        await db.Database.CloseConnectionAsync();
        return hashes;
    }

    private static async Task<string> Hash(DbCommand command)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = 0;
        while (await reader.ReadAsync())
        {
            rows++;
            for (var i = 0; i < reader.FieldCount; i++)
                hash.AppendData(Encoding.UTF8.GetBytes(reader.GetValue(i) switch
                {
                    byte[] bytes => Convert.ToHexString(bytes),
                    var value => Convert.ToString(value, CultureInfo.InvariantCulture) + "\u001f",
                }));
        }

        return $"{rows} rows {Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}";
    }
}
