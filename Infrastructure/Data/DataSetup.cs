using System.Globalization;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Massar.Infrastructure.Data;

public static class DataSetup
{
    /// <summary>Setting that names the database; as an environment variable: MASSAR__DATABASE.</summary>
    public const string Setting = "Massar:Database";

    /// <summary>How often a statement that failed for a passing reason is tried again, <see cref="Retries"/> if not said. With 0 rows are not held back until the last has come.</summary>
    public const string RetriesSetting = "Massar:DatabaseRetries";

    private const int Retries = 5;

    public static WebApplicationBuilder AddData(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ChangeInterceptor>();
        builder.Services.AddSingleton<StatementCounter>();
        builder.Services.AddDbContextPool<MassarDb>((services, options) =>
        {
            var configuration = services.GetRequiredService<IConfiguration>();
            var retries = configuration.GetValue(RetriesSetting, Retries);
            var connection = configuration[Setting]
                ?? throw new InvalidOperationException("MASSAR__DATABASE is not set: the connection string of a MariaDB or MySQL server.");
            options.UseMySql(connection, mysql =>
            {
                if (retries > 0)
                    mysql.EnableRetryOnFailure(retries, TimeSpan.FromMilliseconds(500), null);
            });
            options.AddInterceptors(services.GetRequiredService<ChangeInterceptor>(), services.GetRequiredService<StatementCounter>());
            options.UseQueryTrackingBehavior(QueryTrackingBehavior.TrackAll);
            options.ConfigureWarnings(w => w.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning));
        }, poolSize: 128);
        builder.Services.AddDbErrorClassifier();
        builder.Services.AddScoped<UnitOfWork>();
        builder.Services.AddScoped<Work.WorkDesk>();
        builder.Services.AddSingleton<Work.Sweeper>();
        builder.Services.AddSingleton<Work.WorkRunner>();
        builder.Services.AddHostedService(s => s.GetRequiredService<Work.WorkRunner>());
        builder.Services.AddSingleton<AnchorSigner>();
        builder.Services.AddSingleton<AnchorExport>();
        builder.Services.AddHostedService(s => s.GetRequiredService<AnchorExport>());
        builder.Services.AddScoped<IdempotencyKey>();
        return builder;
    }

    /// <summary>
    /// Reads the idempotency key of unsafe requests: the form's hidden field or the API's header. Of a sender who cannot be told
    /// from others it is not kept: the answer to one would be given to another.
    /// </summary>
    public static void UseIdempotencyKeys(this WebApplication app) => app.Use(static async (http, next) =>
    {
        var method = http.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
        {
            string? key = http.Request.Headers[IdempotencyKey.Header];
            if (http.Request.HasFormContentType)
            {
                var form = await FormOf(http);
                if (string.IsNullOrEmpty(key))
                    key = form[IdempotencyKey.Field];
            }

            if (key is { Length: > 7 and <= IdempotentCall.KeyLength } && SenderOf(http) is { } sender)
            {
                var holder = http.RequestServices.GetRequiredService<IdempotencyKey>();
                holder.Key = key;
                holder.Sender = sender;
                http.Response.OnStarting(static state =>
                {
                    var (response, order) = ((HttpResponse, IdempotencyKey))state;
                    if (order.IsReplay)
                        response.Headers[IdempotencyKey.Replayed] = "true";
                    return Task.CompletedTask;
                }, (http.Response, holder));
            }
        }

        await next(http);
    });

    // Without an account: the token of a visit in the API, on pages the cookie that the form's token was just checked against.
    private static string? SenderOf(HttpContext http)
    {
        if (Security.Acting.Now?.AccountId is { } account)
            return string.Create(CultureInfo.InvariantCulture, $"a{account}");
        var secret = http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            ? Security.SecuritySetup.Token(http) is { ByCookie: false, Token: { } token } ? token : null
            : Security.Antiforgery.FormCookie(http);
        return secret is null ? null : "x" + Fingerprint.Of(secret)[..32];
    }

    // The handlers find it read already, so that a form that breaks off is told apart from an accident in one place.
    private static async Task<IFormCollection> FormOf(HttpContext http)
    {
        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (IOException fault) when (fault is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The form ends too early.", StatusCodes.Status400BadRequest, fault);
        }
    }
}
