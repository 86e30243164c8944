using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Spreadsheets;

namespace Massar.Features.Mobility.ValidateRequests;

/// <summary>The list as a file that opens in a spreadsheet program.</summary>
public static class Export
{
    private static readonly string[] Heads =
        ["mobility.number", "ui.ppr", "ui.name", "mobility.grade", "mobility.place-code", "mobility.place", "mobility.campaign", "mobility.kind", "ui.status", "mobility.sent-on", "mobility.points", "mobility.priority"];

    /// <param name="format">xlsx; anything else is csv.</param>
    public static IResult File(IReadOnlyList<Row> rows, string? format, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(format == "xlsx" ? format : "csv", "mobility", text["mobility.requests.title"], arabic, [],
        [
            SheetFile.HeadOf(text, Heads),
            .. rows.Select(r => (IReadOnlyList<object?>)[
                r.Number, r.Ppr, arabic ? r.NameAr : r.NameLatin, r.GradeCode, r.PlaceCode, arabic ? r.PlaceAr : r.PlaceFr, arabic ? r.CampaignAr : r.CampaignFr,
                text[$"mobility.kind.{r.Kind}"], text[Shown.Key(r.State)], r.SubmittedAt is { } at ? DateOnly.FromDateTime(MoroccanDay.Local(at)) : null, r.Points,
                r.HasPriority ? text[Shown.Key(ClaimState.Accepted)] : r.HasClaim ? text[Shown.Key(ClaimState.Claimed)] : null]),
        ]);
    }
}
