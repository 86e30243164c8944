using System.Globalization;
using System.Security.Cryptography;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Security.Passwords;
using Massar.Infrastructure.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Registrations.Domain;

/// <summary>
/// A code sent to a telephone and the visit it opened. The visit reaches the requests of that telephone and nothing else.
/// </summary>
[NotAudited]
public sealed class RegistrationAccess
{
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan VisitLifetime = TimeSpan.FromHours(4);
    public const int MaxTries = 5;

    /// <summary>Codes an hour for one telephone asked from one network: a stranger elsewhere cannot use up the owner's.</summary>
    public const int PerPhoneAnHour = 5;

    /// <summary>Codes a day for one telephone asked from one network.</summary>
    public const int PerPhoneADay = 10;

    /// <summary>Codes a day for one telephone, asked from wherever: nobody's telephone is made to ring more often.</summary>
    public const int PerPhoneADayEverywhere = 40;

    /// <summary>Wrong codes a day for one telephone typed on one network; over all the codes it asked for.</summary>
    public const int WrongPerPhoneADay = 20;

    /// <summary>Wrong codes an hour typed on one network, for whatever telephones.</summary>
    public const int WrongPerNetworkAnHour = 500;

    /// <summary>Codes an hour for the whole country, unless <c>Massar:Limits:CodesAnHour</c> says otherwise: what SMS may cost at worst.</summary>
    public const int InTheCountryAnHour = 60_000;

    public const string InTheCountrySetting = "Massar:Limits:CodesAnHour";

    /// <summary>
    /// Codes an hour for one network, unless <c>Massar:Limits:CodesPerNetworkAnHour</c> says otherwise. Operators of mobile telephones
    /// put thousands of them behind one address, and on the first day of registration they all ask.
    /// </summary>
    public const int PerNetworkAnHour = 3_000;

    public const string PerNetworkSetting = "Massar:Limits:CodesPerNetworkAnHour";

    public long Id { get; init; }

    public required Guid PublicId { get; init; }

    /// <summary>E.164.</summary>
    public required string Phone { get; init; }

    /// <summary>SHA-256 of the network, for the limit.</summary>
    public required string NetworkKey { get; init; }

    public required string CodeHash { get; init; }

    public required DateTime AskedAt { get; init; }

    public int Tries { get; set; }

    /// <summary>SHA-256 of the visit's token; null until the code was given.</summary>
    public string? TokenHash { get; set; }

    public DateTime? VisitUntil { get; set; }

    public bool TakesCode(DateTime now) => TokenHash is null && Tries < MaxTries && now - AskedAt <= CodeLifetime;
}

public sealed class RegistrationAccessConfiguration : IEntityTypeConfiguration<RegistrationAccess>
{
    public void Configure(EntityTypeBuilder<RegistrationAccess> builder)
    {
        builder.HasIndex(a => a.PublicId).IsUnique();
        builder.Property(a => a.Phone).IsCode(20);
        builder.HasIndex(a => new { a.Phone, a.AskedAt });
        builder.Property(a => a.NetworkKey).IsCode(64);
        builder.HasIndex(a => new { a.NetworkKey, a.AskedAt });
        builder.Property(a => a.CodeHash).IsCode(OneTimeCode.HashLength);
        builder.Property(a => a.TokenHash).IsCode(64);
        builder.HasIndex(a => a.TokenHash).IsUnique();
    }
}

/// <summary>The six digits of this area: their hash is bound to the access they open.</summary>
public sealed class RegistrationCodes(KeyFiles keys)
{
    private const string Use = "registration";
    private const string DeskUse = "registration-desk";

    private readonly OneTimeCode codes = new(HKDF.DeriveKey(HashAlgorithmName.SHA256, keys.Newest.Bytes, 32, info: "registration codes"u8.ToArray()));

    public string Hash(Guid access, string code) => codes.Hash(Use, access.ToString("N"), code);

    public bool Matches(RegistrationAccess access, string? typed) => codes.Matches(Use, access.PublicId.ToString("N"), typed, access.CodeHash);

    /// <summary>Of a code that confirms one draft at a desk, and opens no visit.</summary>
    public string HashForDesk(Guid draft, string code) => codes.Hash(DeskUse, draft.ToString("N"), code);

    public bool MatchesAtDesk(DeskDraft draft, string? typed) => draft.CodeHash is { } hash && codes.Matches(DeskUse, draft.PublicId.ToString("N"), typed, hash);

    public static string HashOf(string token) => Fingerprint.Of(token);
}

/// <summary>The family that is asking, on this request: known by what a code opened, a cookie on pages and a bearer token in the API.</summary>
public sealed class Family(IHttpContextAccessor http, MassarDb db, TimeProvider clock)
{
    private const string Scheme = "Bearer ";

    private string? phone;
    private bool isKnown;

    /// <summary>The telephone of the visit; null when there is none or it ended.</summary>
    public async Task<string?> Phone(CancellationToken ct)
    {
        if (isKnown)
            return phone;
        isKnown = true;
        if (http.HttpContext is not { } context || TokenOf(context) is not { Length: > 20 and < 100 } token)
            return null;
        var hash = RegistrationCodes.HashOf(token);
        var now = clock.GetUtcNow().UtcDateTime;
        return phone = await db.RegistrationAccesses.AsNoTracking().Where(a => a.TokenHash == hash && a.VisitUntil > now).Select(a => a.Phone).SingleOrDefaultAsync(ct);
    }

    /// <summary>The token of the visit. A cookie opens no door of the API: another site could make a browser send it.</summary>
    public static string? TokenOf(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
            return http.Request.Cookies.TryGetValue(Cookie(http), out var cookie) ? cookie : null;
        var authorization = http.Request.Headers.Authorization.ToString();
        return authorization.StartsWith(Scheme, StringComparison.Ordinal) ? authorization[Scheme.Length..].Trim() : null;
    }

    public static void Keep(HttpContext http, string token) =>
        http.Response.Cookies.Append(Cookie(http), token, Options(http, RegistrationAccess.VisitLifetime));

    public static void Forget(HttpContext http) => http.Response.Cookies.Delete(Cookie(http), Options(http, null));

    private static CookieOptions Options(HttpContext http, TimeSpan? lifetime) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", MaxAge = lifetime };

    private static string Cookie(HttpContext http) => http.Request.IsHttps ? "__Host-massar-reg" : "massar-reg";
}

/// <summary>The two sides of a family's door.</summary>
/// <param name="Pages">Under /registrations, by cookie.</param>
/// <param name="Api">Under /api/registrations/mine, by token: what stands beside belongs to the school.</param>
public sealed record FamilyRoutes(LateRoutes Pages, LateRoutes Api);

/// <summary>The doors of families: open to all, and before a code was given led back to the telephone.</summary>
public static class FamilyDoors
{
    private const string CodeFirst = "registrations.code-first";

    public static FamilyRoutes ForFamilies(this AreaRoutes area)
    {
        area = area.OpenToAll().NeverStored();
        return new FamilyRoutes(
            area.Pages.Behind("", static async (context, next) => await IsKnown(context.HttpContext) ? await next(context) : new GoAnswer(Links.Start, CodeFirst, [])),
            area.Api.Behind("mine", static async (context, next) => await IsKnown(context.HttpContext) ? await next(context) : new Unknown()));
    }

    private static async ValueTask<bool> IsKnown(HttpContext http) =>
        await http.RequestServices.GetRequiredService<Family>().Phone(http.RequestAborted) is not null;

    private sealed class Unknown : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.WWWAuthenticate = "Bearer";
            return RefusalAnswer.WriteProblem(httpContext, StatusCodes.Status401Unauthorized, CodeFirst, httpContext.RequestServices.GetRequiredService<Text>()[CodeFirst]);
        }
    }
}

public sealed class RegistrationsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<Family>();
        services.AddSingleton<RegistrationCodes>();
        services.AddSingleton<CodeBudgetAlarm>();
        services.AddScoped<Tallies>();
        services.AddScoped<Residence>();
        services.AddScoped<FormDesk>();
        services.AddScoped<DecisionDesk>();
        services.AddScoped<AdmissionDesk>();
        services.AddScoped<SeatDesk>();
        services.AddScoped<CodeLimits>();
        services.AddScoped<AssistDesk>();
        services.AddScoped<ReceiptDesk>();
        services.AddHostedService<SeatClock>();
    }
}
