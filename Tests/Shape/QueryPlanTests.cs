using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Massar.Tests.Shape;

/// <summary>
/// Every question that every page asks the database, as every role, with the search forms filled in: the server says how it would
/// find the rows, and reading a whole large table is refused. What is small here is large in the country.
/// </summary>
public sealed partial class QueryPlanTests(ITestOutputHelper output)
{
    private const int Large = 1_500;
    private const int PagesPerRole = 96;

    /// <summary>Statements that may read a whole table, by a piece of them, and why.</summary>
    private static readonly (string Piece, string Why)[] Allowed =
    [
        ("FROM `Accounts` AS `a`\n    ORDER BY `a`.`Id`\n    LIMIT @p", "counts the first thousand along the key and stops"),
        ("IN (@frame_Schools1, @frame_Schools2,", "counts at twenty schools of a directorate at a time, which are all that are planted here"),
        ("WHERE ((`a`.`Login` LIKE @login_startswith", "support looks for a piece of a name in the whole country; codes and telephones have their index"),
    ];

    [Fact]
    public async Task No_page_reads_a_whole_large_table()
    {
        var heard = new Listener();
        var plan = SeedPlan.Of("school", 7, MoroccanDay.Today(TimeProvider.System))! with { Schools = 15, Pupils = 3_600 };
        var demo = await DemoProvince.StartOwn(plan, services => services.ConfigureDbContext<MassarDb>(options => options.AddInterceptors(heard)));
        await using var scope = demo.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        await db.Database.OpenConnectionAsync();
        var sizes = await Sizes(db);
        var large = sizes.Where(s => s.Value > Large).Select(s => s.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.True(large.Count > 5, $"Only {string.Join(", ", large)} are large enough to tell.");

        heard.IsListening = true;
        foreach (var role in Roles.All)
            await foreach (var _ in new Walk(demo.Address, $"lang=ar; massar={await demo.Token(demo.Account(role), steppedUp: true)}").Take(PagesPerRole))
            {
            }

        await foreach (var _ in new Walk(demo.Address, "lang=fr").Take(PagesPerRole))
        {
        }

        heard.IsListening = false;
        Assert.True(heard.Questions.Count > 100, $"Only {heard.Questions.Count} questions were heard.");
        var problems = new List<string>();
        foreach (var question in heard.Questions.Values.Where(q => !Array.Exists(Allowed, a => q.Sql.Contains(a.Piece, StringComparison.Ordinal))))
        {
            var tables = Aliases().Matches(question.Sql).ToLookup(m => m.Groups["alias"].Value, m => m.Groups["table"].Value);
            foreach (var step in await Explain(db, question))
                if (step.Access is "ALL" or "index" && step.Rows > Large && tables[step.Alias].Any(large.Contains))
                    problems.Add($"{step.Access} of {string.Join('/', tables[step.Alias])}, {step.Rows} rows, key {step.Key ?? "none"}:\n{question.Sql}\n{string.Join(", ", question.Values)}");
        }

        // What goes past the model is not heard.
        var pupil = await db.PublishedResults.Select(r => r.PupilId).FirstAsync();
        var byHand = new Question(PublishedMarks.Statement.Replace("@pupil", pupil.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("@hidden", "1", StringComparison.Ordinal).Replace("@recent", "2025", StringComparison.Ordinal).Replace("@year", "0", StringComparison.Ordinal).Replace("@semester", "0", StringComparison.Ordinal), []);
        foreach (var step in await Explain(db, byHand))
            if (step.Access is "ALL" or "index" || step.Rows > 500)
                problems.Add($"{step.Access}, {step.Rows} rows, key {step.Key ?? "none"}:\n{byHand.Sql}");

        output.WriteLine($"{heard.Questions.Count} questions; large: {string.Join(", ", large.Select(t => $"{t} {sizes[t]}"))}");
        foreach (var (piece, why) in Allowed)
            Assert.True(heard.Questions.Values.Any(q => q.Sql.Contains(piece, StringComparison.Ordinal)), $"Nothing needs this exception any more: {why}");
        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
    }

    private static async Task<Dictionary<string, long>> Sizes(MassarDb db)
    {
        var sizes = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Distinct())
        {
            // Without this the server plans by what it knew of the empty table.
            await db.Database.ExecuteSqlRawAsync($"ANALYZE TABLE `{table}`");
            sizes[table] = await db.Database.SqlQueryRaw<long>($"SELECT COUNT(*) AS `Value` FROM `{table}`").SingleAsync();
        }

        return sizes;
    }

    private static async Task<IReadOnlyList<Step>> Explain(MassarDb db, Question question)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"EXPLAIN {question.Sql}";
        foreach (var (name, value) in question.Values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }

        var steps = new List<Step>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            // With a second index as a filter: "ref|filter" and "12 (3%)".
            steps.Add(new Step(Text(reader, "table") ?? "", (Text(reader, "type") ?? "").Split('|')[0], Text(reader, "key"), long.Parse((Text(reader, "rows") ?? "0").Split(' ')[0], CultureInfo.InvariantCulture)));
        return steps;
    }

    private static string? Text(DbDataReader reader, string column) =>
        reader[column] is var value and not DBNull ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    private sealed record Step(string Alias, string Access, string? Key, long Rows);

    private sealed record Question(string Sql, IReadOnlyList<(string Name, object? Value)> Values);

    /// <summary>Keeps each different SELECT with the values it was first asked with.</summary>
    private sealed class Listener : DbCommandInterceptor
    {
        public ConcurrentDictionary<string, Question> Questions { get; } = new(StringComparer.Ordinal);

        public bool IsListening { get; set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (IsListening && command.CommandText.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase))
                Questions.TryAdd(command.CommandText, new Question(command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value))]));
            return ValueTask.FromResult(result);
        }
    }

    [GeneratedRegex(@"(?:FROM|JOIN) `(?<table>\w+)` AS `(?<alias>\w+)`", RegexOptions.IgnoreCase)]
    private static partial Regex Aliases();
}
