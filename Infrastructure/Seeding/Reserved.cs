using System.Globalization;

namespace Massar.Infrastructure.Seeding;

/// <summary>
/// Where the numbers of invented people come from, so that none is a living person's: the demo never leaves these ranges,
/// and an import of real data may refuse them.
/// </summary>
public static class Reserved
{
    /// <summary>Massar codes start with Z, a letter no academy issues.</summary>
    public const char MassarLetter = 'Z';

    /// <summary>Identity cards start with ZZ, letters no civil-status office uses.</summary>
    public const string CinLetters = "ZZ";

    /// <summary>0600 00 xx xx: ten thousand numbers; beyond them people have no phone.</summary>
    public const string PhonePrefix = "+21260000";

    /// <summary>Payroll numbers of eight digits from here on; those in use have seven at most or begin lower.</summary>
    public const int FirstPpr = 99_000_001;

    /// <summary>Numbers of schools from here on; the register is far below.</summary>
    public const int FirstGresa = 90_001;

    /// <summary>A domain that can never exist (RFC 2606).</summary>
    public const string MailDomain = "demo.invalid";

    /// <summary>First three digits of accounts; no bank has this code.</summary>
    public const string Bank = "999";

    private const int Phones = 10_000;

    public static string MassarCode(long number) => string.Create(CultureInfo.InvariantCulture, $"{MassarLetter}{number:D9}");

    public static string Cin(long number) => string.Create(CultureInfo.InvariantCulture, $"{CinLetters}{number:D6}");

    public static string Ppr(long number) => (FirstPpr - 1 + number).ToString(CultureInfo.InvariantCulture);

    public static string Email(string name) => $"{name}@{MailDomain}";

    /// <summary>E.164, or null when the range is used up.</summary>
    public static string? Phone(long number) => number is > 0 and < Phones ? string.Create(CultureInfo.InvariantCulture, $"{PhonePrefix}{number:D4}") : null;
}
