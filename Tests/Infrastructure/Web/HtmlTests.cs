using System.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Components;
using Xunit;

namespace Massar.Tests.Infrastructure.Web;

/// <summary>The writer behind the pages written by hand.</summary>
public sealed class HtmlTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("\" onfocus=\"x", "&quot; onfocus=&quot;x")]
    [InlineData("l'élève & sa mère", "l&#39;élève &amp; sa mère")]
    [InlineData("&lt;", "&amp;lt;")]
    [InlineData("الزهراء ⵜⴰⵎⴰⵣⵉⵖⵜ 👩‍🏫", "الزهراء ⵜⴰⵎⴰⵣⵉⵖⵜ 👩‍🏫")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void What_stands_in_a_hole_is_encoded(string? text, string encoded)
    {
        using var html = new Html();
        html.Add($"""<p title="{text}">{text}</p>""");
        Assert.Equal($"""<p title="{encoded}">{encoded}</p>""", Read(html));
    }

    [Fact]
    public void Literals_numbers_and_marked_markup_stay_as_they_are()
    {
        using var html = new Html();
        html.Add($"<b>{-2147483648}</b>{new MarkupString("<i>")}{default(MarkupString)}");
        html.AddIf(false, $"<never>{1}");
        html.AddIf(true, $"<always>{2}");
        Assert.Equal("<b>-2147483648</b><i><always>2", Read(html));
    }

    [Fact]
    public void A_page_grows_beyond_its_first_buffer()
    {
        using var html = new Html();
        var line = new string('م', 5000) + "<";
        for (var i = 0; i < 20; i++)
            html.AddText(line);
        Assert.Equal(string.Concat(Enumerable.Repeat(new string('م', 5000) + "&lt;", 20)), Read(html));
    }

    [Fact]
    public void Half_a_character_is_never_sent()
    {
        using var html = new Html();
        using var writer = new Html.Writer(html);
        foreach (var half in "👩")
            writer.Write(half);
        html.AddText("\ud83d");
        Assert.Equal("👩\ufffd", Read(html));
    }

    private static string Read(Html html) => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(html.Written.Span);
}
