using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Massar.Infrastructure.Security.Keys;

namespace Massar.Features.Exports.Domain;

/// <summary>What the program itself saw when a file was too large: the page that asks for leave cannot say anything else.</summary>
/// <param name="PlaceId">Of the hat worn then.</param>
public sealed record ExportTicket(string Kind, string Address, int Persons, int PlaceId, DateTime At);

/// <summary>Seals tickets for one account, for an hour.</summary>
public sealed class ExportTickets(SecretBox box, TimeProvider clock)
{
    private const string Use = "export";
    // Sealed bytes are never markup: an address as long as may be asked for must fit, with its ampersands as they are.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public string Seal(long accountId, ExportTicket ticket) => box.Seal(Use, Subject(accountId), JsonSerializer.SerializeToUtf8Bytes(ticket, Json));

    /// <summary>The ticket; null when it was made for somebody else, is too old or was changed.</summary>
    public ExportTicket? Open(long accountId, string? text) =>
        box.Open(Use, Subject(accountId), text) is { } bytes && JsonSerializer.Deserialize<ExportTicket>(bytes, Json) is { } ticket && clock.GetUtcNow().UtcDateTime - ticket.At < Lifetime
            ? ticket
            : null;

    private static string Subject(long accountId) => accountId.ToString(CultureInfo.InvariantCulture);
}
