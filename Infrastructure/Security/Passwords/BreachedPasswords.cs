using System.Security.Cryptography;
using System.Text;

namespace Massar.Infrastructure.Security.Passwords;

/// <summary>
/// Looks a password up in a file of SHA-1 sums of leaked passwords, one a line, in ascending order, with or without <c>:count</c>
/// behind (the form in which such collections are handed out). The file may be larger than the memory: it is searched by halves.
/// </summary>
public sealed class BreachedPasswords(string path)
{
    private const int SumLength = 40;
    private const int LongestLine = 64;

    /// <summary>Whether the file holds this password.</summary>
    /// <exception cref="IOException">The file cannot be read: a missing list must be noticed, not passed over.</exception>
    public bool Contains(string password)
    {
#pragma warning disable CA5350 // the lists are made with SHA-1; nothing is protected by it here
        var wanted = Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350

        using var file = File.OpenHandle(path);
        long low = 0, high = RandomAccess.GetLength(file);
        Span<byte> window = stackalloc byte[LongestLine * 2];

        while (low < high)
        {
            var middle = low + (high - low) / 2;
            var from = Math.Max(0, middle - LongestLine);
            var seen = window[..RandomAccess.Read(file, window, from)];

            // The line that holds the middle byte begins behind the last line feed before it.
            var start = from + seen[..(int)(middle - from)].LastIndexOf((byte)'\n') + 1;
            var line = seen[(int)(start - from)..];
            if (line.IndexOf((byte)'\n') is >= 0 and var end) line = line[..end];

            var order = line.Length < SumLength ? 1 : string.CompareOrdinal(wanted, Encoding.ASCII.GetString(line[..SumLength]).ToUpperInvariant());
            if (order == 0) return true;
            if (order < 0) high = start;
            else low = Math.Max(start + line.Length + 1, middle + 1);
        }

        return false;
    }
}
