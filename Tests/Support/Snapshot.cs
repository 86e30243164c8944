using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Tests.Support;

/// <summary>
/// Compares what was made with what somebody approved, <c>Name.verified.html</c> beside the tests (ADR 7). A difference leaves
/// <c>Name.received.html</c>; running the tests with <c>MASSAR_SNAPSHOTS=accept</c> approves it instead.
/// </summary>
public static partial class Snapshot
{
    private static readonly HtmlParser Parser = new();
    private static readonly string Folder = Path.Combine(Repository.Root, "Tests", "Shape", "Snapshots");
    private static readonly bool Accepts = Environment.GetEnvironmentVariable("MASSAR_SNAPSHOTS") == "accept";

    /// <summary>Elements that stand within a line: what they hold stays on it, with its spaces.</summary>
    private static readonly HashSet<string> Inline = ["a", "b", "bdi", "br", "code", "em", "i", "small", "span", "strong", "sub", "sup", "time"];

    /// <summary>Names of all approved outputs, so that one nobody compares any more is found.</summary>
    public static IEnumerable<string> Approved => Directory.EnumerateFiles(Folder, "*.verified.*").Select(f => Path.GetFileName(f).Split(".verified.")[0]);

    /// <summary>Compares HTML as a browser understands it: parsed, printed one way, without what is drawn anew each time.</summary>
    public static void MatchHtml(string name, string html)
    {
        var page = Parser.ParseDocument(html);
        foreach (var drawn in page.QuerySelectorAll($"[name={Antiforgery.Field}],[name={IdempotencyKey.Field}]"))
            drawn.SetAttribute("value", "…");
        foreach (var style in page.QuerySelectorAll("style"))
            style.TextContent = "…";
        foreach (var asset in page.QuerySelectorAll("[src],link[href]"))
            foreach (var attribute in (string[])["src", "href"])
                if (asset.GetAttribute(attribute) is { } address)
                    asset.SetAttribute(attribute, Fingerprint().Replace(address, "/a/"));
        var printed = new StringBuilder();
        // A fragment is parsed into a page of its own; only what was given is printed.
        foreach (var node in html.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase) ? page.ChildNodes : page.Body!.ChildNodes)
            Print(node, 0, printed);
        Match(name, "html", printed.ToString());
    }

    /// <summary>Compares lines of text; how wide the gaps within a line are says nothing.</summary>
    public static void MatchText(string name, string text) =>
        Match(name, "txt", string.Join('\n', text.Split('\n').Select(Fold).Where(l => l.Length > 0)) + "\n");

    private static void Match(string name, string kind, string text)
    {
        var (verified, received) = (Path.Combine(Folder, $"{name}.verified.{kind}"), Path.Combine(Folder, $"{name}.received.{kind}"));
        if (File.Exists(verified) && File.ReadAllText(verified) == text)
        {
            File.Delete(received);
            return;
        }

        if (Accepts)
        {
            File.WriteAllText(verified, text);
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        Assert.Fail($"{name} is not what was approved{Difference(File.Exists(verified) ? File.ReadAllText(verified) : "", text)}\nIf it is as it should be, run the test with MASSAR_SNAPSHOTS=accept.");
    }

    private static string Difference(string approved, string made)
    {
        var (old, now) = (approved.Split('\n'), made.Split('\n'));
        var at = old.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        return $", first in line {at + 1}:\n- {old.ElementAtOrDefault(at)}\n+ {now.ElementAtOrDefault(at)}";
    }

    private static void Print(INode node, int depth, StringBuilder to)
    {
        switch (node)
        {
            case IText text when !string.IsNullOrWhiteSpace(text.Data):
                Line(Fold(text.Data).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal));
                break;
            case IElement element when element.ChildNodes.Length == 0 || element.ChildNodes.Any(n => n is IText t && !string.IsNullOrWhiteSpace(t.Data)) || element.Descendants<IElement>().All(IsInline):
                Line(Spaces().Replace(element.OuterHtml, " "));
                break;
            case IElement element:
                var shell = HtmlMarkupFormatter.Instance;
                Line(shell.OpenTag(element, false));
                foreach (var child in element is AngleSharp.Html.Dom.IHtmlTemplateElement template ? template.Content.ChildNodes : element.ChildNodes)
                    Print(child, depth + 1, to);
                Line(shell.CloseTag(element, false));
                break;
        }

        void Line(string line) => to.Append(' ', depth * 2).Append(line).Append('\n');
    }

    private static bool IsInline(IElement element) => Inline.Contains(element.LocalName);

    private static string Fold(string text) => Spaces().Replace(text, " ").Trim(' ');

    // Not the unbreakable space, which somebody chose.
    [GeneratedRegex(@"[ \t\r\n]+")]
    private static partial Regex Spaces();

    [GeneratedRegex("^/a/[0-9a-f]{12}/")]
    private static partial Regex Fingerprint();
}
