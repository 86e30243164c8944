using System.Text;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Text;

namespace Massar.Features.Domiciliations.Domain;

/// <summary>What is typed as an account number, and what of one everybody may read.</summary>
public static class TypedRib
{
    /// <summary>Digits of the bank, in front.</summary>
    public const int BankLength = 3;

    /// <summary>Last digits that everybody may read.</summary>
    public const int EndLength = 4;

    /// <summary>Longest text that is looked at.</summary>
    public const int Longest = 60;

    /// <summary>The number, or null; the MA64 in front of an IBAN does not count.</summary>
    public static Rib? Read(string? typed) => Rib.Read(Bare(typed));

    /// <summary>Why the text is no account number, in words; null when it is one.</summary>
    public static Said? Problem(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed)) return new Said("domiciliations.rib.needed");
        var bare = Bare(typed);
        if (bare.Length == 0 || !bare.All(char.IsAsciiDigit)) return new Said("domiciliations.rib.letters");
        if (bare.Length != Rib.Length) return new Said("domiciliations.rib.length", Rib.Length, bare.Length);
        return Rib.Read(bare) is null ? new Said("domiciliations.rib.key") : null;
    }

    public static string End(this Rib rib) => rib.Value[^EndLength..];

    /// <summary>The bank's three digits and the last four.</summary>
    public static string Masked(string bank, string end) => $"{bank} ••• ••• {end}";

    // An IBAN of Morocco is MA, two digits and the number.
    private static string Bare(string? typed) => Typed.Compact(typed) is var text && text.Length == Rib.Length + 4 && text.StartsWith("MA", StringComparison.Ordinal) ? text[4..] : text;
}

/// <summary>Keeps account numbers: sealed for the office that treats them, and as a print that says whether two are the same without showing either.</summary>
public sealed class RibBox(SecretBox box, Sealer sealer)
{
    private const string Use = "rib";
    private const string PaperUse = "rib-paper";

    /// <param name="subject">The request's own key: a sealed number copied to another request does not open.</param>
    public string Seal(Guid subject, Rib rib) => box.Seal(Use, subject.ToString("N"), Encoding.ASCII.GetBytes(rib.Value));

    /// <summary>The number; null where it is no longer kept, or was tampered with.</summary>
    public Rib? Open(Guid subject, string? sealedRib) => box.Open(Use, subject.ToString("N"), sealedRib) is { } bytes ? Rib.Read(Encoding.ASCII.GetString(bytes)) : null;

    /// <summary>The bank's paper, which shows the whole number.</summary>
    /// <param name="subject">The request's own key, as of the number.</param>
    public byte[] SealPaper(Guid subject, byte[] paper) => box.SealFile(PaperUse, subject.ToString("N"), paper);

    /// <summary>The paper; null where it was tampered with.</summary>
    public byte[]? OpenPaper(Guid subject, byte[] kept) => box.OpenFile(PaperUse, subject.ToString("N"), kept);

    /// <summary>The same for the same number as long as the key is; after <c>keys rotate</c> older ones are found by <see cref="Holds"/> alone.</summary>
    public string Print(Rib rib) => sealer.Seal(Use, rib.Value);

    /// <summary>What is added to a message that names the number, so that the message's hash tells nothing of it; the same as long as the print's key is here.</summary>
    public string? Salt(Guid subject, string print) => sealer.SealLike(print, "rib-salt", subject.ToString("N"));

    /// <summary>Whether a print is of this number, whatever key made it.</summary>
    public bool Holds(string? print, Rib rib) => sealer.Holds(print, Use, rib.Value);
}
