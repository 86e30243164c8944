using Massar.Infrastructure.Security;

namespace Massar.Features.Files.Domain;

/// <summary>What is handed out of a stored file.</summary>
public sealed record FileView(FileKind Kind, string ContentType, byte[] Bytes);

/// <summary>
/// A stored file on its way out: its exact type, to be saved and not opened, in a sandbox if it is opened all the same,
/// kept by nobody. An image may be shown inside our own pages.
/// </summary>
public sealed class FileAnswer(FileView file) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        var name = file.Kind switch { FileKind.Photo => "photo", FileKind.ResidenceProof => "residence", _ => "proof" } + (file.ContentType == "application/pdf" ? ".pdf" : ".jpg");
        headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        Headers.Sandbox(httpContext.Response);
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store, private";
        headers.ContentLength = file.Bytes.Length;
        httpContext.Response.ContentType = file.ContentType;
        return httpContext.Response.Body.WriteAsync(file.Bytes, httpContext.RequestAborted).AsTask();
    }
}
