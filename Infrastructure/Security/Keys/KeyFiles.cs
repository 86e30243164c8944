using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace Massar.Infrastructure.Security.Keys;

/// <summary>A key of 256 bits and its number; larger numbers are younger.</summary>
public sealed record SecretKey(int Number, byte[] Bytes);

/// <summary>
/// The program's own keys, one file each (<c>secrets-0001.key</c>, mode 0400) in a directory of mode 0700 outside the database,
/// so that a stolen copy of the database opens nothing. Old keys stay, because what they sealed may still be read.
/// Several instances share the directory, or a copy of it.
/// </summary>
public sealed class KeyFiles
{
    private const string Prefix = "secrets-";
    private const string Suffix = ".key";
    private const int Length = 32;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly string directory;
    private readonly ConcurrentDictionary<int, SecretKey> known = new();

    /// <summary>Reads the keys; makes the first one when there is none.</summary>
    /// <exception cref="InvalidOperationException">A key file may be read by others, or is damaged.</exception>
    public KeyFiles(string directory)
    {
        this.directory = directory;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else if (!Directory.Exists(directory))
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Read();
        if (known.IsEmpty)
            Write(1);
    }

    /// <summary>The key new secrets are sealed with.</summary>
    public SecretKey Newest => known[known.Keys.Max()];

    /// <summary>A key by its number, also one that another instance added meanwhile.</summary>
    public SecretKey? Find(int number)
    {
        if (known.TryGetValue(number, out var key))
            return key;
        Read();
        return known.GetValueOrDefault(number);
    }

    /// <summary>Adds a younger key, with which everything is sealed from now on.</summary>
    public SecretKey Add()
    {
        Read();
        Write(known.Keys.Max() + 1);
        return Newest;
    }

    private void Read()
    {
        foreach (var path in Directory.EnumerateFiles(directory, Prefix + "*" + Suffix))
        {
            var name = Path.GetFileNameWithoutExtension(path)[Prefix.Length..];
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || known.ContainsKey(number))
                continue;
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
                throw new InvalidOperationException($"The key file {path} may be read by others: chmod 400 it, then rotate the keys.");
            var bytes = Convert.FromBase64String(File.ReadAllText(path).Trim());
            if (bytes.Length != Length)
                throw new InvalidOperationException($"The key file {path} is damaged.");
            known[number] = new SecretKey(number, bytes);
        }
    }

    // Written aside and moved without overwriting: of two instances that start at once, one wins and both use its key.
    private void Write(int number)
    {
        var path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D4}{Suffix}"));
        var aside = Path.Combine(directory, $".{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead;
        using (var writer = new StreamWriter(aside, options))
            writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));
        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }

        Read();
    }
}
