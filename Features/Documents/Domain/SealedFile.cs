using Massar.Infrastructure.Web;

namespace Massar.Features.Documents.Domain;

/// <summary>A kept paper on its way out, once it is known to be the one that was issued; only <see cref="DocumentArchive"/> makes one.</summary>
/// <param name="Sha256">Of the bytes, hex.</param>
/// <param name="Name">In plain letters, for any phone.</param>
public sealed record SealedFile(byte[] Bytes, string Sha256, string Name)
{
    public IResult Answer(HttpContext http) => PdfAnswer.Kept(http, Bytes, Sha256, Name);
}
