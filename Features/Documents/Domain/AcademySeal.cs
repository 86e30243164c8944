using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Pdf.Signing;

namespace Massar.Features.Documents.Domain;

/// <summary>Draws a paper and lays an academy's electronic seal on it; schools and directorates hold no keys.</summary>
public sealed class AcademySeal(PdfPrinter printer, PdfSigner signer, SigningKeys keys)
{
    /// <summary>The sealed file.</summary>
    /// <param name="paper">Its first field takes the seal.</param>
    /// <param name="code">The academy's code; null where there is no academy above.</param>
    /// <param name="region">The academy's Arabic name.</param>
    /// <param name="title">What is sealed: the issuer and the number.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<byte[]> Seal(IPaper paper, string? code, string? region, string title, CancellationToken ct)
    {
        var printed = await printer.DrawAsync(paper, ct);
        var academy = keys.Find($"academy-{code ?? "00"}", OfficialPaper.Academy("ar", region ?? ""));
        return (await signer.SignAsync(printed.Bytes, academy, printed.Fields[0], title, ct)).Bytes;
    }

    /// <summary>Nobody signs with a certificate that is not in force: what is said instead.</summary>
    public static readonly Refusal Ended = Refusal.Conflict("ui.certificate-ended").Next("ui.certificate-ended-next");

    /// <summary>The sealed file, or why there is none: the printer is busy, the certificate is no longer in force, or a text cannot be drawn.</summary>
    /// <param name="seal">Draws and seals.</param>
    /// <param name="unprintable">Key of what is said of a text, and of what to do next, that cannot be drawn.</param>
    public static async Task<Outcome<byte[]>> Try(Func<Task<byte[]>> seal, (string Key, string Next) unprintable)
    {
        try
        {
            return await seal();
        }
        catch (PrinterBusyException busy)
        {
            return Refusal.Busy with { RetryAfter = busy.RetryAfter };
        }
        catch (CertificateNotInForceException)
        {
            return Ended;
        }
        catch (UnprintableTextException text)
        {
            return Refusal.Conflict(unprintable.Key, text.Text).Next(unprintable.Next);
        }
    }
}
