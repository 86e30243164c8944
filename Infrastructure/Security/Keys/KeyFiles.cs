using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Massar.Infrastructure.Security.Keys;

/// <summary>A key of 256 bits and its number; larger numbers are younger.</summary>
public sealed record SecretKey(int Number, byte[] Bytes);

/// <summary>
/// The program's own keys, one file each (<c>secrets-0001.key</c>, mode 0400) in a directory of mode 0700 outside the database,
/// so that a stolen copy of the database opens nothing. Old keys stay, because what they sealed may still be read.
/// Several instances share the directory, or a copy of it.
/// </summary>
public sealed partial class KeyFiles
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

    /// <summary>
    /// Whether something that is done once in the life of these keys was done. Said beside the keys, outside the database: who has the
    /// database alone cannot have it done a second time.
    /// </summary>
    public bool WasDone(string what) => File.Exists(MarkOf(what));

    /// <inheritdoc cref="WasDone"/>
    public void SetDone(string what, DateTimeOffset at)
    {
        if (!WasDone(what))
            File.WriteAllText(MarkOf(what), at.ToString("O", CultureInfo.InvariantCulture) + "\n");
    }

    private string MarkOf(string what) => Path.Combine(directory, $"{what}.done");

    // Written aside, whole and safely on the disk, then given its name by a call that fails when the name is taken: of instances that
    // start at once one wins, the others use its key, and nobody ever sees half a file.
    private void Write(int number)
    {
        var path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D4}{Suffix}"));
        var aside = Path.Combine(directory, $".{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead;
        try
        {
            using (var file = new FileStream(aside, options))
            {
                file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)) + "\n"));
                file.Flush(flushToDisk: true);
            }

            Claim(aside, path);
        }
        finally
        {
            File.Delete(aside);
        }

        Read();
    }

    // File.Move without overwriting looks first and renames then: two that look at the same time both rename, and the second takes the
    // place of a key that is in use already. link() is one step.
    private static void Claim(string aside, string path)
    {
        const int taken = 17; // EEXIST on Linux, macOS and the BSDs
        if (OperatingSystem.IsWindows())
        {
            try
            {
                File.Move(aside, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Somebody else's key has the name.
            }
        }
        else if (Link(aside, path) != 0 && Marshal.GetLastPInvokeError() is var error && error != taken)
            throw new IOException($"The key file {path} could not be made: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);
}
