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
        foreach (var c in Digits.ToLatin(typed).Normal(NormalizationForm.FormKC))
            if (!char.IsWhiteSpace(c) && !char.IsControl(c) && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Surrogate))
                kept.Append(char.ToLowerInvariant(c));
        return kept.Length > MaxLength ? "" : kept.ToString();
    }

    /// <summary>The phone number that was typed instead of a login, in the form E.164; a PPR is too short to be one.</summary>
    public static string? Phone(string? typed) => MoroccanPhone.Read(typed)?.E164;

    /// <summary>A login as its owner knows it: Massar codes in capitals, telephones in pairs.</summary>
    public static string Shown(string login) =>
        MassarCode.Read(login) is { } code ? code.Value
        : login.StartsWith('+') && MoroccanPhone.Read(login) is { } phone ? phone.Display
        : login;

    /// <summary>Open accounts that what was typed may mean: at most one by login, and those of guardians by telephone.</summary>
    public static IQueryable<Account> Named(this IQueryable<Account> accounts, string? typed)
    {
        var login = Fold(typed);
        var open = accounts.Where(a => a.ClosedAt == null);
        return Phone(typed) is { } phone
            ? open.Where(a => a.Login == login || (a.Phone == phone && a.GuardianId != null))
            : open.Where(a => a.Login == login);
    }

    /// <summary>The one that is meant. A telephone may stand in several files; it names an account only when it names one.</summary>
    public static T? Meant<T>(IReadOnlyList<T> candidates, Func<T, string> loginOf, string? typed) where T : class
    {
        var login = Fold(typed);
        return candidates.FirstOrDefault(c => loginOf(c) == login) ?? (candidates.Count == 1 ? candidates[0] : null);
    }
}
