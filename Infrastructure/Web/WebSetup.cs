using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using System.Threading.RateLimiting;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Ui;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.WebEncoders;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace Massar.Infrastructure.Web;

/// <summary>Pages, JSON, limits, compression, health.</summary>
public static class WebSetup
{
    /// <summary>Bytes of the heaviest request: a photo as a telephone takes it.</summary>
    public const int HeaviestBody = 10 * 1024 * 1024;

    public static WebApplicationBuilder AddWeb(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(Limit);
        // Without this every Arabic letter from data becomes &#x6xx; and pages grow by half.
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddSingleton<Assets>();
        services.AddSingleton<Ui.ShellSettings>();
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
            o.SerializerOptions.AllowDuplicateProperties = false;
            o.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            o.SerializerOptions.MaxDepth = 16;
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
        });
        services.AddOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>().Configure<IHttpContextAccessor>((o, http) => o.SerializerOptions.Converters.Add(new SaidConverter(http)));
        services.Configure<FormOptions>(o =>
        {
            o.ValueCountLimit = 2048;
            o.KeyLengthLimit = 256;
            o.ValueLengthLimit = 64 * 1024;
            o.MultipartHeadersCountLimit = 16;
            o.MultipartBodyLengthLimit = HeaviestBody;
        });
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddResponseCompression(o =>
        {
            o.EnableForHttps = true;
            o.Providers.Add<BrotliCompressionProvider>();
            o.Providers.Add<GzipCompressionProvider>();
            o.MimeTypes = ["text/html", "application/json", "application/problem+json", "text/csv"];
        });
        // Optimal costs 50 µs a page; SmallestSize 15 ms: never.
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal);
        services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal);
        services.AddOpenApi("v1", o =>
        {
            // A type takes its slice's name: EnterMarksInput instead of Input.
            o.CreateSchemaReferenceId = type => type.Type.Namespace is { } space && space.StartsWith("Massar.Features.", StringComparison.Ordinal)
                ? $"{space.Split('.')[^1]}{type.Type.Name.Split('`')[0]}"
                : Microsoft.AspNetCore.OpenApi.OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        });
        services.AddRequestTimeouts(o => o.DefaultPolicy = new() { Timeout = TimeSpan.FromSeconds(30), TimeoutStatusCode = 503 });
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(25));
        services.AddOptions<ForwardedHeadersOptions>().Configure<IConfiguration>(Believe);
        AddLimits(services, builder.Configuration);
        return builder;
    }

    // Massar:Proxies names the machines in front of the program, by address or network ("10.0.0.7", "10.1.0.0/16"). Without any
    // the two headers are not read at all: with both lists empty the framework would believe them from anybody.
    private static void Believe(ForwardedHeadersOptions options, IConfiguration configuration)
    {
        string[] proxies = [.. (configuration.GetSection("Massar:Proxies").Get<string[]>() ?? []).Where(p => !string.IsNullOrWhiteSpace(p))];
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (proxy.Contains('/', StringComparison.Ordinal))
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            else
                options.KnownProxies.Add(System.Net.IPAddress.Parse(proxy));
        }

        options.ForwardedHeaders = proxies.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        options.ForwardLimit = Math.Max(1, proxies.Length);
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = HeaviestBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxRequestLineSize = 8 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        // A phone on 2G sends slowly; 50 bytes a second is still a person.
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(50, TimeSpan.FromSeconds(15));
        kestrel.Limits.MinResponseDataRate = new MinDataRate(50, TimeSpan.FromSeconds(15));
        kestrel.Limits.MaxConcurrentConnections = 20_000;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 100;
    }

    // One address may be a whole school behind one line: 1,500 pupils must get through. A signed-in person is counted by session
    // instead, so that a neighbour cannot use up his share; what looks like a session but was never found to be one counts by address.
    private static void AddLimits(IServiceCollection services, IConfiguration configuration)
    {
        var perAddress = configuration.GetValue("Massar:Limits:PerAddressPerTenSeconds", 3000);
        var perSession = configuration.GetValue("Massar:Limits:PerSessionPerTenSeconds", 200);
        services.AddRateLimiter(o =>
        {
            o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            o.OnRejected = (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = "10";
                return ValueTask.CompletedTask;
            };
            o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            {
                if (http.RequestServices.GetRequiredService<SeenSessions>().KeyOf(SecuritySetup.Token(http).Token) is { } session)
                    return RateLimitPartition.GetFixedWindowLimiter("s" + session, _ => new() { PermitLimit = perSession, Window = TimeSpan.FromSeconds(10) });
                return RateLimitPartition.GetFixedWindowLimiter("a" + Network(http), _ => new() { PermitLimit = perAddress, Window = TimeSpan.FromSeconds(10) });
            });
        });
    }

    /// <summary>An IPv4 address, or the /64 of an IPv6 one.</summary>
    public static string Network(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress;
        if (address is null)
            return "local";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes(), 0, 8)
            : address.ToString();
    }

    private static readonly object HeadAsked = new();

    /// <summary>Whether only the headers of this GET are wanted.</summary>
    public static bool IsHeadRequest(this HttpContext http) => http.Items.ContainsKey(HeadAsked);

    /// <summary>HEAD is GET without the body.</summary>
    public static void UseHeadAsGet(this WebApplication app) => app.Use(static async (http, next) =>
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }

        http.Request.Method = HttpMethods.Get;
        http.Items[HeadAsked] = true;
        http.Response.Body = Stream.Null;
        await next(http);
    });

    /// <summary>Accidents become a page or a problem document with the reference the log has; details stay inside.</summary>
    public static void UseFaultPages(this WebApplication app) => app.Use(async (http, next) =>
    {
        http.TraceIdentifier = Guid.CreateVersion7().ToString("N");
        if (!IsUtf8(http.Request.ContentType))
        {
            await Answer(http, StatusCodes.Status415UnsupportedMediaType, "ui.bad-request");
            return;
        }

        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The phone went away; there is nobody to answer.
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            // Typed addresses and bodies that do not fit are the sender's doing, not an accident.
            if (fault is BadHttpRequestException or InvalidDataException or JsonException)
            {
                await Answer(http, fault is BadHttpRequestException { StatusCode: var status } ? status : StatusCodes.Status400BadRequest, "ui.bad-request");
                return;
            }

            if (fault is Pdf.PrinterBusyException or Security.Passwords.BusyException)
            {
                http.Response.Headers.RetryAfter = "2";
                await Answer(http, StatusCodes.Status503ServiceUnavailable, "ui.busy");
                return;
            }

            if (fault is Pdf.Signing.CertificateNotInForceException)
            {
                await Answer(http, StatusCodes.Status503ServiceUnavailable, "ui.certificate-ended");
                return;
            }

            var log = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Massar.Faults");
            log.LogError(fault, "{Method} {Path} failed, reference {Reference}", http.Request.Method, http.GetEndpoint()?.DisplayName ?? "?", http.TraceIdentifier);
            await Answer(http, StatusCodes.Status500InternalServerError, "ui.fault");
        }

        // A refused form leaves its own address in the bar; asked for again, it leads to the page the form stands on.
        if (http.Response is { HasStarted: false, ContentType: null, StatusCode: StatusCodes.Status405MethodNotAllowed } && HttpMethods.IsGet(http.Request.Method)
            && !http.Request.IsHtmx() && PageAbove(http) is { } above)
        {
            Headers.Clear(http.Response);
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Redirect(new PathString(above).ToUriComponent());
            return;
        }

        // A status somebody set without a body: give it words.
        if (http.Response is { HasStarted: false, ContentType: null, StatusCode: 404 or 405 or 413 or 415 or 429 or 503 })
            await Answer(http, http.Response.StatusCode, http.Response.StatusCode switch { 404 => "ui.not-found", 429 => "ui.too-many", 503 => "ui.busy", _ => "ui.bad-request" });
    });

    // The nearest address above that is a page; null where only the home page is left, and in the API.
    private static string? PageAbove(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) || http.Request.Path.Value is not { } path) return null;
        var pages = http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Get) == true).ToList();
        while ((path = path[..Math.Max(0, path.LastIndexOf('/'))]).Length > 0)
            if (pages.Exists(e => IsAt(e, path))) return path;
        return null;

        bool IsAt(RouteEndpoint page, string address)
        {
            var values = new RouteValueDictionary();
            return new TemplateMatcher(new RouteTemplate(page.RoutePattern), []).TryMatch(address, values)
                && page.RoutePattern.ParameterPolicies.All(p => p.Value.All(policy => policy.Content is not ("int" or "long") || long.TryParse(values[p.Key] as string, NumberStyles.None, CultureInfo.InvariantCulture, out _)));
        }
    }

    // Forms and JSON are sent in UTF-8 by every browser and program; another name would only be guessed at.
    private static bool IsUtf8(string? contentType) =>
        contentType is null || !contentType.Contains("charset", StringComparison.OrdinalIgnoreCase)
        || (Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var type)
            && Microsoft.Net.Http.Headers.HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static async Task Answer(HttpContext http, int status, string key)
    {
        Headers.Clear(http.Response);
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        var text = http.RequestServices.GetRequiredService<Localization.Text>();
        if (http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            await RefusalAnswer.WriteProblem(http, status, key, text[key, 10]);
            return;
        }

        if (http.Request.IsHtmx())
            return;
        try
        {
            var page = status >= 500 && status != 503
                ? new PartialAnswer(typeof(FaultPartial), new() { ["Model"] = http.TraceIdentifier }) { Status = status }
                : new PartialAnswer(typeof(RefusalPartial), new() { ["Model"] = new Messaging.Refusal(status == 404 ? Messaging.RefusalKind.NotFound : Messaging.RefusalKind.Invalid, new Messaging.Said(key, 10)) }) { Status = status };
            await page.ExecuteAsync(http);
        }
        catch (Exception)
        {
            // The page frame itself is what failed: the plainest answer that still carries the reference.
            if (!http.Response.HasStarted)
                await http.Response.WriteAsync($"{text[key, 10]} {http.TraceIdentifier}");
        }
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("alive")).WithMetadata(new Gate([], Anonymous: true)).ExcludeFromDescription().DisableRequestTimeout();
        app.MapGet("/health/ready", static async (MassarDb db, IHostApplicationLifetime lifetime, CancellationToken ct) =>
        {
            if (lifetime.ApplicationStopping.IsCancellationRequested)
                return Results.Text("stopping", statusCode: 503);
            try
            {
                await db.Database.ExecuteSqlRawAsync("DO 1", ct);
                return Results.Text("ready");
            }
            catch (Exception)
            {
                return Results.Text("no database", statusCode: 503);
            }
        }).WithMetadata(new Gate([], Anonymous: true)).ExcludeFromDescription();
    }
}
