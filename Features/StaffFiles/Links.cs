using static System.FormattableString;

namespace Massar.Features.StaffFiles;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string All = "/staff-files";
    public const string New = "/staff-files/new";
    public const string Mine = "/staff-files/mine";

    public static string NewFor(string ppr) => $"{New}?ppr={ppr}";

    public static string Transfer(long id) => Invariant($"/staff-files/{id}");

    /// <summary>The list of pages, and the sending.</summary>
    public static string Pages(long id) => $"{Transfer(id)}/pages";

    public static string Receipt(long id) => $"{Transfer(id)}/receipt";

    /// <summary>The sender's answer about what lacks.</summary>
    public static string Answer(long id) => $"{Transfer(id)}/answer";

    public static string Cancel(long id) => $"{Transfer(id)}/cancel";

    /// <summary>The sealed slip.</summary>
    public static string SlipPaper(long id) => $"{Transfer(id)}/slip";

    /// <summary>The sealed receipt.</summary>
    public static string ReceiptPaper(long id) => $"{Transfer(id)}/signed-receipt";
}
