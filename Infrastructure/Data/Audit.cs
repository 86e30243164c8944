using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Infrastructure.Data;

/// <summary>
/// One transaction's changes: who, when, what before and after. Rows are only ever added; each carries
/// the hash of the one before in its place's chain, so that a changed or removed row shows. The hash is keyed: who has the database
/// alone cannot write a line. What is cut off at a chain's end shows against an <see cref="AuditAnchor"/>.
/// </summary>
[NotAudited]
public sealed class AuditEntry
{
    public long Id { get; init; }

    /// <summary>The place whose chain this is: a school, an office, 0 for the program.</summary>
    public required int PlaceId { get; init; }

    /// <summary>1, 2, 3 … without gaps in each chain.</summary>
    public required long Sequence { get; init; }

    public required DateTime At { get; init; }

    public long? AccountId { get; init; }

    public long? HatId { get; init; }

    public required string Role { get; init; }

    /// <summary>The order, by its slice: "Marks.EnterMarks".</summary>
    public required string Action { get; init; }

    /// <summary>The correlation id of the request, also shown to the person.</summary>
    public required string Reference { get; init; }

    /// <summary>Canonical JSON: a list of { what, key, kind, before, after }.</summary>
    public required string Changes { get; init; }

    public required string PreviousHash { get; init; }

    public required string Hash { get; init; }

    /// <summary>Whose files it changed.</summary>
    public List<AuditSubject> Subjects { get; init; } = [];

    /// <summary>The keyed hash over everything else of the row.</summary>
    public static string HashOf(Sealer sealer, string previous, int placeId, long sequence, DateTime at, long? accountId, long? hatId, string role, string action, string reference, string changes) =>
        sealer.Seal(Use, Text(previous, placeId, sequence, at, accountId, hatId, role, action, reference, changes));

    /// <summary>The hash this row should have, by the key it names; null when that key is not here. Lines written before there was a key
    /// have a plain SHA-256.</summary>
    public string? Recomputed(Sealer sealer)
    {
        var text = Text(PreviousHash, PlaceId, Sequence, At, AccountId, HatId, Role, Action, Reference, Changes);
        return IsKeyed ? sealer.SealLike(Hash, Use, text) : Fingerprint.Of(text);
    }

    /// <summary>Its hash was made with a key; one without can be made by anybody.</summary>
    public bool IsKeyed => Sealer.IsKeyed(Hash);

    private const string Use = "audit";

    private static string Text(string previous, int placeId, long sequence, DateTime at, long? accountId, long? hatId, string role, string action, string reference, string changes) =>
        string.Join('\n', previous, placeId, sequence, at.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture),
            accountId, hatId, role, action, reference, changes);
}

/// <summary>A line of the trail is about this employee's file: the way from a person to the lines, outside the chain itself.</summary>
[NotAudited]
public sealed class AuditSubject
{
    public required long EmployeeId { get; init; }

    public long EntryId { get; init; }
}

/// <summary>The head of a place's chain; locked while a line is added.</summary>
[NotAudited]
public sealed class AuditChain
{
    public const string Start = "0000000000000000000000000000000000000000000000000000000000000000";

    public required int PlaceId { get; init; }

    public long Sequence { get; set; }

    public string Hash { get; set; } = Start;
}

public sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.HasIndex(e => new { e.PlaceId, e.Sequence }).IsUnique();
        builder.HasIndex(e => new { e.AccountId, e.At });
        builder.HasIndex(e => e.At);
        builder.HasMany(e => e.Subjects).WithOne().HasForeignKey(s => s.EntryId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(e => e.Role).IsCode(30);
        builder.Property(e => e.Action).IsCode(100);
        builder.Property(e => e.Reference).IsCode(60);
        builder.Property(e => e.PreviousHash).IsCode(64);
        builder.Property(e => e.Hash).IsCode(64);
        builder.Ignore(e => e.IsKeyed);
        builder.Property(e => e.Changes).IsLongText();
    }
}

public sealed class AuditSubjectConfiguration : IEntityTypeConfiguration<AuditSubject>
{
    public void Configure(EntityTypeBuilder<AuditSubject> builder) => builder.HasKey(s => new { s.EmployeeId, s.EntryId });
}

public sealed class AuditChainConfiguration : IEntityTypeConfiguration<AuditChain>
{
    public void Configure(EntityTypeBuilder<AuditChain> builder)
    {
        builder.HasKey(c => c.PlaceId);
        builder.Property(c => c.PlaceId).ValueGeneratedNever();
        builder.Property(c => c.Hash).IsCode(64);
    }
}

/// <summary>The changes of one unit of work, collected at each SaveChanges.</summary>
public sealed class AuditNotes
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private static readonly ConcurrentDictionary<Type, bool> Audited = new();
    private static readonly ConcurrentDictionary<PropertyInfo, bool> Secrets = new();

    private readonly List<Change> changes = [];
    private readonly HashSet<IAboutEmployee> about = [];
    private readonly HashSet<long> leftOut = [];

    /// <summary>True inside a unit of work; writing outside one is a fault of ours.</summary>
    internal bool IsOpen { get; set; }

    /// <summary>For the machinery (seeding, sessions, leases): writes without a unit of work.</summary>
    internal bool IsOff { get; set; }

    public bool IsEmpty => changes.Count == 0;

    public int? PlaceId { get; private set; }

    public void Clear()
    {
        changes.Clear();
        about.Clear();
        leftOut.Clear();
        PlaceId = null;
    }

    /// <summary>The employees whose files were changed; their numbers are known once the rows are written.</summary>
    public IReadOnlyList<long> Employees => [.. about.Select(a => a.EmployeeId).Where(id => id > 0 && !leftOut.Contains(id)).Distinct().Order()];

    /// <summary>The line of this unit of work is not to be found by these employees: it takes something out of their files for good.</summary>
    public void LeaveOut(IEnumerable<long> employees) => leftOut.UnionWith(employees);

    public string ToJson() => JsonSerializer.Serialize(changes.Select(c => c.Finish()), Json);

    internal static bool IsAudited(Type type) => Audited.GetOrAdd(type, static t => t.GetCustomAttribute<NotAuditedAttribute>(inherit: true) is null);

    internal void Note(EntityEntry entry)
    {
        if (entry.Entity is IInPlace { PlaceId: not 0 } placed)
            PlaceId ??= placed.PlaceId;
        if (entry.Entity is IAboutEmployee one)
            about.Add(one);
        changes.Add(new Change(entry));
    }

    private sealed class Change(EntityEntry entry)
    {
        private readonly EntityState state = entry.State;
        private readonly SortedDictionary<string, object?>? before = entry.State == EntityState.Added ? null : Values(entry, original: true);
        private readonly SortedDictionary<string, object?>? afterNow = entry.State == EntityState.Modified ? Values(entry, original: false) : null;

        public object Finish() => new
        {
            what = entry.Metadata.ClrType.Name,
            key = string.Join('/', entry.Metadata.FindPrimaryKey()!.Properties.Select(p => entry.Property(p.Name).CurrentValue)),
            kind = state.ToString(),
            before,
            after = state == EntityState.Added ? Values(entry, original: false) : afterNow,
        };

        private static SortedDictionary<string, object?> Values(EntityEntry entry, bool original)
        {
            var values = new SortedDictionary<string, object?>(StringComparer.Ordinal);
            foreach (var property in entry.Properties)
            {
                if (entry.State == EntityState.Modified && !property.IsModified)
                    continue;
                var value = original ? property.OriginalValue : property.CurrentValue;
                if (property.Metadata.PropertyInfo is { } info && Secrets.GetOrAdd(info, static i => i.GetCustomAttribute<SecretAttribute>() is not null))
                    value = value is null ? null : "***";
                else if (value is byte[] bytes)
                    value = $"{bytes.Length} bytes, {Fingerprint.Of(bytes)[..16]}";
                values[property.Metadata.Name] = value;
            }

            return values;
        }
    }
}

/// <summary>Raises versions and notes changes at each SaveChanges.</summary>
public sealed class ChangeInterceptor : SaveChangesInterceptor
{
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Look(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Look(eventData.Context!);
        return result;
    }

    private static void Look(DbContext context)
    {
        var notes = ((MassarDb)context).Notes;
        // Once: EF looks again by itself before it writes, and would look once more here.
        context.ChangeTracker.DetectChanges();
        var looks = context.ChangeTracker.AutoDetectChangesEnabled;
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        List<EntityEntry> entries = [.. context.ChangeTracker.Entries()];
        context.ChangeTracker.AutoDetectChangesEnabled = looks;
        foreach (var entry in entries)
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted))
                continue;
            if (entry.State == EntityState.Modified && entry.Entity is IVersioned versioned && versioned.Version == (int)entry.Property(nameof(IVersioned.Version)).OriginalValue!)
                versioned.Version++;
            if (notes.IsOff || !AuditNotes.IsAudited(entry.Metadata.ClrType))
                continue;
            if (!notes.IsOpen)
                throw new InvalidOperationException($"{entry.Metadata.ClrType.Name} is written outside a unit of work, so nobody would know who did it.");
            notes.Note(entry);
        }
    }
}

/// <summary>Adds the line of a finished unit of work to its place's chain, inside the same transaction.</summary>
public static class AuditTrail
{
    public static async Task Write(MassarDb db, Sealer sealer, string action, TimeProvider clock, CancellationToken ct)
    {
        if (!db.Notes.IsEmpty)
            await Append(db, sealer, action, db.Notes.PlaceId, db.Notes.ToJson(), db.Notes.Employees, clock, ct);
    }

    /// <summary>An attempt that was refused and is to be known: the line has no change but says why it was refused.</summary>
    public static Task WriteRefused(MassarDb db, Sealer sealer, string action, Refusal refusal, TimeProvider clock, CancellationToken ct) =>
        Append(db, sealer, action, null, JsonSerializer.Serialize(new[] { new { what = nameof(Refusal), key = refusal.Reason.Key, kind = "Refused" } }), [], clock, ct);

    private static async Task Append(MassarDb db, Sealer sealer, string action, int? place, string changes, IReadOnlyList<long> employees, TimeProvider clock, CancellationToken ct)
    {
        var actor = Acting.Now ?? Actor.System("program");
        var placeId = place ?? actor.PlaceId;
        db.ChangeTracker.Clear();

        var chain = await db.AuditChains.Where(c => c.PlaceId == placeId).ForUpdate().SingleOrDefaultAsync(ct);
        if (chain is null)
        {
            // The first line of a chain: of two at once the second waits here for the first, and goes on from what it left.
            await db.Database.ExecuteSqlAsync($"INSERT IGNORE INTO AuditChains (PlaceId, Sequence, Hash) VALUES ({placeId}, 0, {AuditChain.Start})", ct);
            chain = await db.AuditChains.Where(c => c.PlaceId == placeId).ForUpdate().SingleAsync(ct);
        }

        // Microseconds are what the column keeps; the hash must be of what can be read back.
        var now = clock.GetUtcNow().UtcDateTime;
        now = new DateTime(now.Ticks - now.Ticks % 10, DateTimeKind.Utc);
        var hash = AuditEntry.HashOf(sealer, chain.Hash, placeId, chain.Sequence + 1, now, actor.AccountId, actor.HatId, actor.Role, action, actor.Reference, changes);
        db.AuditEntries.Add(new AuditEntry
        {
            PlaceId = placeId,
            Sequence = chain.Sequence + 1,
            At = now,
            AccountId = actor.AccountId,
            HatId = actor.HatId,
            Role = actor.Role,
            Action = action,
            Reference = actor.Reference,
            Changes = changes,
            PreviousHash = chain.Hash,
            Hash = hash,
            Subjects = [.. employees.Select(id => new AuditSubject { EmployeeId = id })],
        });
        chain.Sequence++;
        chain.Hash = hash;
        await db.SaveChangesAsync(ct);
    }
}
