using Massar.Features.Documents.Domain;

namespace Massar.Tests.Features.Documents;

public sealed class DocumentCodeTests
{
    [Fact]
    public void A_code_comes_back_from_print_however_it_is_typed()
    {
        var code = DocumentCode.New();

        Assert.Equal(DocumentCode.Length, code.Length);
        foreach (var typed in (string[])[code, DocumentCode.Shown(code), DocumentCode.Shown(code).ToLowerInvariant(), string.Join(' ', code.Chunk(3).Select(c => new string(c))), $"  {code.ToLowerInvariant()}\n",
            code.Replace('0', 'O').Replace('1', 'l'), code.Replace('0', '٠').Replace('5', '٥')])
            Assert.Equal(code, DocumentCode.Read(typed));
    }

    [Theory, InlineData(null), InlineData(""), InlineData("ABCD"), InlineData("0000000000000000000000000000X"), InlineData("000000000000000000000000000*"), InlineData("سسسسسسسسسسسسسسسسسسسسسسسسسسسس")]
    public void What_cannot_be_a_code_is_none(string? typed) => Assert.Null(DocumentCode.Read(typed));

    [Fact]
    public void No_code_comes_twice_and_every_letter_is_used()
    {
        var codes = Enumerable.Range(0, 20_000).Select(_ => DocumentCode.New()).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.Equal(32, codes.SelectMany(c => c).Distinct().Count());
    }
}
