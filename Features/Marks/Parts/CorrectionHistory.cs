using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.Parts;

/// <summary>Corrections after publication, oldest first: asked by whom, from what to what, decided by whom. The same for families and for the school.</summary>
public sealed class CorrectionHistory(Text text, Reader reader)
{
    /// <param name="html">The page.</param>
    /// <param name="lines">What was asked.</param>
    /// <param name="namesTest">Whether each line says which test it is about: not needed where all are about one cell.</param>
    public void Draw(Html html, IEnumerable<CorrectionLine> lines, bool namesTest)
    {
        html.Add($"""<ol class="timeline">""");
        foreach (var line in lines)
        {
            html.Add($"""<li class="done"><p><strong>{text["marks.correction.asked-what", Word(line.Old), Word(line.New)]}</strong>""");
            html.AddIf(namesTest, $" – {TestNames.Of(text, line.Number)}");
            html.Add($"""</p><span class="sub"><bdi>{reader.Name(line.AskedAr, line.AskedLatin)}</bdi> – {Moment.Of(line.AskedAt, reader.Language)}</span><blockquote>{line.Reason}</blockquote></li>""");
            html.Add($"""<li class="{Mark(line.State)}"><p><strong>{text[$"marks.correction.{line.State.ToString().ToLowerInvariant()}"]}</strong></p>""");
            if (line.DecidedAt is { } at)
                html.Add($"""<span class="sub"><bdi>{reader.Name(line.DecidedAr ?? "", line.DecidedLatin ?? "")}</bdi> – {Moment.Of(at, reader.Language)}</span>""");
            if (line.Answer is { Length: > 0 } answer)
                html.Add($"<blockquote>{answer}</blockquote>");
            html.Add($"</li>");
        }

        html.Add($"</ol>");
    }

    private static string Mark(CorrectionState state) => state switch
    {
        CorrectionState.Approved => "done",
        CorrectionState.Refused => "bad",
        _ => "now",
    };

    private string Word(CellValue value) => value.IsEmpty ? text["marks.cell.nothing"] : value.Shown(reader.Language);
}
