using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Ui;

namespace Massar.Infrastructure.Web;

/// <summary>How a refusal is answered on each side.</summary>
public static class RefusalAnswer
{
    public static IResult For(HttpContext http, Refusal refusal) =>
        http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) ? new ProblemAnswer(refusal) : new RefusalPage(refusal);

    public static int StatusOf(Refusal refusal, bool page) => refusal.Kind switch
    {
        RefusalKind.Invalid => page ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status400BadRequest,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict or RefusalKind.Stale => StatusCodes.Status409Conflict,
        RefusalKind.Forbidden or RefusalKind.StepUp => StatusCodes.Status403Forbidden,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        RefusalKind.Busy => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Tells programs and browsers how long to wait, in whole seconds.</summary>
    public static void SayWhenToRetry(HttpContext http, Refusal? refusal)
    {
        if (refusal?.RetryAfter is { } wait)
            http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    public static Task WriteProblem(HttpContext http, Refusal refusal)
    {
        var text = http.RequestServices.GetRequiredService<Localization.Text>();
        var status = StatusOf(refusal, page: false);
        return WriteProblem(http, status, refusal.Reason.Key, text.Of(refusal.Reason), refusal, text);
    }

    public static Task WriteProblem(HttpContext http, int status, string code, string title, Refusal? refusal = null, Localization.Text? text = null)
    {
        http.Response.StatusCode = status;
        SayWhenToRetry(http, refusal);
        var problem = new Dictionary<string, object?>
        {
            ["type"] = "about:blank",
            ["title"] = title,
            ["status"] = status,
            ["code"] = code,
            ["reference"] = http.TraceIdentifier,
        };
        if (refusal is { Fields.Count: > 0 })
            problem["errors"] = refusal.Fields.ToDictionary(f => f.Key, f => new[] { text!.Of(f.Value) });
        if (refusal?.NextStep is { } next)
            problem["nextStep"] = text!.Of(next);
        return http.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json", http.RequestAborted);
    }
}

/// <summary>A refusal as a problem document.</summary>
public sealed class ProblemAnswer(Refusal refusal) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => RefusalAnswer.WriteProblem(httpContext, refusal);
}

/// <summary>A refusal that has no form to come back to: a page with the reason, the next step and a way back.</summary>
public sealed class RefusalPage(Refusal refusal) : IResult
{
    /// <summary>Another status than the refusal's own.</summary>
    public int? Status { get; init; }

    /// <summary>The page to try again on, or to go on with after the second factor, when that is not the page the request came from.</summary>
    public string? Back { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (refusal.Kind == RefusalKind.StepUp)
        {
            var isRead = httpContext.Request.Method == "GET";
            var back = Back ?? (isRead ? httpContext.Request.Path + httpContext.Request.QueryString : BackFromReferer(httpContext));
            return new GoAnswer(Addresses.StepUp(back, isRead ? BackFromReferer(httpContext) : null), "ui.step-up", []).ExecuteAsync(httpContext);
        }

        RefusalAnswer.SayWhenToRetry(httpContext, refusal);
        return new PartialAnswer(typeof(RefusalPartial), new() { ["Model"] = refusal, ["Back"] = Back })
        {
            Status = Status ?? RefusalAnswer.StatusOf(refusal, page: true),
        }.ExecuteAsync(httpContext);
    }

    private static string BackFromReferer(HttpContext http) =>
        Uri.TryCreate(http.Request.Headers.Referer, UriKind.Absolute, out var uri) && uri.Authority == http.Request.Host.Value ? uri.PathAndQuery : "/";
}
