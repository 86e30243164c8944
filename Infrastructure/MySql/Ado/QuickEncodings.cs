using System.Text;

namespace Massar.Infrastructure.MySql.Ado;

/// <summary>
/// Answers the driver's question for an encoding, asked for every column of every result, before the code page tables are searched:
/// they hold neither of the two it needs, and looking for them took a fortieth of a page.
/// </summary>
internal sealed class QuickEncodings : EncodingProvider
{
    // Providers are asked in the order they registered: ours has to come before the driver's own.
    private static readonly QuickEncodings Instance = new();

    private QuickEncodings()
    {
    }

    /// <summary>Registers it; further calls do nothing.</summary>
    public static void Register() => Encoding.RegisterProvider(Instance);

    public override Encoding? GetEncoding(string name) =>
        name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8
        : name.Equals("us-ascii", StringComparison.OrdinalIgnoreCase) ? Encoding.ASCII
        : null;

    public override Encoding? GetEncoding(int codepage) => codepage switch { 65001 => Encoding.UTF8, 20127 => Encoding.ASCII, _ => null };
}
