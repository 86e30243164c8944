using System.Net.Http.Headers;

namespace Massar.Infrastructure.Pdf.Signing;

/// <summary>Says when something existed (RFC 3161).</summary>
public interface ITimestampAuthority
{
    /// <summary>Answers an encoded request with an encoded response.</summary>
    Task<byte[]> Stamp(ReadOnlyMemory<byte> request, CancellationToken ct);
}

/// <summary>An authority reached over HTTP.</summary>
public sealed class HttpTimestampAuthority(HttpClient http, Uri address) : ITimestampAuthority
{
    public async Task<byte[]> Stamp(ReadOnlyMemory<byte> request, CancellationToken ct)
    {
        using var content = new ReadOnlyMemoryContent(request);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
        using var response = await http.PostAsync(address, content, ct);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync(ct);
    }
}
