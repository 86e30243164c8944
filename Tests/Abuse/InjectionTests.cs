using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Massar.Tests.Support;

namespace Massar.Tests.Abuse;

/// <summary>G18: text that people typed is never run as code.</summary>
[Collection(HostileCollection.Name)]
public sealed class InjectionTests(HostileWorld world)
{
    [Fact]
    public async Task Hostile_names_are_shown_as_text_on_every_page_that_shows_them()
    {
        var shown = 0;
        foreach (var page in (await world.WalkAll()).Where(p => p.IsHtml))
        {
            var document = new HtmlParser().ParseDocument(page.Body);
            AssertInert(document, page.ToString());
            if (document.Body!.TextContent.Contains("alert(1)", StringComparison.Ordinal))
                shown++;
        }

        Assert.True(shown >= 20, $"Hostile names were met on {shown} pages only: the test does not see what it is for.");
    }

    [Fact]
    public async Task What_was_typed_comes_back_as_text_in_refused_forms_and_searches()
    {
        var reflected = 0;
        var attack = HostileWorld.Script + HostileWorld.Image + "'`${alert(1)}";
        foreach (var person in world.People)
        {
            var visitor = await world.App.SignIn(person);
            foreach (var page in (await world.Walk(person.Role)).Where(p => p is { IsHtml: true, Status: HttpStatusCode.OK }).DistinctBy(p => p.Template))
            {
                var form = new HtmlParser().ParseDocument(page.Body).QuerySelectorAll("main form").FirstOrDefault();
                if (form is null)
                    continue;
                var names = form.QuerySelectorAll("input:not([type=hidden]):not([type=file]),textarea").Select(i => i.GetAttribute("name")).OfType<string>().Distinct().ToList();
                var isPost = string.Equals(form.GetAttribute("method"), "post", StringComparison.OrdinalIgnoreCase);
                if (isPost || names.Count == 0)
                    continue;
                var query = string.Join('&', names.Select(n => $"{Uri.EscapeDataString(n)}={Uri.EscapeDataString(attack)}"));
                var answer = await visitor.Open($"{(form.GetAttribute("action") ?? page.Address).Split('?')[0]}?{query}");
                Assert.True((int)answer.Status < 500, $"{person.Role} {answer.Address}: {(int)answer.Status}");
                AssertInert(answer.Document, $"{person.Role} {answer.Address}");
                reflected++;
            }
        }

        foreach (var address in (string[])["/accounts/sign-in", "/"])
        {
            var answer = await world.App.Visitor().Open($"{address}?back={Uri.EscapeDataString(attack)}&{Uri.EscapeDataString(attack)}=1");
            AssertInert(answer.Document, address);
            reflected++;
        }

        var refused = await (await world.App.Visitor().Open("/accounts/sign-in")).Submit(("Login", attack), ("Password", "wrong wrong wrong"));
        AssertInert(refused.Document, "/accounts/sign-in");
        Assert.Equal(attack, refused.ValueOf("Login"));
        Assert.True(reflected > 2);
    }

    private static void AssertInert(IDocument document, string where)
    {
        Assert.DoesNotContain(document.Scripts, s => s.GetAttribute("src") is null || s.TextContent.Length > 0);
        foreach (var element in document.All)
        {
            Assert.False(element.LocalName is "iframe" or "object" or "embed" or "base", $"{where} has a {element.LocalName}");
            Assert.False(element.LocalName == "img" && element.GetAttribute("src") == "x", $"{where} drew an image from a name");
            foreach (var attribute in element.Attributes)
            {
                Assert.False(attribute.Name.StartsWith("on", StringComparison.Ordinal) || attribute.Name.StartsWith("hx-on", StringComparison.Ordinal), $"{where}: {element.LocalName} {attribute.Name}");
                Assert.False(attribute.Name is "href" or "src" or "action" or "formaction" && attribute.Value.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase), $"{where}: {attribute.Value}");
                Assert.False(attribute.Name == "style", $"{where}: a style attribute");
            }
        }
    }
}
