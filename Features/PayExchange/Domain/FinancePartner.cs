using System.Net;
using System.Security.Cryptography;
using System.Text;
using Massar.Infrastructure.Delivery;
using Massar.Infrastructure.Web;
using Microsoft.Extensions.Options;

namespace Massar.Features.PayExchange.Domain;

/// <summary>The line to the finance ministry, settings <c>Finance</c>.</summary>
public sealed class FinanceOptions
{
    public const string Section = "Finance";

    /// <summary>Where messages are posted; without it they wait.</summary>
    public string Url { get; set; } = "";

    /// <summary>Shared with the partner, 32 characters at least; from the environment, never from a file of the program.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Play the partner inside the program: the demonstration. Counts in a demo without an address alone.</summary>
    public bool Simulate { get; set; }

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a message rests before it is first sent: those of a large order leave when it is signed, and do not slow it down.</summary>
    public TimeSpan Rest { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>What of the line is in force: the settings, and whether this is a demo.</summary>
public sealed class FinanceLine(IOptions<FinanceOptions> settings, IConfiguration configuration)
{
    /// <summary>The partner is played by this very program: the secret needs to hold no longer than it runs.</summary>
    public bool IsSimulated { get; } = settings.Value.Simulate && settings.Value.Url.Length == 0 && configuration.IsDemo();

    /// <summary>Null where none is set: nothing is sent, and no answer is believed.</summary>
    public byte[]? Secret { get; } = settings.Value.Secret.Length > 0 ? Encoding.UTF8.GetBytes(settings.Value.Secret)
        : settings.Value.Simulate && settings.Value.Url.Length == 0 && configuration.IsDemo() ? RandomNumberGenerator.GetBytes(32) : null;

    /// <inheritdoc cref="FinanceOptions.Rest"/>
    public TimeSpan Rest { get; } = settings.Value.Rest;

    public bool IsOpen => Secret is not null && (IsSimulated || settings.Value.Url.Length > 0);
}

/// <summary>Hands messages to the finance ministry. The simulator is another implementation.</summary>
public interface IFinancePartner
{
    /// <summary>Posts one message; returning means that the partner answered by the contract.</summary>
    /// <exception cref="DeliveryException">It was not taken: see <see cref="DeliveryException.Failure"/>.</exception>
    Task<FinanceAnswer> Send(FinanceEnvelope message, CancellationToken ct);
}

/// <summary>The real partner, over HTTPS.</summary>
public sealed class HttpFinancePartner : IFinancePartner, IDisposable
{
    private const int LongestAnswer = 4_000;

    private readonly FinanceOptions options;
    private readonly HttpClient http;

    public HttpFinancePartner(IOptions<FinanceOptions> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        options = settings.Value;
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = options.Timeout, MaxResponseContentBufferSize = LongestAnswer };
    }

    public async Task<FinanceAnswer> Send(FinanceEnvelope message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = new StringContent(message.Body, Encoding.UTF8, "application/json") };
        request.Headers.Add(FinanceEnvelope.TimestampHeader, message.Timestamp);
        request.Headers.Add(FinanceEnvelope.NonceHeader, message.Nonce);
        request.Headers.Add(FinanceEnvelope.SignatureHeader, message.Signature);
        try
        {
            using var response = await http.SendAsync(request, ct).ConfigureAwait(false);
            return Judge((int)response.StatusCode, Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false)));
        }
        catch (HttpRequestException accident)
        {
            throw new DeliveryException(DeliveryFailure.Unreachable, "The finance ministry cannot be reached.", accident);
        }
        catch (TaskCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw new DeliveryException(DeliveryFailure.Unreachable, "The finance ministry did not answer in time.", late);
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>What an answer means for the outbox.</summary>
    public static FinanceAnswer Judge(int status, string body) => status is 200 or 202
        ? FinanceContract.Read<FinanceAnswer>(body) ?? throw new DeliveryException(DeliveryFailure.Deferred, "The finance ministry's answer cannot be read.")
        : throw new DeliveryException((HttpStatusCode)status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => DeliveryFailure.Credentials,
            HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => DeliveryFailure.Deferred,
            _ => DeliveryFailure.Refused,
        }, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The finance ministry answered {status}."));
}
