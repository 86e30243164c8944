using System.Collections.Concurrent;
using System.Text.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Pupils.Domain;

/// <summary>
/// Somebody of the staff looked at a child on a day (acceptance check AC-WAL-8): once for each person, day, role, place and purpose. The family
/// reads role, place, purpose and day; whose account it was is kept for who answers a complaint. A reading, and so no line of the audit chain.
/// </summary>
[NotAudited]
public sealed class FileLook
{
    /// <summary>So long a family reads back, and so long it is kept.</summary>
    public const int Months = 12;

    public long Id { get; init; }

    /// <summary>The file as it was opened; one that was merged since is read with the one that stayed.</summary>
    public required long PupilId { get; init; }

    public required long AccountId { get; init; }

    /// <summary>Of Morocco.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>A code of <see cref="Roles"/>.</summary>
    public required string Role { get; init; }

    /// <summary>Where the role was worn.</summary>
    public required int PlaceId { get; init; }

    /// <summary>A code of <see cref="LookPurposes"/>.</summary>
    public required string Purpose { get; init; }
}

public sealed class FileLookConfiguration : IEntityTypeConfiguration<FileLook>
{
    public void Configure(EntityTypeBuilder<FileLook> builder)
    {
        builder.ToTable("FileLooks");
        builder.Property(l => l.Role).IsCode(30);
        builder.Property(l => l.Purpose).IsCode(LookPurposes.Length);
        builder.HasIndex(l => new { l.PupilId, l.Day, l.AccountId, l.Role, l.PlaceId, l.Purpose }).IsUnique();
        builder.HasIndex(l => l.Day);
    }
}

/// <summary>What a child was looked at for; each has its name in the words <c>pupils.look.…</c>.</summary>
public static class LookPurposes
{
    /// <summary>Longest code.</summary>
    public const int Length = 20;

    /// <summary>Found by name or code.</summary>
    public const string Search = "search";

    public const string File = "file";

    /// <summary>Marks and years.</summary>
    public const string Record = "record";

    /// <summary>What is noted for teaching.</summary>
    public const string Notes = "notes";

    public const string Absences = "absences";

    /// <summary>Another school, before it asks for the file.</summary>
    public const string Transfer = "transfer";

    /// <summary>Another school, in a list it brought.</summary>
    public const string Import = "import";

    /// <summary>The directorate, because the child is at no school.</summary>
    public const string Away = "away";

    public static readonly IReadOnlyList<string> All = [Search, File, Record, Notes, Absences, Transfer, Import, Away];
}

/// <summary>One look before it is written.</summary>
public sealed record NotedLook(long Pupil, long Account, DateOnly Day, string Role, int Place, string Purpose);

/// <summary>
/// Notes looks between two writings to the database: no page waits for it, and the same look twice is one. What an instance that was torn down
/// had not written yet, a few seconds, is lost; one that stops in good order writes it first.
/// </summary>
public sealed class LookBook(TimeProvider clock)
{
    private readonly ConcurrentDictionary<NotedLook, byte> noted = new();

    /// <summary>Notes that the staff member who is signed in was shown these children; families and pupils are no matter of it.</summary>
    public void Note(CurrentUser user, string purpose, IEnumerable<long> pupils)
    {
        if (!Roles.NeedsSecondFactor(user.Role))
            return;
        var day = MoroccanDay.Today(clock);
        foreach (var pupil in pupils)
            noted.TryAdd(new NotedLook(pupil, user.AccountId, day, user.Role, user.PlaceId, purpose), 0);
    }

    /// <summary>Takes out what was noted since the last time.</summary>
    public IReadOnlyList<NotedLook> Drain()
    {
        var drained = new List<NotedLook>();
        foreach (var look in noted.Keys)
            if (noted.TryRemove(look, out _))
                drained.Add(look);
        return drained;
    }

    /// <summary>Puts back what could not be written.</summary>
    public void PutBack(IEnumerable<NotedLook> looks)
    {
        foreach (var look in looks)
            noted.TryAdd(look, 0);
    }
}

/// <summary>Writes noted looks to the database, which all instances share.</summary>
public sealed class LookLedger(MassarDb db, LookBook book)
{
    private const int AtOnce = 500;

    /// <summary>One statement for every five hundred; what stands there already stays.</summary>
    public async Task WriteDown(CancellationToken ct)
    {
        var portions = book.Drain().Chunk(AtOnce).ToList();
        for (var i = 0; i < portions.Count; i++)
        {
            try
            {
                var rows = JsonSerializer.Serialize(portions[i].Select(l => new { p = l.Pupil, a = l.Account, d = l.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), r = l.Role, w = l.Place, u = l.Purpose }));
                await db.Database.ExecuteSqlAsync(
                    $"""
                    INSERT IGNORE INTO FileLooks (PupilId, AccountId, Day, Role, PlaceId, Purpose)
                    SELECT p, a, d, r, w, u FROM JSON_TABLE({rows}, '$[*]' COLUMNS (p BIGINT PATH '$.p', a BIGINT PATH '$.a', d DATE PATH '$.d', r VARCHAR(30) PATH '$.r', w INT PATH '$.w', u VARCHAR(20) PATH '$.u')) AS looks
                    """, ct);
            }
            catch
            {
                book.PutBack(portions.Skip(i).SelectMany(p => p));
                throw;
            }
        }
    }
}

/// <summary>Writes looks every few seconds, and the last ones when the program stops.</summary>
public sealed partial class LookWriter(IServiceScopeFactory scopes, ILogger<LookWriter> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await Write(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Write(CancellationToken.None);
        }
    }

    private async Task Write(CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<LookLedger>().WriteDown(ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            CouldNotWrite(log, fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Who looked at which file could not be written down yet")]
    private static partial void CouldNotWrite(ILogger log, Exception fault);
}

/// <summary>Looks go after twelve months.</summary>
public sealed class OldLooks : ISweep
{
    public Task<int> Sweep(MassarDb db, DateTime now, int most, CancellationToken ct)
    {
        var before = MoroccanDay.Of(now).AddMonths(-FileLook.Months);
        return db.Database.ExecuteSqlAsync($"DELETE FROM FileLooks WHERE Day < {before} LIMIT {most}", ct);
    }
}
