using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Web;

namespace Massar.Infrastructure.Security;

/// <summary>Sessions, the gate in front of every endpoint, and the antiforgery check.</summary>
public static class SecuritySetup
{
    /// <summary>Over http (a demo on a laptop) the cookie cannot be a __Host- cookie, so it has another name.</summary>
    public static string SessionCookie(HttpContext http) => http.Request.IsHttps ? "__Host-massar" : "massar";

    /// <summary>Name under which denied access is logged.</summary>
    public const string AccessLog = "Massar.Access";

    public static WebApplicationBuilder AddSecurity(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<CurrentUser>();
        builder.Services.AddSingleton<SeenSessions>();
        builder.Services.AddSingleton<PersonTally>();
        builder.Services.AddSingleton(s => new StateDirectory(Path.Combine(
            s.GetRequiredService<IHostEnvironment>().ContentRootPath, builder.Configuration[StateDirectory.Setting] ?? Path.Combine(".massar", "state"))));
        builder.Services.AddSingleton(s => new KeyFiles(s.GetRequiredService<StateDirectory>().Of("keys")));
        builder.Services.AddSingleton<SecretBox>();
        builder.Services.AddSingleton<Sealer>();
        return builder;
    }

    /// <summary>Finds out who is asking: a bearer token on the API, the cookie elsewhere.</summary>
    public static void UseSessions(this WebApplication app) => app.Use(static async (http, next) =>
    {
        Acting.Now = new Actor(null, null, "anonymous", 0, http.TraceIdentifier);
        var (token, byCookie) = Token(http);
        if (token is not null)
        {
            var view = await http.RequestServices.GetRequiredService<ISessions>().Find(token, http.RequestAborted);
            if (view is not null)
            {
                http.RequestServices.GetRequiredService<SeenSessions>().Saw(token);
                http.RequestServices.GetRequiredService<CurrentUser>().Enter(view, token, byCookie);
                Acting.Now = new Actor(view.AccountId, view.Hat.Id, view.Hat.Role, view.Hat.PlaceId, http.TraceIdentifier);
            }
        }

        await next(http);
    });

    /// <summary>Two questions before any endpoint: is this route open to this person, and did our own page send it?</summary>
    public static void UseGate(this WebApplication app) => app.Use(static async (http, next) =>
    {
        // No route, or the framework's own answer to a wrong method or content type: nothing of ours is behind it.
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(http);
            return;
        }

        var user = http.RequestServices.GetRequiredService<CurrentUser>();
        Headers.Private(http, user, endpoint);

        if (Closed(http, user, endpoint.Metadata.GetMetadata<Gate>()) is { } answer)
        {
            await answer;
            Denied(http, endpoint, "gate");
        }
        else if (Antiforgery.IsTooHeavy(http.Request))
            // Said before the form is read: its token cannot be found in what is never received.
            await Refuse(http, Antiforgery.TooHeavy, StatusCodes.Status413PayloadTooLarge);
        else if (!await Antiforgery.Allows(http, user))
        {
            await Refuse(http, Antiforgery.Expired, StatusCodes.Status400BadRequest);
            Denied(http, endpoint, "form token");
        }
        else if (IsUnsafe(http.Request) && !http.Request.HasFormContentType && !http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
            // Pages are sent forms and nothing else.
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        else
        {
            await next(http);
            // Records of others are answered like records that do not exist; the log may not tell them apart either, but must have the line.
            if (http.Response.StatusCode is StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound)
                Denied(http, endpoint, "scope");
        }
    });

    // The route's pattern and not the address: what stands in an address may be somebody's.
    private static void Denied(HttpContext http, RouteEndpoint endpoint, string by) => http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(AccessLog)
        .LogInformation("{Method} {Route} was denied by {By} with {Status} to account {Account} as {Role}, reference {Reference}",
            http.Request.Method, endpoint.RoutePattern.RawText, by, http.Response.StatusCode, Acting.Now?.AccountId, Acting.Now?.Role, http.TraceIdentifier);

    private static bool IsUnsafe(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);

    /// <summary>The answer of a closed gate, or null when it is open.</summary>
    private static Task? Closed(HttpContext http, CurrentUser user, Gate? gate)
    {
        if (gate is null)
            return Refuse(http, Refusal.Forbidden);
        if (gate.Anonymous)
            return null;
        if (user.AwaitsSecondFactor && !gate.AllowsUnfinishedSignIn)
        {
            return http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
                ? RefusalAnswer.WriteProblem(http, 401, "accounts.second-factor-needed", Say(http, "accounts.second-factor-needed"))
                : Go(http, Addresses.SecondFactorPath);
        }

        if (!user.IsSignedIn && !user.AwaitsSecondFactor)
            return AskToSignIn(http);
        return gate.AnyOf.Count > 0 && !gate.AnyOf.Any(user.Has) ? Refuse(http, Refusal.Forbidden) : null;
    }

    /// <summary>What the client sends as its session, whether or not there is such a session.</summary>
    public static (string? Token, bool ByCookie) Token(HttpContext http)
    {
        var authorization = http.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.Ordinal) && authorization.Length < 200)
            return (authorization[7..].Trim(), false);
        return http.Request.Cookies.TryGetValue(SessionCookie(http), out var cookie) && cookie.Length is > 20 and < 100 ? (cookie, true) : (null, false);
    }

    private static Task AskToSignIn(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return RefusalAnswer.WriteProblem(http, 401, "ui.sign-in-needed", Say(http, "ui.sign-in-needed"));
        }

        if (http.Request.IsHtmx())
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        var back = HttpMethods.IsGet(http.Request.Method) ? http.Request.Path + http.Request.QueryString : Addresses.Home;
        return Go(http, Addresses.SignIn(back));
    }

    private static string Say(HttpContext http, string key) => http.RequestServices.GetRequiredService<Localization.Text>()[key];

    private static Task Go(HttpContext http, string address) => new GoAnswer(address, null, []).ExecuteAsync(http);

    private static Task Refuse(HttpContext http, Refusal refusal, int? status = null)
    {
        if (!http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
            return new RefusalPage(refusal) { Status = status, Back = status == StatusCodes.Status413PayloadTooLarge ? http.Request.Path : null }.ExecuteAsync(http);
        return status is null
            ? RefusalAnswer.WriteProblem(http, refusal)
            : RefusalAnswer.WriteProblem(http, status.Value, refusal.Reason.Key, Say(http, refusal.Reason.Key));
    }
}

/// <summary>Who acts, for the audit trail: a person with a hat, an anonymous visitor, or the program itself.</summary>
public sealed record Actor(long? AccountId, long? HatId, string Role, int PlaceId, string Reference)
{
    /// <summary>The program itself, in a job.</summary>
    public static Actor System(string job) => new(null, null, "system", 0, job);
}

/// <summary>The actor of the current flow of execution.</summary>
public static class Acting
{
    private static readonly AsyncLocal<Actor?> Current = new();

    public static Actor? Now
    {
        get => Current.Value;
        set => Current.Value = value;
    }
}
