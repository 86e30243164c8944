namespace Massar.Infrastructure.Security.Passwords;

/// <summary>
/// Lets only so many passwords be hashed at once (two per core) and turns the rest away after a second of waiting,
/// so that a flood of sign-ins takes neither the memory nor the cores from everybody else.
/// </summary>
public sealed class HashingGate : IDisposable
{
    private readonly SemaphoreSlim places;
    private readonly TimeSpan patience;

    public HashingGate() : this(Environment.ProcessorCount * 2, TimeSpan.FromSeconds(1)) { }

    public HashingGate(int places, TimeSpan patience)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        this.places = new SemaphoreSlim(places, places);
        this.patience = patience;
    }

    /// <summary>Places free at this moment, for the metrics.</summary>
    public int Free => places.CurrentCount;

    /// <summary>Does the work when a place is free.</summary>
    /// <exception cref="BusyException">No place became free in time: answer 503 with <c>Retry-After</c>.</exception>
    public Task<T> Run<T>(Func<T> work, CancellationToken ct = default) => RunAsync(() => Task.FromResult(work()), ct);

    /// <summary>As <see cref="Run"/>, for hashing with a short look at the database before and after it in the same place.</summary>
    /// <exception cref="BusyException">No place became free in time: answer 503 with <c>Retry-After</c>.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken ct = default)
    {
        if (!await places.WaitAsync(patience, ct).ConfigureAwait(false)) throw new BusyException(patience);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();
}

/// <summary>Too many passwords are being checked; try again a little later. Nothing was checked or changed.</summary>
public sealed class BusyException(TimeSpan waited)
    : Exception($"No place to hash a password became free in {waited.TotalMilliseconds:0} ms.")
{
    /// <summary>How long the caller should be told to wait.</summary>
    public TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(5);
}
