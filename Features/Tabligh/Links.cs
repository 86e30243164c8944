namespace Massar.Features.Tabligh;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string LastView = "/tabligh";

    /// <summary>The same without menus and forms, as a phone keeps it; the worker and the script of the page know this address.</summary>
    public const string Copy = "/tabligh/copy";
}
