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
        foreach (var file in Directory.EnumerateFiles(Repository.Root, "*.razor", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/.massar/", StringComparison.Ordinal)))
        {
            var markup = File.ReadAllText(file);
            read++;
            Assert.False(Forbidden().IsMatch(markup), Path.GetRelativePath(Repository.Root, file));
        }

        Assert.True(read > 20);
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
