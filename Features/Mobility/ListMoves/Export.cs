using Massar.Features.Mobility.Parts;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Spreadsheets;

namespace Massar.Features.Mobility.ListMoves;

/// <summary>Who moved, as a file that opens in a spreadsheet program.</summary>
public static class Export
{
    private static readonly string[] Heads = ["ui.ppr", "ui.name", "mobility.group", "mobility.moves.from-code", "mobility.moves.from", "mobility.moves.to-code", "mobility.moves.to", "mobility.wish"];

    /// <param name="format">xlsx; anything else is csv.</param>
    public static IResult File(IReadOnlyList<Row> rows, string? format, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(format == "xlsx" ? format : "csv", "moves", text["mobility.moves.title"], arabic, [],
        [
            SheetFile.HeadOf(text, Heads),
            .. rows.Select(r => (IReadOnlyList<object?>)[
                r.Ppr, arabic ? r.NameAr : r.NameLatin, GroupWords.Of(text, r.Group, r.DisciplineAr, r.DisciplineFr), r.FromCode, arabic ? r.FromAr : r.FromFr,
                r.ToCode, arabic ? r.ToAr : r.ToFr, r.Wish]),
        ]);
    }
}
