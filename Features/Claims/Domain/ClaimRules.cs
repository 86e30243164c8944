using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Claims.Domain;

/// <summary>What the ministry may change about claims on children from year to year, as the settings <c>claims.*</c> say it.</summary>
/// <param name="Tries">Wrong tries within 24 hours, at one child or by one account, before claims are locked for a day (acceptance check AC-WAL-5).</param>
/// <param name="SlipDays">So long a slip's code counts.</param>
/// <param name="AnswerDays">So long the head waits for guardians in force who do not answer.</param>
/// <param name="OpenDays">After so many days without a decision a claim lapses.</param>
public sealed record ClaimRules(int Tries, int SlipDays, int AnswerDays, int OpenDays)
{
    /// <summary>Those of the current year; what is missing or makes no sense falls back to the delivered value.</summary>
    public static async Task<ClaimRules> Current(MassarDb db, CancellationToken ct) => From(await YearFigures.Current(db, Prefix, ct));

    /// <summary>How the codes of the settings begin.</summary>
    public const string Prefix = "claims.";

    /// <summary>Their codes, to be read together with others.</summary>
    public static IReadOnlyList<string> Codes { get; } = [$"{Prefix}tries", $"{Prefix}slip-days", $"{Prefix}answer-days", $"{Prefix}open-days"];

    public static ClaimRules From(YearFigures figures) => new(figures.Number("tries", 10, 1, 50), figures.Number("slip-days", 30, 1, 366), figures.Number("answer-days", 7, 1, 60), figures.Number("open-days", 30, 1, 366));

    /// <summary>What was asked before has lapsed.</summary>
    public DateTime OpenSince(DateTime now) => now.AddDays(-OpenDays);
}
