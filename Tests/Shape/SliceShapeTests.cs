using System.Text.RegularExpressions;
using Massar.Tests.Support;

namespace Massar.Tests.Shape;

public sealed partial class SliceShapeTests
{
    [Fact]
    public void No_slice_names_another()
    {
        var slices = Slices().ToList();
        Assert.True(slices.Count > 20);
        foreach (var (area, slice, directory) in slices)
            foreach (var file in Directory.EnumerateFiles(directory).Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal)))
                foreach (Match match in FeatureNames().Matches(File.ReadAllText(file)))
                {
                    var named = (Area: match.Groups["area"].Value, Part: match.Groups["part"].Value);
                    if (named.Part is "" or "Domain" or "Links" or "Permissions" or "Parts" or "Workbooks" || (named.Area == area && named.Part == slice))
                        continue;
                    Assert.False(slices.Any(s => s.Area == named.Area && s.Slice == named.Part), $"{area}/{slice} names {named.Area}.{named.Part}");
                }
    }

    [Fact]
    public void Every_endpoint_says_who_does_what()
    {
        foreach (var (area, slice, directory) in Slices())
        {
            var endpoint = Path.Combine(directory, "Endpoint.cs");
            if (File.Exists(endpoint))
                Assert.True(File.ReadAllText(endpoint).Contains("/// <summary>", StringComparison.Ordinal), $"{area}/{slice}");
        }
    }

    [Fact]
    public void No_markup_carries_a_style_a_script_or_a_handler()
    {
        var read = 0;
        foreach (var file in Directory.EnumerateFiles(Repository.Root, "*", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/.massar/", StringComparison.Ordinal)))
        {
            var isComponent = file.EndsWith(".razor", StringComparison.Ordinal);
            if (!isComponent && (!file.EndsWith(".cs", StringComparison.Ordinal) || file.Contains("/Tests/", StringComparison.Ordinal)))
                continue;
            var markup = File.ReadAllText(file);
            // Pages written by hand obey the same rules.
            if (!isComponent && !markup.Contains("Html html", StringComparison.Ordinal))
                continue;
            read++;
            Assert.False(Forbidden().IsMatch(markup), Path.GetRelativePath(Repository.Root, file));
        }

        Assert.True(read > 20);
    }

    [Fact]
    public void A_list_becomes_a_file_in_one_place_only()
    {
        // The ministry's mark workbooks and council reports have a form of their own.
        string[] places = ["Features/Marks/Workbooks/NotesCcWriter.cs", "Features/ReportCards/Domain/CouncilBook.cs", "Infrastructure/Spreadsheets/SheetFile.cs"];

        var writing = ((string[])["Features", "Infrastructure"]).SelectMany(d => Directory.EnumerateFiles(Path.Combine(Repository.Root, d), "*.cs", SearchOption.AllDirectories))
            .Where(f => File.ReadAllText(f) is var code && (code.Contains("new XlsxWriter(", StringComparison.Ordinal) || code.Contains("CsvWriter.Write(", StringComparison.Ordinal)))
            .Select(f => Path.GetRelativePath(Repository.Root, f)).Order(StringComparer.Ordinal);

        Assert.Equal(places, writing);
    }

    [Fact]
    public void The_file_of_a_paper_is_read_only_where_its_seal_is_looked_at()
    {
        string[] places = ["Features/Documents/Domain/DocumentArchive.cs", "Features/Documents/Domain/RegisterCheck.cs", "Features/Documents/VerifyDocument/Handler.cs"];

        var reading = Directory.EnumerateFiles(Path.Combine(Repository.Root, "Features"), "*.cs", SearchOption.AllDirectories)
            .Where(f => File.ReadAllText(f).Contains(".DocumentContents", StringComparison.Ordinal)).Select(f => Path.GetRelativePath(Repository.Root, f)).Order(StringComparer.Ordinal);

        Assert.Equal(places, reading);
    }

    private static IEnumerable<(string Area, string Slice, string Directory)> Slices() =>
        from area in Directory.EnumerateDirectories(Path.Combine(Repository.Root, "Features"))
        from slice in Directory.EnumerateDirectories(area)
        let name = Path.GetFileName(slice)
        where name is not ("Domain" or "Parts" or "Data" or "Workbooks")
        select (Path.GetFileName(area), name, slice);

    [GeneratedRegex(@"Massar\.Features\.(?<area>\w+)(?:\.(?<part>\w+))?")]
    private static partial Regex FeatureNames();

    [GeneratedRegex("""\sstyle="|<script>|\son[a-z]+="|hx-on|hx-boost|hx-delete|"js:""")]
    private static partial Regex Forbidden();
}
