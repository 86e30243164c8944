using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Massar.Infrastructure.Data;
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

    /// <summary>Codes an hour: for one telephone, and for one network (a whole quarter may share one).</summary>
    public const int PerPhoneAnHour = 5;
    public const int PerNetworkAnHour = 100;

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

    private readonly OneTimeCode codes = new(HKDF.DeriveKey(HashAlgorithmName.SHA256, keys.Newest.Bytes, 32, info: "registration codes"u8.ToArray()));

    public string Hash(Guid access, string code) => codes.Hash(Use, access.ToString("N"), code);

    public bool Matches(RegistrationAccess access, string? typed) => codes.Matches(Use, access.PublicId.ToString("N"), typed, access.CodeHash);

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public static string NewToken() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

/// <summary>The family that is asking, on this request: known by a cookie that a code opened.</summary>
public sealed class Family(IHttpContextAccessor http, MassarDb db, TimeProvider clock)
{
    private string? phone;
    private bool isKnown;

    /// <summary>The telephone of the visit; null when there is none or it ended.</summary>
    public async Task<string?> Phone(CancellationToken ct)
    {
        if (isKnown)
            return phone;
        isKnown = true;
        if (http.HttpContext?.Request.Cookies.TryGetValue(Cookie(http.HttpContext), out var token) != true || token is not { Length: > 20 and < 100 })
            return null;
        var hash = RegistrationCodes.HashOf(token);
        var now = clock.GetUtcNow().UtcDateTime;
        return phone = await db.RegistrationAccesses.AsNoTracking().Where(a => a.TokenHash == hash && a.VisitUntil > now).Select(a => a.Phone).SingleOrDefaultAsync(ct);
    }

    public static string? TokenOf(HttpContext http) => http.Request.Cookies.TryGetValue(Cookie(http), out var token) ? token : null;

    public static void Keep(HttpContext http, string token) =>
        http.Response.Cookies.Append(Cookie(http), token, Options(http, RegistrationAccess.VisitLifetime));

    public static void Forget(HttpContext http) => http.Response.Cookies.Delete(Cookie(http), Options(http, null));

    private static CookieOptions Options(HttpContext http, TimeSpan? lifetime) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", MaxAge = lifetime };

    private static string Cookie(HttpContext http) => http.Request.IsHttps ? "__Host-massar-reg" : "massar-reg";
}

/// <summary>The doors of families: open to all, and led back to the telephone's page when no code was given.</summary>
public static class FamilyDoors
{
    public static RouteGroupBuilder ForFamilies(this AreaRoutes area)
    {
        var pages = area.OpenToAll().NeverStored().Pages.MapGroup("");
        pages.AddEndpointFilter(static async (context, next) =>
            await context.HttpContext.RequestServices.GetRequiredService<Family>().Phone(context.HttpContext.RequestAborted) is null
                ? new GoAnswer(Links.Start, "registrations.code-first", [])
                : await next(context));
        return pages;
    }
}

public sealed class RegistrationsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<Family>();
        services.AddSingleton<RegistrationCodes>();
        services.AddScoped<Residence>();
        services.AddScoped<FormDesk>();
    }
}
