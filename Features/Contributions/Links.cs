using System.Globalization;

namespace Massar.Features.Contributions;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string Mine = "/contributions/mine";
    public const string Desk = "/contributions";
    public const string Book = "/contributions/book";
    public const string Transfers = "/contributions/transfers";
    public const string Statement = "/contributions/statement";
    public const string Outstanding = "/contributions/outstanding";

    public static string Class(int id) => string.Create(CultureInfo.InvariantCulture, $"/contributions/classes/{id}");

    /// <summary>The receipts a class got today, as one file for the printer.</summary>
    public static string PrintClass(int id) => $"{Class(id)}/print";

    public static string Pupil(long id) => string.Create(CultureInfo.InvariantCulture, $"/contributions/pupils/{id}");

    public static string Former(long id) => $"{Pupil(id)}/former";

    public static string Exempt(long pupil) => $"{Pupil(pupil)}/exempt";

    public static string EndExemption(long exemption) => string.Create(CultureInfo.InvariantCulture, $"/contributions/exemptions/{exemption}/end");

    public static string Entry(long id) => string.Create(CultureInfo.InvariantCulture, $"/contributions/entries/{id}");

    public static string Paper(long entry) => $"{Entry(entry)}/paper";

    public static string Cancel(long entry) => $"{Entry(entry)}/cancel";

    public static string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"/contributions/days/{day:yyyy-MM-dd}");

    public static string Close(DateOnly day) => $"{Day(day)}/close";

    public static string Countersign(DateOnly day) => $"{Day(day)}/countersign";

    public static string PrintDay(DateOnly day) => $"{Day(day)}/print";
}
