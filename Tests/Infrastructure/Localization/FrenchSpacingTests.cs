using System.Text.RegularExpressions;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Delivery;
using Massar.Infrastructure.Localization;

namespace Massar.Tests.Infrastructure.Localization;

public sealed class FrenchSpacingTests
{
    [Theory]
    [InlineData("Code : 123", "Code\u00A0: 123")]
    [InlineData("Sûr ? Oui !", "Sûr\u202F? Oui\u202F!")]
    [InlineData("Lu ; signé", "Lu\u202F; signé")]
    [InlineData("Pressez « Envoyer » puis", "Pressez «\u00A0Envoyer\u00A0» puis")]
    [InlineData("À 10:30, https://exemple.ma/?a=1 (fin).", "À 10:30, https://exemple.ma/?a=1 (fin).")]
    public void A_mark_never_begins_a_line(string typed, string set)
    {
        Assert.Equal(set, FrenchSpacing.Of(typed));
        Assert.Equal(typed, FrenchSpacing.Undo(set));
    }

    [Fact]
    public void Every_French_sentence_is_set_so()
    {
        var loose = Words.All.Keys("fr").Select(k => (Key: k, Sentence: Words.All.Find("fr", k)!)).Where(w => Regex.IsMatch(w.Sentence, " [:;!?»]|« |[\\p{L})}][;!?](?: |$)")).ToList();

        Assert.Empty(loose);
        Assert.Contains(Words.All.Keys("fr"), k => Words.All.Find("fr", k)!.Contains('\u202F', StringComparison.Ordinal));
    }

    [Fact]
    public void An_SMS_keeps_plain_spaces_and_the_alphabet_it_had()
    {
        // Accents outside the 7-bit alphabet are the sentence's own doing; the spaces must not be.
        foreach (var key in Words.All.Keys("fr").Where(k => k.EndsWith(".sms", StringComparison.Ordinal)))
        {
            var sent = NoticeText.OfSms("fr", key[..^".sms".Length], "[\"1\",\"2\",\"3\",\"4\",\"5\"]");

            Assert.DoesNotContain(sent, c => c is '\u00A0' or '\u202F');
            Assert.Equal(SmsText.Measure(sent.Replace(' ', 'x')).Alphabet, SmsText.Measure(sent).Alphabet);
        }
    }
}
