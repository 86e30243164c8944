using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Exports.Domain;

/// <summary>How many people an account was shown in one Moroccan day, by lists and small files.</summary>
[NotAudited]
public sealed class PersonRead
{
    public required long AccountId { get; init; }

    public required DateOnly Day { get; init; }

    public required int Persons { get; init; }
}

public sealed class PersonReadConfiguration : IEntityTypeConfiguration<PersonRead>
{
    public void Configure(EntityTypeBuilder<PersonRead> builder)
    {
        builder.HasKey(r => new { r.AccountId, r.Day });
        builder.Property(r => r.AccountId).ValueGeneratedNever();
        builder.HasIndex(r => r.Day);
    }
}

/// <summary>The counts in the database, which all instances share: adding is one statement that locks the account's row of the day.</summary>
public sealed class ReadLedger(MassarDb db, PersonTally tally, ReadAlarm alarm)
{
    /// <summary>Adds and answers the day's sum; inside a transaction others wait for its end.</summary>
    public async Task<int> Add(long accountId, DateOnly day, int persons, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO PersonReads (AccountId, Day, Persons) VALUES ({accountId}, {day}, {persons}) ON DUPLICATE KEY UPDATE Persons = Persons + {persons}", ct);
        return await db.PersonReads.AsNoTracking().Where(r => r.AccountId == accountId && r.Day == day).Select(r => r.Persons).SingleAsync(ct);
    }

    /// <summary>Writes down what lists showed since the last time, and sounds the alarm for whoever went over the budget by it.</summary>
    public async Task WriteDown(long? accountId, CancellationToken ct)
    {
        foreach (var some in tally.Drain(accountId))
        {
            var sum = await Add(some.AccountId, some.Day, some.Persons, ct);
            var rules = await ExportRules.Of(db, some.Role, ct);
            if (sum > rules.Daily && sum - some.Persons <= rules.Daily)
                alarm.Sound(some.AccountId, some.Role, sum, rules.Daily);
        }
    }
}

/// <summary>Writes the lists' counts to the database every few seconds, and forgets counts after three months.</summary>
public sealed partial class ReadLedgerWriter(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ReadLedgerWriter> log) : BackgroundService
{
    private const int KeptDays = 90;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        var swept = default(DateOnly);
        while (await Next(timer, stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<ReadLedger>().WriteDown(null, stoppingToken);
                var today = MoroccanDay.Today(clock);
                if (swept == today)
                    continue;
                var old = today.AddDays(-KeptDays);
                await scope.ServiceProvider.GetRequiredService<MassarDb>().PersonReads.Where(r => r.Day < old).ExecuteDeleteAsync(stoppingToken);
                swept = today;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                CouldNotWrite(log, fault);
            }
        }
    }

    private static async Task<bool> Next(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The counts of people read could not be written down")]
    private static partial void CouldNotWrite(ILogger log, Exception fault);
}

/// <summary>Says in the log that somebody reads more people than the work asks for.</summary>
public sealed partial class ReadAlarm(ILogger<ReadAlarm> log)
{
    public void Sound(long accountId, string role, int persons, int budget) => Over(log, accountId, role, persons, budget);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Account {Account} as {Role} was at {Persons} people in a day, over the budget of {Budget}; files stop for it until tomorrow. Somebody may be draining the data")]
    private static partial void Over(ILogger log, long account, string role, int persons, int budget);
}
