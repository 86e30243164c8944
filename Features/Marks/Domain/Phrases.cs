using System.Text.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>The phrases somebody writes remarks with.</summary>
/// <param name="Offered">In their order.</param>
/// <param name="AreOwn">False while the teacher keeps none and the ministry's starting set stands in.</param>
public sealed record PhraseBank(string Language, IReadOnlyList<KeptPhrase> Offered, bool AreOwn);

/// <summary>Reads phrases; each teacher reads the own ones alone.</summary>
public static class Phrases
{
    /// <summary>The ministry's list that a teacher begins with; its lines are edited in the reference screens.</summary>
    public const string List = "remark-phrases";

    /// <summary>Phrases of the signed-in person.</summary>
    public static IQueryable<RemarkPhrase> OwnedBy(this IQueryable<RemarkPhrase> phrases, CurrentUser user) => phrases.Where(p => p.AccountId == user.AccountId);

    /// <summary>Whoever counts the own phrases before changing them does so one after the other.</summary>
    public static async Task LockPhrases(this MassarDb db, CurrentUser user, CancellationToken ct)
    {
        var me = user.AccountId;
        _ = await db.Accounts.Where(a => a.Id == me).Select(a => a.Id).ForUpdate().SingleAsync(ct);
    }

    /// <summary>The own phrases of a language, or the starting set where there are none. One statement.</summary>
    public static async Task<PhraseBank> PhrasesOf(this MassarDb db, CurrentUser user, string language, CancellationToken ct)
    {
        var arabic = language == "ar";
        var rows = await db.RemarkPhrases.OwnedBy(user).Where(p => p.Language == language && p.DeletedAt == null)
            .Select(p => new { p.Id, p.Order, p.Text, Details = "", Band = (int)p.Band, Trend = (int)p.Trend })
            .Concat(db.Nomenclatures.Where(n => n.List == List).Select(n => new { Id = 0L, n.Order, Text = arabic ? n.NameAr : n.NameFr, n.Details, Band = 0, Trend = 0 }))
            .AsNoTracking().ToListAsync(ct);
        var own = rows.Where(r => r.Id != 0).OrderBy(r => r.Order).ThenBy(r => r.Id).Select(r => new KeptPhrase(r.Id, r.Text, (RemarkBand)r.Band, (RemarkTrend)r.Trend)).ToList();
        return own.Count > 0 ? new PhraseBank(language, own, AreOwn: true)
            : new PhraseBank(language, [.. rows.OrderBy(r => r.Order).Select(r => Of(r.Text, r.Details)).Where(p => p.Text.Length is > 0 and <= TeacherRemark.TextLength)], AreOwn: false);
    }

    // What a line does not say, or says of no band that is known, is for everybody.
    private static KeptPhrase Of(string text, string details)
    {
        using var json = JsonDocument.Parse(details.Length == 0 ? "{}" : details);
        return new KeptPhrase(0, text, Read<RemarkBand>("band"), Read<RemarkTrend>("change"));

        TValue Read<TValue>(string name) where TValue : struct, Enum =>
            json.RootElement.TryGetProperty(name, out var said) && Enum.TryParse<TValue>(said.GetString(), out var value) && Enum.IsDefined(value) ? value : default;
    }
}
