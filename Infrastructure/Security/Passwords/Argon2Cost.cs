namespace Massar.Infrastructure.Security.Passwords;

/// <summary>What one guess costs an attacker: memory in KiB, passes over it, lanes in parallel.</summary>
public readonly record struct Argon2Cost(int MemoryKib, int Passes, int Lanes)
{
    /// <summary>19 MiB, two passes, one lane: about 19 ms on one core.</summary>
    public static readonly Argon2Cost Current = new(19_456, 2, 1);

    /// <summary>A stored hash asking for more than this is not ours: honouring it would let one row exhaust the memory.</summary>
    internal bool IsBearable => MemoryKib is >= 8 and <= 262_144 && Passes is >= 1 and <= 16 && Lanes is >= 1 and <= 4
        && MemoryKib >= 8 * Lanes;
}
