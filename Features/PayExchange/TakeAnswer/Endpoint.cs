using System.Text;
using Massar.Features.PayExchange.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;

namespace Massar.Features.PayExchange.TakeAnswer;

/// <summary>The finance ministry gives its word about a message: received, visaed or rejected with a reason; believed by its signature alone.</summary>
public sealed class Endpoint : IEndpoint
{
    private const int LongestAnswer = 4_000;

    public static void Map(AreaRoutes area) => area.OpenToAll().NeverStored().Api.MapPost("answers", async (HttpRequest request, FinanceLine line, TimeProvider clock, Bus bus) =>
    {
        var answer = await Read(request);
        // Who signed it is named in the audit; everybody else is refused there as nobody.
        if (line.Secret is { } secret && FinanceSignature.Check(secret, FinanceSignature.FromPartner, answer, clock.GetUtcNow()) is FinanceCheck.Good) Acting.Now = Actor.System("finance-partner");
        return await bus.Do(new Command(answer)).AsJson();
    });

    /// <summary>The request as it was signed; a body that is too long is none.</summary>
    internal static async Task<FinanceEnvelope> Read(HttpRequest request)
    {
        using var body = new MemoryStream();
        var buffer = new byte[1_024];
        for (int read; body.Length <= LongestAnswer && (read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0;)
            body.Write(buffer, 0, read);
        return new FinanceEnvelope(body.Length > LongestAnswer ? "" : Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length),
            request.Headers[FinanceEnvelope.TimestampHeader].ToString(), request.Headers[FinanceEnvelope.NonceHeader].ToString(), request.Headers[FinanceEnvelope.SignatureHeader].ToString());
    }
}
