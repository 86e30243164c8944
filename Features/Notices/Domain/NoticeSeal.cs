using System.Text.Json;
using Massar.Infrastructure.Security.Keys;

namespace Massar.Features.Notices.Domain;

/// <summary>
/// Keeps the code in a notice unreadable in the database: sealed, bound to the notice's key, while it waits to be sent; gone once it was.
/// A copy of the database opens no door.
/// </summary>
public sealed class NoticeSeal(SecretBox box)
{
    private const string Use = "notice";

    /// <summary>What stands in the place of a code.</summary>
    public static readonly string Blank = JsonSerializer.Serialize<string[]>(["***"]);

    public string Seal(string key, IReadOnlyList<string> args) => box.Seal(Use, key, JsonSerializer.SerializeToUtf8Bytes(args));

    /// <summary>The arguments in clear as JSON; null when a sealed code does not open any more.</summary>
    public string? Open(Notice notice) =>
        !IsSealed(notice.Args) ? notice.Args : box.Open(Use, notice.Key, notice.Args) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;

    /// <summary>Takes the code out for good.</summary>
    public static void Wipe(Notice notice)
    {
        if (IsSealed(notice.Args))
            notice.Args = Blank;
    }

    /// <summary>Plain arguments are a JSON array.</summary>
    public static bool IsSealed(string args) => !args.StartsWith('[');
}
