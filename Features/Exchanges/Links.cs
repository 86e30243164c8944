using static System.FormattableString;

namespace Massar.Features.Exchanges;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string All = "/exchanges";
    public const string Mine = "/exchanges/mine";
    /// <summary>What others have and look for.</summary>
    public const string Board = "/exchanges/board";

    /// <summary>One's own line of the board.</summary>
    public const string Offer = "/exchanges/offer";

    public const string New = "/exchanges/new";

    public static string Case(long id) => Invariant($"/exchanges/{id}");

    /// <summary>The sealed record of what all agreed to.</summary>
    public static string Record(long id) => $"{Case(id)}/record";

    /// <summary>A proposal to those of one or two lines of the board.</summary>
    public static string Propose(long offer, long? third = null) => third is null ? Invariant($"{New}?with={offer}") : Invariant($"{New}?with={offer}&third={third}");
}
