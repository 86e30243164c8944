using System.Text;
using Massar.Features.PayExchange.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.PayExchange.PlayPartner;

/// <summary>In a demo whose settings say so, the played finance ministry takes messages as the real one would; elsewhere the address does not exist.</summary>
public sealed class Endpoint : IEndpoint
{
    private const int LongestMessage = 4_000;

    public static void Map(AreaRoutes area) => area.OpenToAll().NeverStored().Api.MapPost("simulator/messages", async (HttpRequest request, FinanceSimulator simulator) =>
    {
        using var body = new MemoryStream();
        var buffer = new byte[1_024];
        for (int read; body.Length <= LongestMessage && (read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0;)
            body.Write(buffer, 0, read);
        var (status, said) = simulator.Handle(new FinanceEnvelope(body.Length > LongestMessage ? "" : Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length),
            request.Headers[FinanceEnvelope.TimestampHeader].ToString(), request.Headers[FinanceEnvelope.NonceHeader].ToString(), request.Headers[FinanceEnvelope.SignatureHeader].ToString()));
        return said.Length == 0 ? Results.StatusCode(status) : Results.Text(said, "application/json", statusCode: status);
    });
}
