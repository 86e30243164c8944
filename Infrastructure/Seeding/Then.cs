namespace Massar.Infrastructure.Seeding;

/// <summary>A clock that stands at a moment of the demo's past, for what is planted by the code that serves people.</summary>
/// <param name="at">UTC.</param>
public sealed class Then(DateTime at) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(at, TimeSpan.Zero);
}
