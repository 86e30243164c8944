using System.Text;
using Massar.Infrastructure.Security;

namespace Massar.Tests.Infrastructure.Security;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, SHA-1 rows (the RFC prints 8 digits; applications show the last 6).
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_of_RFC_6238(long unixTime, string code)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(unixTime);

        Assert.Equal(code, Totp.Code(Secret, Totp.StepAt(at), 8));
        Assert.Equal(code[2..], Totp.Code(Secret, Totp.StepAt(at)));
        Assert.Equal(Totp.StepAt(at), Totp.Verify(Secret, code[2..], at));
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_code_is_good_one_step_either_side(int steps, bool good)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        var step = Totp.StepAt(now) + steps;

        Assert.Equal(good ? step : null, Totp.Verify(Secret, Totp.Code(Secret, step), now));
    }

    [Fact]
    public void A_spent_step_is_not_accepted_again_and_the_next_one_is()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        var code = Totp.Code(Secret, Totp.StepAt(now));
        var spent = Totp.Verify(Secret, code, now);

        Assert.Null(Totp.Verify(Secret, code, now, spent));
        Assert.Null(Totp.Verify(Secret, Totp.Code(Secret, spent!.Value - 1), now, spent));
        Assert.Equal(spent + 1, Totp.Verify(Secret, Totp.Code(Secret, spent.Value + 1), now.AddSeconds(30), spent));
    }

    [Theory, InlineData("287 082"), InlineData("٢٨٧٠٨٢"), InlineData(" 287082 ")]
    public void A_code_is_read_as_it_is_typed(string typed) =>
        Assert.Equal(1, Totp.Verify(Secret, typed, DateTimeOffset.FromUnixTimeSeconds(59)));

    [Theory, InlineData(null), InlineData(""), InlineData("28708"), InlineData("2870820"), InlineData("abcdef"), InlineData("287083")]
    public void Anything_else_is_refused(string? typed) =>
        Assert.Null(Totp.Verify(Secret, typed, DateTimeOffset.FromUnixTimeSeconds(59)));

    // RFC 4648, section 10, without padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base32_of_RFC_4648(string text, string encoded)
    {
        Assert.Equal(encoded, Totp.ToBase32(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(text, Encoding.ASCII.GetString(Totp.FromBase32(encoded.ToLowerInvariant())!));
    }

    [Fact]
    public void Base32_refuses_other_signs() => Assert.Null(Totp.FromBase32("MZX1"));

    [Fact]
    public void The_address_names_issuer_and_account() =>
        Assert.Equal("otpauth://totp/Massar:k%40taalim.ma?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Massar&algorithm=SHA1&digits=6&period=30",
            Totp.Uri(Secret, "Massar", "k@taalim.ma"));
}
