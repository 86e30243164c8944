using System.Globalization;
using System.Text;
using Massar.Infrastructure.Text;

namespace Massar.Features.Accounts.Domain;

/// <summary>How what is typed to sign in is read: any case, any digits, with the spaces and marks a paste brings.</summary>
public static class Logins
{
    /// <summary>Longest login kept.</summary>
    public const int MaxLength = 80;

    /// <summary>As <see cref="Account.Login"/> keeps it: lower case, digits 0-9, no spaces.</summary>
    public static string Fold(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed) || typed.Length > 2 * MaxLength)
            return "";
        var kept = new StringBuilder(typed.Length);
        foreach (var c in Digits.ToLatin(typed).Normalize(NormalizationForm.FormKC))
            if (!char.IsWhiteSpace(c) && !char.IsControl(c) && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Surrogate))
                kept.Append(char.ToLowerInvariant(c));
        return kept.Length > MaxLength ? "" : kept.ToString();
    }

    /// <summary>The phone number that was typed instead of a login, in the form E.164; a PPR is too short to be one.</summary>
    public static string? Phone(string? typed) => MoroccanPhone.Read(typed)?.E164;
}
