using Massar.Features.Marks.Domain;
using Massar.Features.Marks.Parts;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.ShowMyMarks;

/// <summary>The pupil's own page.</summary>
[Page("marks.menu.mine")]
public sealed class Results(Text text, Reader reader) : IDrawn<TermResults>
{
    public void Draw(Html html, TermResults model)
    {
        html.Add($"<h1>{text["marks.menu.mine"]}</h1>");
        new ResultTable(text, reader).Draw(html, model, "marks.menu.mine", static t => Links.MineOf(t.YearId, t.Semester));
        if (model.Shown is { } shown)
            html.Add($"""<p class="acts"><a href="{Links.TryOf(null, shown.YearId, shown.Semester)}">{text["marks.try"]}</a></p>""");
    }
}
