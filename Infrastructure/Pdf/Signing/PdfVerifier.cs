using System.Buffers;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Massar.Infrastructure.Pdf.Signing;

/// <summary>Why a file is accepted or refused.</summary>
public enum Reason
{
    Valid,
    /// <summary>Not a PDF this verifier can read.</summary>
    Unreadable,
    NotSigned,
    /// <summary>Something stands after the end of the last revision.</summary>
    BytesAppended,
    /// <summary>A signed range that belongs to no signature field.</summary>
    ExtraRange,
    /// <summary>The range does not cover exactly its revision without the signature.</summary>
    RangeBroken,
    /// <summary>Changed after a signature by something else than another signature.</summary>
    UnknownUpdate,
    /// <summary>Hexadecimal digits other than the signer wrote.</summary>
    HexNotCanonical,
    /// <summary>Something hidden after the signature's own bytes.</summary>
    PaddingNotZero,
    /// <summary>Not a signature container.</summary>
    ContainerUnreadable,
    /// <summary>Not exactly one signer.</summary>
    SignerCount,
    /// <summary>The content, or what was signed about it, was changed.</summary>
    SignatureMismatch,
    /// <summary>The signer signed with another certificate than the one enclosed.</summary>
    CertificateSwapped,
    CertificateExpired,
    CertificateRevoked,
    /// <summary>The chain does not lead to a known root.</summary>
    Untrusted,
    TimestampInvalid,
    /// <summary>Not byte for byte the file in the register.</summary>
    NotAsRegistered,
}

/// <summary>A signature that was found.</summary>
/// <param name="Signer">Common name.</param>
/// <param name="SaidAt">Time the signing machine wrote; proved only when it is also stamped.</param>
/// <param name="StampedAt">Time given by a time-stamp authority.</param>
public sealed record SignatureFound(string Field, string Signer, DateTimeOffset? SaidAt, DateTimeOffset? StampedAt);

/// <summary>What became of a file.</summary>
public sealed record Verdict(Reason Reason, IReadOnlyList<SignatureFound> Signatures)
{
    public bool IsValid => Reason == Reason.Valid;
}

/// <summary>Whom the verifier believes.</summary>
/// <param name="Roots">Root certificates, also of time-stamp authorities.</param>
/// <param name="Revoked">Serial numbers in capitals, and since when.</param>
public sealed record TrustList(IReadOnlyList<X509Certificate2> Roots, IReadOnlyDictionary<string, DateTimeOffset>? Revoked = null);

/// <summary>Verifies the papers this application signed, more strictly than readers of PDF do: they accept appended bytes and
/// changed padding as “valid”.</summary>
public sealed class PdfVerifier(TrustList trust, TimeProvider time)
{
    private static readonly SearchValues<byte> digits = SearchValues.Create("0123456789ABCDEF"u8);

    /// <param name="expectedSha256">Hash of the file in the register. Without it a few bytes that nobody signs could be changed unnoticed.</param>
    /// <param name="signedAt">When the register says it was signed; certificates are judged at that time. Null: now.</param>
    public Verdict Verify(byte[] file, byte[]? expectedSha256 = null, DateTimeOffset? signedAt = null)
    {
        var found = new List<SignatureFound>();
        try
        {
            Judge(file, signedAt ?? time.GetUtcNow(), found);
            if (expectedSha256 is not null && !SHA256.HashData(file).AsSpan().SequenceEqual(expectedSha256)) throw new Refused(Reason.NotAsRegistered);
            return new Verdict(Reason.Valid, found);
        }
        catch (Refused refused)
        {
            return new Verdict(refused.Why, found);
        }
        catch (PdfUnreadableException)
        {
            return new Verdict(Reason.Unreadable, found);
        }
        catch (Exception fault) when (fault is CryptographicException or AsnContentException)
        {
            // certificates and attributes are decoded where they are first looked at
            return new Verdict(Reason.ContainerUnreadable, found);
        }
    }

    private void Judge(byte[] bytes, DateTimeOffset at, List<SignatureFound> found)
    {
        var file = PdfFile.Read(bytes);
        if (file.Revisions[^1].End != bytes.Length) throw new Refused(Reason.BytesAppended);

        var signatures = Signatures(file);
        if (signatures.Count == 0) throw new Refused(Reason.NotSigned);
        if (Count(bytes, "/ByteRange"u8) != signatures.Count) throw new Refused(Reason.ExtraRange);

        var ends = new HashSet<int>();
        var first = file.Revisions.Count;
        foreach (var (field, dictionary) in signatures)
        {
            var (hole, after, end) = Range(bytes, dictionary);
            var revision = file.Revisions.TakeWhile(r => r.End != end).Count();
            // each signature ends a revision of its own
            if (revision == file.Revisions.Count || !ends.Add(end)) throw new Refused(Reason.RangeBroken);
            first = Math.Min(first, revision);
            found.Add(Judge(field, dictionary, bytes, hole, after, end, at));
        }
        if (!ends.Contains(bytes.Length)) throw new Refused(Reason.RangeBroken);
        for (var i = first + 1; i < file.Revisions.Count; i++) JudgeUpdate(file, i);
    }

    private static List<(string Field, PdfDictionary Dictionary)> Signatures(PdfFile file)
    {
        var signatures = new List<(string, PdfDictionary)>();
        if (file.Object(file.Root)["AcroForm"] is not { } form) return signatures;
        foreach (var raw in file.Items(file.Resolve(form)["Fields"]))
        {
            var field = file.Object(PdfFile.Reference(raw));
            if (field["FT"] != "/Sig" || field["V"] is not { } value) continue;
            signatures.Add((Text(field["T"]), file.Object(PdfFile.Reference(value))));
        }
        return signatures;
    }

    private static (int Hole, int After, int End) Range(byte[] bytes, PdfDictionary signature)
    {
        if (signature["ByteRange"] is not { } raw || !raw.StartsWith('[') || signature["Contents"] is not { } contents) throw new Refused(Reason.RangeBroken);
        var range = PdfSyntax.Items(raw);
        if (range.Count != 4) throw new Refused(Reason.RangeBroken);
        var (start, hole, after) = (PdfFile.Number(range[0]), PdfFile.Number(range[1]), PdfFile.Number(range[2]));
        var end = (long)after + PdfFile.Number(range[3]);
        var isExact = start == 0 && hole == signature.Position("Contents") && after == hole + contents.Length
            && contents.StartsWith('<') && contents.EndsWith('>') && end <= bytes.Length && end > after;
        return isExact ? (hole, after, (int)end) : throw new Refused(Reason.RangeBroken);
    }

    private SignatureFound Judge(string field, PdfDictionary signature, byte[] bytes, int hole, int after, int end, DateTimeOffset at)
    {
        if (signature["SubFilter"] != "/ETSI.CAdES.detached") throw new Refused(Reason.ContainerUnreadable);
        var hex = bytes.AsSpan(hole + 1, after - hole - 2);
        if (hex.ContainsAnyExcept(digits) || hex.Length % 2 != 0) throw new Refused(Reason.HexNotCanonical);
        var raw = Convert.FromHexString(Encoding.ASCII.GetString(hex));

        var covered = new byte[hole + end - after];
        bytes.AsSpan(0, hole).CopyTo(covered);
        bytes.AsSpan(after, end - after).CopyTo(covered.AsSpan(hole));
        var cms = Decode(raw, covered);
        if (cms.SignerInfos.Count != 1) throw new Refused(Reason.SignerCount);
        var signer = cms.SignerInfos[0];
        if (signer.Certificate is not { } certificate) throw new Refused(Reason.ContainerUnreadable);

        // before the signature: the attribute is signed, the enclosed certificate is not
        var reference = Attribute(signer.SignedAttributes, SignerIdentity.SigningCertificateV2);
        if (reference is not null && !reference.AsSpan().SequenceEqual(SignerIdentity.Reference(certificate))) throw new Refused(Reason.CertificateSwapped);
        try
        {
            cms.CheckSignature(verifySignatureOnly: true);
        }
        catch (CryptographicException)
        {
            throw new Refused(Reason.SignatureMismatch);
        }
        if (reference is null) throw new Refused(Reason.CertificateSwapped);

        var stampedAt = Stamp(signer);
        JudgeChain(certificate, cms.Certificates, stampedAt ?? at);
        return new SignatureFound(field, certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false), Date(signature["M"]), stampedAt);
    }

    private static SignedCms Decode(byte[] raw, byte[] covered)
    {
        try
        {
            AsnDecoder.ReadEncodedValue(raw, AsnEncodingRules.BER, out _, out _, out var length);
            if (raw.AsSpan(length).ContainsAnyExcept((byte)0)) throw new Refused(Reason.PaddingNotZero);
            var cms = new SignedCms(new ContentInfo(covered), detached: true);
            cms.Decode(raw.AsSpan(0, length));
            return cms;
        }
        catch (Exception fault) when (fault is AsnContentException or CryptographicException)
        {
            throw new Refused(Reason.ContainerUnreadable);
        }
    }

    private DateTimeOffset? Stamp(SignerInfo signer)
    {
        if (signer.UnsignedAttributes.Count == 0) return null;
        // nothing but a time-stamp may stand where nobody signs
        if (signer.UnsignedAttributes is not [{ Oid.Value: "1.2.840.113549.1.9.16.2.14", Values: [var value] }]) throw new Refused(Reason.TimestampInvalid);
        try
        {
            if (!Rfc3161TimestampToken.TryDecode(value.RawData, out var token, out _) || !token.VerifySignatureForSignerInfo(signer, out var authority))
                throw new Refused(Reason.TimestampInvalid);
            JudgeChain(authority, token.AsSignedCms().Certificates, token.TokenInfo.Timestamp);
            return token.TokenInfo.Timestamp;
        }
        catch (Exception fault) when (fault is CryptographicException or Refused)
        {
            throw new Refused(Reason.TimestampInvalid);
        }
    }

    private void JudgeChain(X509Certificate2 certificate, X509Certificate2Collection enclosed, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (var root in trust.Roots) policy.CustomTrustStore.Add(root);
        policy.ExtraStore.AddRange(enclosed);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = at.LocalDateTime;
        if (!chain.Build(certificate))
        {
            var isOnlyTime = chain.ChainStatus.All(s => s.Status is X509ChainStatusFlags.NotTimeValid);
            throw new Refused(isOnlyTime ? Reason.CertificateExpired : Reason.Untrusted);
        }
        foreach (var element in chain.ChainElements)
            if (trust.Revoked is not null && trust.Revoked.TryGetValue(element.Certificate.SerialNumber, out var since) && since <= at)
                throw new Refused(Reason.CertificateRevoked);
    }

    /// <summary>After a signature only another signature may come: its own three objects, and new versions of a page and of the
    /// catalogue that differ in nothing but the list of fields.</summary>
    private static void JudgeUpdate(PdfFile file, int index)
    {
        foreach (var (number, offset) in file.Revisions[index].Offsets)
        {
            var now = file.ObjectAt(number, offset);
            var before = file.ObjectBefore(number, index);
            var isKnown = before is null
                ? now["Type"] == "/Sig" || (now["Subtype"] == "/Widget" && now["FT"] == "/Sig") || (now["Subtype"] == "/Form" && now["Length"] == "0")
                : before["Type"] switch
                {
                    "/Page" => IsSame(before, now, "Annots") && Extends(file.Items(before["Annots"]), file.Items(now["Annots"])),
                    "/Catalog" => IsSame(before, now, "AcroForm")
                        && Extends(Fields(before), Fields(now)),
                    _ => false,
                };
            if (!isKnown) throw new Refused(Reason.UnknownUpdate);
        }

        IReadOnlyList<string> Fields(PdfDictionary catalogue) => catalogue["AcroForm"] is { } form ? file.Items(file.Resolve(form)["Fields"]) : [];
    }

    private static bool IsSame(PdfDictionary before, PdfDictionary now, string except) =>
        before.Keys.Union(now.Keys).All(k => k == except || before[k] == now[k]);

    private static bool Extends(IReadOnlyList<string> before, IReadOnlyList<string> now) => now.Count == before.Count + 1 && now.Take(before.Count).SequenceEqual(before);

    private static int Count(byte[] bytes, ReadOnlySpan<byte> text)
    {
        var count = 0;
        var rest = bytes.AsSpan();
        while (rest.IndexOf(text) is var at and >= 0)
        {
            count++;
            rest = rest[(at + text.Length)..];
        }
        return count;
    }

    private static byte[]? Attribute(CryptographicAttributeObjectCollection attributes, string oid)
    {
        foreach (var attribute in attributes)
            if (attribute.Oid.Value == oid && attribute.Values.Count == 1) return attribute.Values[0].RawData;
        return null;
    }

    private static string Text(string? raw)
    {
        if (raw is null || !raw.StartsWith("<FEFF", StringComparison.Ordinal)) return raw ?? "";
        try
        {
            return Encoding.BigEndianUnicode.GetString(Convert.FromHexString(raw.AsSpan(5, raw.Length - 6)));
        }
        catch (FormatException)
        {
            throw new PdfUnreadableException("a text is not hexadecimal");
        }
    }

    private static DateTimeOffset? Date(string? raw) =>
        raw is not null && DateTimeOffset.TryParseExact(raw, "'(D:'yyyyMMddHHmmss'Z)'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    private sealed class Refused(Reason why) : Exception
    {
        public Reason Why { get; } = why;
    }
}
