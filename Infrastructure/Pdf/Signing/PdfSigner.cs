using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Massar.Infrastructure.Pdf.Drawing;

namespace Massar.Infrastructure.Pdf.Signing;

/// <summary>Signs a finished PDF: PAdES baseline B-B, or B-T when an authority gives a time-stamp (ETSI EN 319 142-1).
/// What is there stays as it is; objects are appended, so that an earlier signature remains valid.</summary>
public sealed class PdfSigner(TimeProvider time, ITimestampAuthority? timestamps = null)
{
    private const string TimestampToken = "1.2.840.113549.1.9.16.2.14";
    private const int TimestampRoom = 6 * 1024;
    private const int RangeWidth = 40;

    /// <summary>Signs without time-stamp.</summary>
    /// <exception cref="PdfUnreadableException"/>
    /// <exception cref="SignatureTooLargeException">Nothing was written.</exception>
    /// <exception cref="CertificateNotInForceException">Whoever reads such a paper would be told not to believe it: none is made.</exception>
    public byte[] Sign(byte[] pdf, SignerIdentity who, SignatureField field, string? reason = null, int? room = null)
    {
        var draft = Prepare(pdf, who, field, reason, room ?? who.Room);
        return draft.Fill(who.Sign(draft.Covered()).Encode());
    }

    /// <summary>Signs with a time-stamp when an authority is known. When it does not answer, the paper is signed all the same and
    /// the time-stamp is said to be due: nobody waits for another's server.</summary>
    public async Task<SignedFile> SignAsync(byte[] pdf, SignerIdentity who, SignatureField field, string? reason = null, CancellationToken ct = default)
    {
        if (timestamps is null) return new SignedFile(Sign(pdf, who, field, reason), TimestampDue: false);

        var draft = Prepare(pdf, who, field, reason, who.Room + TimestampRoom);
        var cms = who.Sign(draft.Covered());
        var isStamped = await TryStamp(cms.SignerInfos[0], ct);
        return new SignedFile(draft.Fill(cms.Encode()), TimestampDue: !isStamped);
    }

    private async Task<bool> TryStamp(SignerInfo signer, CancellationToken ct)
    {
        try
        {
            var request = Rfc3161TimestampRequest.CreateFromSignerInfo(signer, HashAlgorithmName.SHA256, requestSignerCertificates: true, nonce: RandomNumberGenerator.GetBytes(8));
            var token = request.ProcessResponse(await timestamps!.Stamp(request.Encode(), ct), out _);
            if (!token.VerifySignatureForSignerInfo(signer, out _)) return false;
            signer.AddUnsignedAttribute(new AsnEncodedData(new Oid(TimestampToken), token.AsSignedCms().Encode()));
            return true;
        }
        catch (Exception fault) when (fault is HttpRequestException or CryptographicException or IOException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }

    private Draft Prepare(byte[] pdf, SignerIdentity who, SignatureField field, string? reason, int room)
    {
        who.MustBeInForce(time.GetUtcNow());
        var file = PdfFile.Read(pdf);
        var (signature, widget, appearance) = (file.Size, file.Size + 1, file.Size + 2);
        var page = file.Page(field.Page);
        var pageObject = file.Object(page);
        var catalogue = file.Object(file.Root);
        var form = catalogue["AcroForm"] is { } known ? file.Resolve(known) : new PdfDictionary();
        var fields = file.Items(form["Fields"]);
        if (fields.Any(f => file.Object(PdfFile.Reference(f))["T"] == Text(field.Name)))
            throw new InvalidOperationException($"The field {field.Name} is signed already.");

        using var output = new MemoryStream(pdf.Length + 2 * room + 4096);
        output.Write(pdf);
        if (pdf[^1] != '\n') output.WriteByte((byte)'\n');
        var offsets = new SortedDictionary<int, long>();

        Begin(signature);
        Write($"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:{time.GetUtcNow().UtcDateTime:yyyyMMddHHmmss}Z) /Name {Text(who.CommonName)}");
        if (reason is not null) Write($" /Reason {Text(reason)}");
        Write(" /ByteRange ");
        var range = (int)output.Position;
        Write(new string(' ', RangeWidth));
        Write(" /Contents ");
        var hole = (int)output.Position;
        Write("<");
        Write(new string('0', 2 * room));
        Write("> >>\nendobj\n");
        var after = hole + 2 * room + 2;

        Begin(widget);
        Write($"<< /Type /Annot /Subtype /Widget /FT /Sig /T {Text(field.Name)} /V {signature} 0 R /P {page} 0 R /F 132 /Rect [{N(field.X)} {N(field.Y)} {N(field.X + field.Width)} {N(field.Y + field.Height)}] /AP << /N {appearance} 0 R >> >>\nendobj\n");

        // The paper draws name, function and seal itself; the widget only says where.
        Begin(appearance);
        Write($"<< /Type /XObject /Subtype /Form /BBox [0 0 {N(field.Width)} {N(field.Height)}] /Length 0 >>\nstream\n\nendstream\nendobj\n");

        pageObject["Annots"] = $"[{string.Join(' ', [.. file.Items(pageObject["Annots"]), $"{widget} 0 R"])}]";
        Begin(page);
        Write($"{pageObject}\nendobj\n");

        form["Fields"] = $"[{string.Join(' ', [.. fields, $"{widget} 0 R"])}]";
        form["SigFlags"] = "3";
        catalogue["AcroForm"] = form.ToString();
        catalogue["Lang"] = catalogue["Lang"] ?? "(ar)";
        catalogue["ViewerPreferences"] = catalogue["ViewerPreferences"] ?? "<< /Direction /R2L /DisplayDocTitle true >>";
        Begin(file.Root);
        Write($"{catalogue}\nendobj\n");

        var table = output.Position;
        Write("xref\n");
        WriteTable();
        var trailer = new PdfDictionary
        {
            ["Size"] = N(appearance + 1),
            ["Root"] = $"{file.Root} 0 R",
            ["Prev"] = N(file.Revisions[^1].Table),
            ["ID"] = Identifier(file, pdf),
        };
        if (file.Trailer["Info"] is { } info) trailer["Info"] = info;
        Write($"trailer\n{trailer}\nstartxref\n{table}\n%%EOF\n");

        var bytes = output.ToArray();
        var said = $"[0 {hole} {after} {bytes.Length - after}]".PadRight(RangeWidth);
        if (said.Length > RangeWidth) throw new PdfUnreadableException("too large");
        Encoding.ASCII.GetBytes(said, bytes.AsSpan(range));
        return new Draft(bytes, hole, room);

        void Begin(int number)
        {
            offsets[number] = output.Position;
            Write($"{number} 0 obj\n");
        }

        void Write(string text) => output.Write(Encoding.Latin1.GetBytes(text));

        void WriteTable()
        {
            var numbers = offsets.Keys.ToList();
            for (var i = 0; i < numbers.Count;)
            {
                var count = 1;
                while (i + count < numbers.Count && numbers[i + count] == numbers[i] + count) count++;
                Write($"{numbers[i]} {count}\n");
                for (var j = 0; j < count; j++) Write(string.Create(CultureInfo.InvariantCulture, $"{offsets[numbers[i + j]]:D10} 00000 n \n"));
                i += count;
            }
        }
    }

    // The first half stays for the life of the document, the second changes with each revision.
    private static string Identifier(PdfFile file, byte[] pdf)
    {
        var now = $"<{Convert.ToHexString(SHA256.HashData(pdf).AsSpan(0, 16))}>";
        var first = file.Items(file.Trailer["ID"]) is [var known, ..] ? known : now;
        return $"[{first} {now}]";
    }

    /// <summary>UTF-16 with its mark, in hexadecimal: any script, no escaping.</summary>
    private static string Text(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    private static string N(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A file complete but for the signature itself.</summary>
    private sealed record Draft(byte[] Bytes, int Hole, int Room)
    {
        private int After => Hole + 2 * Room + 2;

        public byte[] Covered()
        {
            var covered = new byte[Bytes.Length - (After - Hole)];
            Bytes.AsSpan(0, Hole).CopyTo(covered);
            Bytes.AsSpan(After).CopyTo(covered.AsSpan(Hole));
            return covered;
        }

        public byte[] Fill(byte[] cms)
        {
            if (cms.Length > Room) throw new SignatureTooLargeException(cms.Length, Room);
            Encoding.ASCII.GetBytes(Convert.ToHexString(cms), Bytes.AsSpan(Hole + 1));
            return Bytes;
        }
    }
}

/// <summary>A signed file.</summary>
/// <param name="TimestampDue">The authority did not answer: a time-stamp is to be asked for again.</param>
public sealed record SignedFile(byte[] Bytes, bool TimestampDue);

/// <summary>The signature did not fit into the room kept for it (a longer chain, a larger time-stamp). It is never cut.</summary>
public sealed class SignatureTooLargeException(int size, int room) : Exception(FormattableString.Invariant($"A signature of {size} bytes does not fit in {room}."));
