using Massar.Features.Marks.Parts;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.ShowChildMarks;

/// <summary>A child's page, for a guardian.</summary>
[Page("marks.menu.children")]
public sealed class Results(Text text, Reader reader) : IDrawn<ChildMarks>
{
    public void Draw(Html html, ChildMarks model)
    {
        html.Add($"""<ol class="crumbs"><li><a href="{Links.Children}">{text["marks.menu.children"]}</a></li></ol><h1>{text["marks.child.of"]} <bdi>{reader.Name(model.NameAr, model.NameLatin)}</bdi></h1>""");
        new ResultTable(text, reader).Draw(html, model.Results, "marks.child.results", t => Links.ChildOf(model.Pupil, t.YearId, t.Semester));
        if (model.Results.Shown is { } shown)
            html.Add($"""<p class="acts"><a href="{Links.TryOf(model.Pupil, shown.YearId, shown.Semester)}">{text["marks.try"]}</a></p>""");
        if (model.CanWrite)
            html.Add($"""<p class="acts"><a href="{Messages.Links.Child(model.Pupil)}">{text["messages.new"]}</a></p>""");
    }
}
