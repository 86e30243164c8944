using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Messages.Domain;

/// <summary>What the ministry may change about messages from year to year, as the settings <c>messages.*</c> say it.</summary>
/// <param name="AnswerDays">Working days the school has for an answer; then the head reads it.</param>
/// <param name="Daily">Messages a guardian may send within 24 hours, to everybody together.</param>
/// <param name="Open">Conversations a guardian may have that are not closed.</param>
/// <param name="LettersDaily">Letters to the family of one pupil that somebody of the school may write within 24 hours.</param>
/// <param name="ClassLettersDaily">Letters to the families of a class.</param>
public sealed record ThreadRules(int AnswerDays, int Daily, int Open, int LettersDaily, int ClassLettersDaily)
{
    /// <summary>Those of the current year; what is missing or makes no sense falls back to the delivered value.</summary>
    public static async Task<ThreadRules> Current(MassarDb db, CancellationToken ct)
    {
        var figures = await YearFigures.Current(db, "messages.", ct);
        return new(figures.Number("answer-days", 5, 1, 30), figures.Number("daily", 5, 1, 50), figures.Number("open", 10, 1, 100), figures.Number("letters-daily", 20, 1, 200), figures.Number("class-letters-daily", 4, 1, 50));
    }
}
