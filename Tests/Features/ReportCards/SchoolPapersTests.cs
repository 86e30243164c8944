using System.Globalization;
using System.Text.RegularExpressions;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Tests.Infrastructure.Pdf;

namespace Massar.Tests.Features.ReportCards;

/// <summary>The school's papers can be read in a hand: no small letters, and a second page rather than them.</summary>
[Collection(Papers.Name)]
public sealed partial class SchoolPapersTests(PaperPress press)
{
    private const double Readable = 8;

    [Theory, InlineData(6, 1, 1), InlineData(10, 1, 1), InlineData(10, 2, 1), InlineData(13, 2, 1), InlineData(14, 1, 1), InlineData(14, 2, 1), InlineData(16, 2, 2)]
    public async Task A_card_has_no_letters_under_eight_points_whatever_the_number_of_subjects(int subjects, int semester, int most)
    {
        var file = await press.Print(SamplePapers.Card(subjects, semester), $"card-{subjects}-{semester}.pdf");

        Assert.InRange(PdfText.Pages(await File.ReadAllBytesAsync(file)), 1, most);
        var sizes = SizesIn(file);
        Assert.True(sizes.Count > 3, "Hardly any letters were found.");
        Assert.True(sizes.Min() >= Readable, $"{sizes.Min()} points on a card of {subjects} subjects");
    }

    [Fact]
    public async Task What_does_not_fit_on_one_page_takes_further_pages_with_their_number_and_the_seal()
    {
        var file = await press.Print(SamplePapers.Card(16, 2, "نتائج حسنة في المجموع، غير أن المشاركة داخل القسم تبقى محدودة، والمرجو الاعتناء بالإنجازات المنزلية ومراجعة الدروس بانتظام"), "card-long.pdf");

        var pages = PdfText.Pages(await File.ReadAllBytesAsync(file));
        Assert.True(pages > 1);
        Assert.True(SizesIn(file).Min() >= Readable);
        Assert.Contains(Tools.Bare($"صفحة {pages} من {pages}"), Tools.Bare(Tools.Text(file, pages)), StringComparison.Ordinal);
        // Never a signature alone: the average stands above it.
        Assert.Contains(Tools.Bare("13,45"), Tools.Bare(Tools.Text(file, pages)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Minutes_and_transcripts_are_as_readable()
    {
        foreach (var (name, paper) in (IEnumerable<(string, IPaper)>)[("minutes", SamplePapers.Minutes()), ("transcript", SamplePapers.Transcript()), ("transcript-long", SamplePapers.Transcript(16)), ("schooling", SamplePapers.Schooling()), ("schooling-long", SamplePapers.Schooling(20))])
        {
            if (name == "transcript")
                Assert.Equal(1, PdfText.Pages((await press.Printer.DrawAsync(paper)).Bytes));
            var least = SizesIn(await press.Print(paper, $"{name}-sizes.pdf")).Min();
            Assert.True(least >= Readable, $"{least} points in {name}");
        }
    }

    /// <summary>Sizes of the letters in points, as a reader of PDF finds them; three times as large, to tell thirds apart.</summary>
    private static List<double> SizesIn(string file)
    {
        var (exit, xml) = Tools.Run("pdftohtml", "-xml", "-stdout", "-i", "-zoom", "3", file);
        Assert.Equal(0, exit);
        return [.. Size().Matches(xml).Select(m => double.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture) / 3)];
    }

    [GeneratedRegex(@"<fontspec [^>]*size=""(\d+)""")]
    private static partial Regex Size();
}
