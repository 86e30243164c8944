using System.Runtime.InteropServices;

namespace Massar.Infrastructure.Security.Passwords;

/// <summary>The one function of libargon2 (Debian package <c>libargon2-1</c>) that passwords need.</summary>
internal static partial class LibArgon2
{
    /// <summary>Fills <paramref name="hash"/>; the answer is 0 when it worked, else a code of argon2.h.</summary>
    [LibraryImport("libargon2.so.1", EntryPoint = "argon2id_hash_raw")]
    private static unsafe partial int HashRaw(
        uint passes, uint memoryKib, uint lanes,
        byte* password, nuint passwordLength,
        byte* salt, nuint saltLength,
        byte* hash, nuint hashLength);

    /// <summary>Argon2id, version 1.3 (0x13).</summary>
    /// <exception cref="InvalidOperationException">The library refused, for want of memory or because a figure is out of bounds.</exception>
    public static unsafe void Hash(Argon2Cost cost, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, Span<byte> hash)
    {
        // An empty span has no address; the library wants one even for an empty password.
        Span<byte> nothing = stackalloc byte[1];
        fixed (byte* p = password.IsEmpty ? nothing : password, s = salt, h = hash)
        {
            var code = HashRaw((uint)cost.Passes, (uint)cost.MemoryKib, (uint)cost.Lanes,
                p, (nuint)password.Length, s, (nuint)salt.Length, h, (nuint)hash.Length);
            if (code != 0) throw new InvalidOperationException($"libargon2 refused to hash: code {code}.");
        }
    }
}
