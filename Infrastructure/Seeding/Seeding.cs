using Bogus;
using Massar.Infrastructure.Data;

namespace Massar.Infrastructure.Seeding;

/// <summary>An area's part of the demo data. Found by one scan, planted in order, each from its own draw.</summary>
public interface ISeed
{
    /// <summary>Small first: what others build on.</summary>
    int Order { get; }

    Task Plant(Seeding seeding, CancellationToken ct);
}

/// <summary>How much to plant.</summary>
/// <param name="Schools">Number of schools.</param>
/// <param name="Pupils">Number of pupils of the current year.</param>
/// <param name="Seed">Same seed, same data.</param>
/// <param name="Today">The day the demo lives on; data is built around it.</param>
/// <param name="Directorates">Directorates of one academy the schools are spread over, most of them in the first.</param>
public sealed record SeedPlan(int Schools, int Pupils, int Seed, DateOnly Today, int Directorates = 3)
{
    /// <summary>One school of a few hundred pupils, for a look: it stands within seconds, so it has fewer of each drawn paper.</summary>
    public bool IsSmall => Pupils < 1_000;

    /// <summary>How many papers of a kind to draw, each some milliseconds: a third in a small planting.</summary>
    public int Papers(int many) => IsSmall ? many / 3 : many;

    /// <summary>The sizes <c>seed --size</c> knows; without one an academy is planted.</summary>
    public static SeedPlan? Of(string size, int seed, DateOnly today) => size switch
    {
        "school" => new SeedPlan(1, 500, seed, today, 1),
        "province" => new SeedPlan(12, 4_000, seed, today, 1),
        "academy" => new SeedPlan(12, 4_000, seed, today, 3),
        _ => null,
    };
}

/// <summary>A demo account, for the list printed at the end and for --accounts-out.</summary>
/// <param name="Owns">Ids the account owns, by kind: { "pupil": [12, 13] }.</param>
public sealed record DemoAccount(string Role, string Login, string Password, string? TotpSecret, string Place, long AccountId, IReadOnlyDictionary<string, IReadOnlyList<long>> Owns);

/// <summary>One run of planting: the plan, draws that do not disturb each other, what earlier areas planted, fast writing.</summary>
public sealed class Seeding(SeedPlan plan, MassarDb db, BulkWriter bulk, IServiceProvider services)
{
    private readonly Dictionary<Type, object> shared = [];
    private readonly Dictionary<Type, long> lastIds = [];

    public SeedPlan Plan => plan;

    public MassarDb Db => db;

    public IServiceProvider Services => services;

    public List<DemoAccount> Accounts { get; } = [];

    /// <summary>Sentences to print at the end, for whoever planted.</summary>
    public List<string> Remarks { get; } = [];

    /// <summary>A draw of its own for a name: adding data to one area does not change another's.</summary>
    public Randomizer Draw(string name) => new(unchecked(plan.Seed * 31 + StableHash(name)));

    /// <summary>Next key of a table that is filled with known keys.</summary>
    public long NextId<T>() => lastIds[typeof(T)] = lastIds.GetValueOrDefault(typeof(T)) + 1;

    /// <summary>Writes rows as they are, in large statements.</summary>
    public Task Insert<T>(IReadOnlyCollection<T> rows, CancellationToken ct) where T : class => bulk.Insert(rows, ct);

    /// <summary>Leaves something for the areas planted later.</summary>
    public void Share<T>(T value) where T : class => shared[typeof(T)] = value;

    /// <summary>What an earlier area left.</summary>
    public T Of<T>() where T : class => (T)shared[typeof(T)];

    private static int StableHash(string text)
    {
        var hash = 17;
        foreach (var letter in text)
            hash = unchecked(hash * 31 + letter);
        return hash;
    }
}
