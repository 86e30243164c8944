namespace Massar.Infrastructure.Web;

/// <summary>The few headers of htmx 4 that the server reads and writes; same names as the Htmx package.</summary>
public static class Htmx
{
    public static bool IsHtmx(this HttpRequest request) => request.Headers.ContainsKey("HX-Request");

    /// <summary>htmx asks for a whole page ("full") when the target is the body.</summary>
    public static bool IsHtmxFragment(this HttpRequest request) =>
        request.IsHtmx() && request.Headers["HX-Request-Type"] != "full";

    public static void HxRedirect(this HttpResponse response, string address) => response.Headers["HX-Redirect"] = address;

    public static void HxTrigger(this HttpResponse response, string name) => response.Headers["HX-Trigger"] = name;
}
