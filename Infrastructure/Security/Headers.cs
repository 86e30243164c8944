using Massar.Infrastructure.Web;

namespace Massar.Infrastructure.Security;

/// <summary>What every answer says about itself to browsers and caches.</summary>
public static class Headers
{
    private static readonly string[] Protecting =
        ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy", "X-Correlation-Id"];

    public static void UseSecurityHeaders(this WebApplication app)
    {
        var policy = "default-src 'none'; script-src 'self'; style-src 'self' '" + app.Services.GetRequiredService<Assets>().StyleHash
            + "'; img-src 'self' data:; font-src 'self'; connect-src 'self'; media-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";
        app.Use((http, next) =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            headers["X-Correlation-Id"] = http.TraceIdentifier;
            return next(http);
        });
    }

    /// <summary>Takes off what only means something on a page: a stylesheet or a script needs its exact type and who may use it, and a phone on 2G pays for every byte.</summary>
    public static void TrimForFile(HttpResponse response)
    {
        foreach (var name in Protecting)
            if (name is not ("X-Content-Type-Options" or "Cross-Origin-Resource-Policy"))
                response.Headers.Remove(name);
    }

    /// <summary>For a page on which something may be dictated: our own origin asks, and the person is asked.</summary>
    public static void AllowMicrophone(HttpResponse response) => response.Headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)";

    /// <summary>For a file that somebody else's program opens: nothing in it runs, loads or posts.</summary>
    public static void Sandbox(HttpResponse response) => response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";

    /// <summary>Empties an answer that is to become an error page; what protects the browser stays, and for how long to wait.</summary>
    public static void Clear(HttpResponse response)
    {
        var kept = Protecting.Append("Retry-After").Select(name => (Name: name, Value: response.Headers[name])).Where(h => h.Value.Count > 0).ToList();
        response.Clear();
        foreach (var (name, value) in kept)
            response.Headers[name] = value;
    }

    /// <summary>Which session a page belongs to, for the browser it is in: what was kept on a phone in one session is wiped by the first page of another, or of none.</summary>
    public const string SessionTag = "Session-Tag";

    private const int TagLength = 22;

    /// <summary>For what is the same for everybody: any cache may keep it, so nothing of a session is in it.</summary>
    public static void Shared(HttpResponse response, string kept)
    {
        response.Headers.Remove(SessionTag);
        response.Headers.CacheControl = kept;
    }

    /// <summary>A signed-in answer stays in that browser; codes, payslips and documents stay nowhere.</summary>
    public static void Private(HttpContext http, CurrentUser user, Endpoint endpoint)
    {
        // Only the employee's own space lets a phone keep anything.
        if (user is { IsSignedIn: true, CameByCookie: true, EmployeeId: not null, Token: { } token } && HttpMethods.IsGet(http.Request.Method))
            http.Response.Headers[SessionTag] = Fingerprint.Of($"kept\n{token}")[..TagLength];
        if (endpoint.Metadata.GetMetadata<NeverStored>() is { } never && (never.Role is null || (user.IsSignedIn && user.Role == never.Role)))
            http.Response.Headers.CacheControl = "no-store, private";
        else if (user.IsSignedIn || user.AwaitsSecondFactor || !HttpMethods.IsGet(http.Request.Method))
            http.Response.Headers.CacheControl = "private, no-cache";
        else
            http.Response.Headers.CacheControl = "no-cache";
    }
}
