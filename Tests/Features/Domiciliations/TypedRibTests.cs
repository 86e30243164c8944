using Massar.Features.Domiciliations.Domain;
using Massar.Infrastructure.Text;

namespace Massar.Tests.Features.Domiciliations;

/// <summary>Account numbers: 24 digits whose last two follow from the others.</summary>
public sealed class TypedRibTests
{
    [Theory]
    [InlineData("999000000000000000012392", null)]
    [InlineData("999 000 0000000000000123 92", null)]
    [InlineData("MA64 9990 0000 0000 0000 0001 2392", null)]
    [InlineData("٩٩٩ ٠٠٠ ٠٠٠٠٠٠٠٠٠٠٠٠٠١٢٣ ٩٢", null)]
    [InlineData("999000000000000000012393", "domiciliations.rib.key")]
    [InlineData("999000000000000000021392", "domiciliations.rib.key")]
    [InlineData("99900000000000000001235", "domiciliations.rib.length")]
    [InlineData("FR7699900000000000000001239244", "domiciliations.rib.letters")]
    [InlineData("999 OOO 0000000000000123 92", "domiciliations.rib.letters")]
    [InlineData("", "domiciliations.rib.needed")]
    public void A_number_is_judged_by_its_digits_and_its_key(string typed, string? problem) => Assert.Equal(problem, TypedRib.Problem(typed)?.Key);

    [Fact]
    public void No_single_slip_and_no_exchange_of_two_neighbours_goes_unseen()
    {
        const string right = "999000120034567800912365";
        var number = right[..22] + Rib.Key(right[..22]);

        for (var i = 0; i < Rib.Length; i++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
                if (number[i] != digit)
                    Assert.NotNull(TypedRib.Problem(number[..i] + digit + number[(i + 1)..]));
            if (i + 1 < Rib.Length && number[i] != number[i + 1])
                Assert.NotNull(TypedRib.Problem(number[..i] + number[i + 1] + number[i] + number[(i + 2)..]));
        }

        Assert.DoesNotContain(number[3..^4], TypedRib.Masked(number[..3], number[^4..]), StringComparison.Ordinal);
    }
}
