using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Components;

namespace Massar.Features.Marks.Parts;

/// <summary>
/// A pupil's semester: marks, averages and how they were made. Written by hand: it is the page the whole country opens at one hour.
/// </summary>
public sealed class ResultTable(Text text, Reader reader)
{
    private static readonly MarkupString Here = new(" aria-current=\"page\"");

    /// <param name="html">The page.</param>
    /// <param name="results">What is out.</param>
    /// <param name="caption">Text key of the table's name for who hears the page.</param>
    /// <param name="address">Where another semester is read.</param>
    public void Draw(Html html, TermResults results, string caption, Func<Term, string> address)
    {
        if (results.OpensAt is { } opens)
            html.Add($"""<p class="note">{text["marks.opens-at", Moment.Of(opens, reader.Language)]}</p>""");
        if (results.OthersAt is { } others)
            html.Add($"""<p class="note">{text["marks.others-at", Moment.Of(others, reader.Language)]}</p>""");
        if (results.Shown is not { } shown)
        {
            html.Add($"""<div class="empty"><h2>{text["marks.mine.none"]}</h2><p>{text["marks.mine.none.why"]}</p></div>""");
            return;
        }

        html.Add($"""<ul class="pager">""");
        foreach (var term in results.Terms)
            html.Add($"""<li><a href="{address(term)}"{(term == shown ? Here : default)}><bdi>{text[$"marks.semester.{term.Semester}"]} – {Formats.SchoolYear(term.YearId)}</bdi></a></li>""");
        html.Add($"</ul>");
        if (results.Average is { } average)
            html.Add($"""<p class="lead">{text[results.IsComplete ? "marks.mine.average" : "marks.mine.average-so-far"]} <span class="num"><strong>{Formats.Mark(average)}</strong>&nbsp;/&nbsp;{results.Subjects[0].Scale}</span></p>""");

        if (results.Average is { } whole && Formula(results.Subjects, whole) is { } made)
            html.Add($"""<p class="sub"><bdi class="num">{made}</bdi></p>""");

        var (tests, mean, weight, colon) = (text["marks.tests"], text["marks.average"], text["marks.coefficient"], text["ui.colon"]);
        html.Add($"""
            <table class="cards"><caption class="sr">{text[caption]}</caption><thead><tr><th scope="col">{text["ui.subject"]}</th><th scope="col">{tests}</th><th scope="col" class="num">{mean}</th><th scope="col" class="num">{weight}</th></tr></thead><tbody>
            """);
        foreach (var subject in results.Subjects)
        {
            html.Add($"""<tr><th scope="row"><bdi>{NameOf(subject)}</bdi></th><td data-h="{tests}"><span>""");
            foreach (var (number, value) in subject.Tests)
                html.Add($"""{TestNames.Of(text, number)}{colon}<b class="num">{(value.IsEmpty ? "–" : value.Shown(reader.Language))}</b> """);
            if (subject.Average is not null && Formula(subject) is { } formula)
                html.Add($"""<small class="sub"><br><bdi class="num">{formula}</bdi></small>""");
            if (subject is { IsComplete: true, Average: { } now } && results.Before.TryGetValue(subject.Subject, out var before))
                html.Add($"""<small class="sub"><br>{Since(now - before)}</small>""");
            if (subject.Remark is { Length: > 0 } remark)
                html.Add($"""<small class="sub"><br>{text["marks.remark"]} <bdi>{remark}</bdi></small>""");
            html.Add($"""</span></td><td class="num" data-h="{mean}"><b>{(subject.Average is { } a ? Formats.Mark(a) : "–")}</b></td><td class="num" data-h="{weight}">{Weight(subject.Coefficient)}</td></tr>""");
        }

        html.Add($"""</tbody></table><p class="sub">{text["marks.mine.how"]}</p><p class="legend">{text["marks.legend.read"]}</p>""");
        if (results.Corrections.Count == 0)
            return;
        html.Add($"<h2>{text["marks.corrections"]}</h2>");
        foreach (var group in results.Corrections.GroupBy(c => c.SubjectCode))
        {
            html.Add($"<h3><bdi>{(results.Subjects.FirstOrDefault(s => s.Subject == group.Key) is { } named ? NameOf(named) : group.Key)}</bdi></h3>");
            new CorrectionHistory(text, reader).Draw(html, group, namesTest: true);
        }
    }

    private string NameOf(SubjectResult subject) => reader.Name(subject.SubjectAr, subject.SubjectFr);

    // "(14,50 + 12,00) ÷ 2 × 75% + 16,00 × 25% = 13,94": anybody can do it again by hand.
    private static string? Formula(SubjectResult s)
    {
        var tests = s.Tests.Where(t => t.Number != Assessment.Activities).Select(t => Averages.Counted(t.Value)).OfType<decimal>().ToList();
        var activities = s.Share > 0 ? s.Tests.Where(t => t.Number == Assessment.Activities).Select(t => Averages.Counted(t.Value)).FirstOrDefault() : null;
        if (tests.Count + (activities is null ? 0 : 1) < 2) return null;
        var sum = string.Join(" + ", tests.Select(Formats.Mark));
        var mean = tests.Count == 1 ? sum : $"({sum}) ÷ {tests.Count}";
        return activities is { } extra
            ? $"{mean} × {Percent(1 - s.Share)} + {Formats.Mark(extra)} × {Percent(s.Share)} = {Formats.Mark(s.Average!.Value)}"
            : $"{mean} = {Formats.Mark(s.Average!.Value)}";
    }

    // "(14,50 × 5 + 12,00 × 3) ÷ 8 = 13,56": the same as a program's, from the figures on the page.
    private static string? Formula(IReadOnlyList<SubjectResult> subjects, decimal average)
    {
        var counted = subjects.Where(s => s.Average is not null && s.Coefficient > 0).ToList();
        return counted.Count < 2 ? null : $"({string.Join(" + ", counted.Select(s => $"{Formats.Mark(s.Average!.Value)} × {Weight(s.Coefficient)}"))}) ÷ {Weight(counted.Sum(s => s.Coefficient))} = {Formats.Mark(average)}";
    }

    private string Since(decimal change) => change == 0 ? text["marks.since.same"] : text[change > 0 ? "marks.since.up" : "marks.since.down", Formats.Mark(Math.Abs(change))];

    private static string Weight(decimal coefficient) => Formats.Number(coefficient, coefficient % 1 == 0 ? 0 : 2);

    private static string Percent(decimal share) => Formats.Number(share * 100, share * 100 % 1 == 0 ? 0 : 2) + "%";
}
