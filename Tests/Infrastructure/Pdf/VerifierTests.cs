using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Massar.Infrastructure.Pdf.Signing;
using Massar.Tests.Infrastructure.Pdf.Samples;

namespace Massar.Tests.Infrastructure.Pdf;

[Collection(Papers.Name)]
public sealed class VerifierTests(PaperPress press)
{
    private async Task<byte[]> Signed()
    {
        var printed = await press.Printer.DrawAsync(new SampleCertificate());
        return press.Signer.Sign(printed.Bytes, press.School, printed.Fields[0]);
    }

    [Fact]
    public async Task One_bit_changed_anywhere_is_noticed_by_us_and_by_others()
    {
        var signed = await Signed();
        var (hole, after) = SigningTests.Hole(signed);

        foreach (var at in new[] { 5, signed.Length / 2, hole - 1, after, signed.Length - 3 })
        {
            var changed = Flip(signed, at);

            Assert.False(press.Verifier.Verify(changed).IsValid, $"byte {at}");
            if (at != signed.Length / 2) continue;
            Assert.Contains("Digest Mismatch", Tools.Run("pdfsig", "-nssdir", press.Nss, press.Save(changed, "flipped.pdf")).Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_other_readers_let_pass_is_refused_each_with_its_reason()
    {
        var signed = await Signed();
        var (hole, after) = SigningTests.Hole(signed);

        var padded = (byte[])signed.Clone();
        padded[after - 2] = (byte)'1';
        var lower = (byte[])signed.Clone();
        lower[hole + 1 + signed.AsSpan(hole + 1).IndexOfAnyInRange((byte)'A', (byte)'F')] |= 0x20;

        Assert.Equal(Reason.PaddingNotZero, press.Verifier.Verify(padded).Reason);
        Assert.Equal(Reason.BytesAppended, press.Verifier.Verify([.. signed, .. "x"u8]).Reason);
        Assert.Equal(Reason.HexNotCanonical, press.Verifier.Verify(lower).Reason);
        Assert.Equal(Reason.ExtraRange, press.Verifier.Verify(Append(signed, $"{Size(signed)} 0 obj\n<< /Type /Sig /ByteRange [0 1 2 3] >>\nendobj\n", Size(signed))).Reason);
        Assert.Equal(Reason.Unreadable, press.Verifier.Verify("hello"u8.ToArray()).Reason);
        Assert.False(press.Verifier.Verify(signed[..^200]).IsValid);
    }

    [Fact]
    public async Task A_paper_without_signature_is_not_a_signed_paper()
    {
        var printed = await press.Printer.DrawAsync(new SampleCertificate());

        Assert.Equal(Reason.NotSigned, press.Verifier.Verify(printed.Bytes).Reason);
    }

    [Fact]
    public async Task An_update_that_is_no_signature_is_refused()
    {
        var signed = await Signed();
        var number = Size(signed);

        // a note laid over the page afterwards, in a well-formed update: readers still call the signature valid
        var updated = Append(signed, $"{number} 0 obj\n<< /Type /Annot /Subtype /FreeText /Rect [0 0 100 100] >>\nendobj\n", number);

        Assert.Equal(0, Tools.Run("qpdf", "--check", press.Save(updated, "updated.pdf")).Exit);
        Assert.Contains("Signature is Valid.", Tools.Run("pdfsig", "-nssdir", press.Nss, press.File("updated.pdf")).Output, StringComparison.Ordinal);
        Assert.Equal(Reason.RangeBroken, press.Verifier.Verify(updated).Reason);
    }

    [Fact]
    public async Task An_unsigned_update_between_two_signatures_is_refused()
    {
        var printed = await press.Printer.DrawAsync(new SampleDecision());
        var once = press.Signer.Sign(printed.Bytes, press.Academy, printed.Fields[1]);
        var updated = Append(once, $"{Size(once)} 0 obj\n<< /Type /Annot /Subtype /FreeText /Rect [0 0 100 100] >>\nendobj\n", Size(once));

        var twice = press.Signer.Sign(updated, press.School, printed.Fields[0]);

        Assert.Equal(Reason.UnknownUpdate, press.Verifier.Verify(twice).Reason);
    }

    [Fact]
    public async Task Of_2000_random_changes_none_is_accepted_and_no_intact_file_is_refused()
    {
        var signed = await Signed();
        var hash = SHA256.HashData(signed);
        var random = new Random(20250614);
        var verifier = press.Verifier;
        var (accepted, missedWithoutRegister) = (0, 0);

        for (var i = 0; i < 2_000; i++)
        {
            var at = random.Next(signed.Length);
            var kept = signed[at];
            signed[at] ^= (byte)(1 << random.Next(8));
            if (verifier.Verify(signed, hash).IsValid) accepted++;
            if (verifier.Verify(signed).IsValid) missedWithoutRegister++;
            signed[at] = kept;
        }

        Assert.Equal(0, accepted);
        Assert.InRange(missedWithoutRegister, 0, 2);
        Assert.All(Enumerable.Range(0, 50), _ => Assert.True(verifier.Verify(signed, hash).IsValid));
    }

    [Fact]
    public async Task A_file_other_than_the_registered_one_is_refused_even_when_its_signature_is_good()
    {
        var other = await press.Printer.DrawAsync(new SampleCertificate("يوسف أيت علي"));
        var signed = press.Signer.Sign(other.Bytes, press.School, other.Fields[0]);

        Assert.Equal(Reason.NotAsRegistered, press.Verifier.Verify(signed, SHA256.HashData(await Signed())).Reason);
    }

    [Fact]
    public async Task The_certificate_must_be_known_in_force_and_not_revoked()
    {
        var signed = await Signed();
        var stranger = DemoAuthority.Open(press.File("stranger"), TimeProvider.System);
        var since = new Dictionary<string, DateTimeOffset> { [press.School.Certificate.SerialNumber] = DateTimeOffset.UtcNow.AddHours(-1) };

        Assert.Equal(Reason.Untrusted, new PdfVerifier(new TrustList([stranger.Root()]), TimeProvider.System).Verify(signed).Reason);
        Assert.Equal(Reason.CertificateExpired, press.Verifier.Verify(signed, signedAt: DateTimeOffset.UtcNow.AddYears(3)).Reason);
        Assert.Equal(Reason.CertificateRevoked, new PdfVerifier(press.Trust with { Revoked = since }, TimeProvider.System).Verify(signed).Reason);
        // revoked after the day the register says it was signed
        Assert.True(new PdfVerifier(press.Trust with { Revoked = since }, TimeProvider.System).Verify(signed, signedAt: DateTimeOffset.UtcNow.AddHours(-2)).IsValid);
    }

    [Fact]
    public async Task A_certificate_swapped_for_another_of_the_same_key_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] serial = [5, 5];
        using var clerk = new SignerIdentity("clerk", press.Issue(key, "Clerk with a name", serial), [], key);
        using var minister = press.Issue(key, "Minister", serial);
        var printed = await press.Printer.DrawAsync(new SampleCertificate());
        var signed = press.Signer.Sign(printed.Bytes, clerk, printed.Fields[0]);
        var (hole, after) = SigningTests.Hole(signed);

        var cms = new SignedCms();
        cms.Decode(Convert.FromHexString(Encoding.ASCII.GetString(signed, hole + 1, after - hole - 2)));
        cms.RemoveCertificate(clerk.Certificate);
        cms.AddCertificate(minister);
        var hex = Convert.ToHexString(cms.Encode()).PadRight(after - hole - 2, '0');
        Encoding.ASCII.GetBytes(hex, signed.AsSpan(hole + 1));

        Assert.Equal(Reason.CertificateSwapped, press.Verifier.Verify(signed).Reason);
    }

    private static byte[] Flip(byte[] file, int at)
    {
        var changed = (byte[])file.Clone();
        changed[at] ^= 0x04;
        return changed;
    }

    private static int Size(byte[] file) =>
        int.Parse(System.Text.RegularExpressions.Regex.Matches(Encoding.Latin1.GetString(file), @"/Size (\d+)")[^1].Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A well-formed update that adds one object.</summary>
    private static byte[] Append(byte[] file, string entry, int number)
    {
        var text = Encoding.Latin1.GetString(file);
        var previous = System.Text.RegularExpressions.Regex.Matches(text, @"startxref\s+(\d+)")[^1].Groups[1].Value;
        var root = System.Text.RegularExpressions.Regex.Matches(text, @"/Root (\d+ 0 R)")[^1].Groups[1].Value;
        var table = file.Length + entry.Length;
        return [.. file, .. Encoding.Latin1.GetBytes($"{entry}xref\n{number} 1\n{file.Length:D10} 00000 n \ntrailer\n<< /Size {number + 1} /Root {root} /Prev {previous} >>\nstartxref\n{table}\n%%EOF\n")];
    }
}
