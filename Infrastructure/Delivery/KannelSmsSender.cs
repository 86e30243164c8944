using System.Globalization;
using System.Net;
using System.Text;
using Massar.Infrastructure.Text;
using Microsoft.Extensions.Options;

namespace Massar.Infrastructure.Delivery;

/// <summary>
/// Sends through a gateway that speaks Kannel's <c>sendsms</c>: 202 means taken in charge, 403 a bad account, 503 a full queue.
/// The client is its own, without the factory's logging: the address of a GET holds the password and the text.
/// </summary>
public sealed class KannelSmsSender : ISmsSender, IDisposable
{
    private readonly SmsOptions options;
    private readonly HttpClient http;

    public KannelSmsSender(IOptions<SmsOptions> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        options = settings.Value;
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = options.Timeout,
        };
    }

    public async Task<SmsReceipt> Send(SmsMessage message, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (MoroccanPhone.Read(message.To) is not { } phone) throw new DeliveryException(DeliveryFailure.Malformed, "The SMS was not sent: no Moroccan phone number.");
        var size = SmsText.Measure(message.Text);
        if (size.Parts == 0 || size.Parts > options.MaxParts)
            throw new DeliveryException(DeliveryFailure.Malformed, $"The SMS was not sent: {size.Parts} parts, between 1 and {options.MaxParts} are allowed.");

        var values = new Dictionary<string, string>
        {
            ["username"] = options.User,
            ["password"] = options.Password,
            ["from"] = options.From,
            ["to"] = phone.E164,
            ["charset"] = "UTF-8",
            ["coding"] = size.Alphabet == SmsAlphabet.Ucs2 ? "2" : "0",
            ["text"] = message.Text,
        };
        if (message.Key is { } key) values["binfo"] = key;

        using var request = options.Post
            ? new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = new FormUrlEncodedContent(values) }
            : new HttpRequestMessage(HttpMethod.Get, WithQuery(options.Url, values));
        try
        {
            using var response = await http.SendAsync(request, ct).ConfigureAwait(false);
            var answer = await response.Content.ReadAsStringAsync(ct).ConfigureAwait(false);
            if (answer.Length > 200) answer = answer[..200];
            if (response.StatusCode == HttpStatusCode.Accepted) return new(size.Parts, answer.Trim());

            throw new DeliveryException(response.StatusCode switch
            {
                HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => DeliveryFailure.Credentials,
                HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => DeliveryFailure.Deferred,
                _ => DeliveryFailure.Refused, // 200 too: some gateways say « refused » with it, and 202 is the only yes
            }, string.Create(CultureInfo.InvariantCulture, $"The SMS gateway answered {(int)response.StatusCode}."));
        }
        catch (HttpRequestException accident)
        {
            throw new DeliveryException(DeliveryFailure.Unreachable, "The SMS gateway cannot be reached.", accident);
        }
        catch (TaskCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw new DeliveryException(DeliveryFailure.Unreachable, "The SMS gateway did not answer in time.", late);
        }
    }

    public void Dispose() => http.Dispose();

    private static string WithQuery(string url, Dictionary<string, string> values)
    {
        var address = new StringBuilder(url).Append(url.Contains('?', StringComparison.Ordinal) ? '&' : '?');
        return address.AppendJoin('&', values.Select(value => $"{value.Key}={Uri.EscapeDataString(value.Value)}")).ToString();
    }
}
