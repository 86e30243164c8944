using System.Globalization;
using Massar.Features.Transfers.Domain;

namespace Massar.Features.Transfers;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string All = "/transfers";
    public const string New = "/transfers/new";
    public const string Mine = "/transfers/mine";

    public static string Side(string side) => $"{All}?side={side}";

    public static string NewFor(string massarCode) => $"{New}?code={Uri.EscapeDataString(massarCode)}";

    public static string Send(long pupil) => string.Create(CultureInfo.InvariantCulture, $"/transfers/pupils/{pupil}");

    public static string Request(long pupil) => string.Create(CultureInfo.InvariantCulture, $"/transfers/children/{pupil}");

    public static string Case(long transfer) => string.Create(CultureInfo.InvariantCulture, $"/transfers/{transfer}");

    public static string Answer(long transfer) => $"{Case(transfer)}/answer";

    public static string Decide(long transfer) => $"{Case(transfer)}/decision";

    public static string Join(long transfer) => $"{Case(transfer)}/joining";

    public static string Settle(long transfer) => $"{Case(transfer)}/away";

    public static string Cancel(long transfer) => $"{Case(transfer)}/cancel";

    public static string Certificate(long transfer) => $"{Case(transfer)}/certificate";
}
