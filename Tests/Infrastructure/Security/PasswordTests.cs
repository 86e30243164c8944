using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Massar.Infrastructure.Security.Passwords;

namespace Massar.Tests.Infrastructure.Security;

public sealed partial class PasswordTests
{
    private static readonly Argon2PasswordHasher Hasher = new();

    [Fact]
    public void A_hash_is_a_PHC_string_with_todays_cost_and_its_own_salt()
    {
        var first = Hasher.Hash("كتاب قمر نهر شجر");
        var second = Hasher.Hash("كتاب قمر نهر شجر");

        Assert.Matches(@"^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$", first);
        Assert.NotEqual(first, second);
        Assert.True(Hasher.Verify(first, "كتاب قمر نهر شجر"));
        Assert.False(Hasher.Verify(first, "كتاب قمر نهر شجرة"));
    }

    // Published by the reference implementation (test.c): password "password", salt "somesalt", m=65536, t=2, p=1.
    [Fact]
    public void A_hash_made_by_the_reference_implementation_is_recognised()
    {
        const string Reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        Assert.True(Hasher.Verify(Reference, "password"));
        Assert.False(Hasher.Verify(Reference, "differentpassword"));
        Assert.True(Hasher.NeedsRehash(Reference));
    }

    [Theory]
    [InlineData("e\u0301cole secrète", "école secrète")] // decomposed by one keyboard, composed by another
    [InlineData("ﻛﺘﺎﺏ ﻗﻤﺮ ﻧﻬﺮ", "كتاب قمر نهر")] // presentation forms pasted from a PDF
    [InlineData("ａｂｃｄｅｆｇｈ", "abcdefgh")]
    public void The_same_letters_typed_another_way_are_the_same_password(string typed, string again) =>
        Assert.True(Hasher.Verify(Hasher.Hash(typed), again));

    [Fact]
    public void A_broken_surrogate_is_hashed_rather_than_thrown_at()
    {
        var broken = "mot de passe " + '\ud800';

        Assert.True(Hasher.Verify(Hasher.Hash(broken), broken));
        Assert.False(Hasher.Verify(Hasher.Hash(broken), "mot de passe "));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=19456,t=2$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=4000000000,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=2000000000,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$!!!!")]
    [InlineData("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$")]
    public void A_stored_text_that_is_no_bearable_hash_matches_nothing(string stored)
    {
        Assert.False(Hasher.Verify(stored, "password"));
        Assert.True(Hasher.NeedsRehash(stored));
    }

    [Fact]
    public void Another_cost_is_still_verified_and_asks_for_a_new_hash()
    {
        var cheap = new Argon2PasswordHasher(new Argon2Cost(64, 1, 1));
        var stored = cheap.Hash("quatre mots simples");

        Assert.True(Hasher.Verify(stored, "quatre mots simples"));
        Assert.True(Hasher.NeedsRehash(stored));
        Assert.False(cheap.NeedsRehash(stored));
    }

    [Fact]
    public void An_unknown_user_costs_what_a_known_one_costs()
    {
        // What an answer costs is one computation of the stored text's cost, and what is compared has one length: both are the same.
        Assert.Equal(Shape(Hasher.Hash("un mot de passe")), Shape(Hasher.Decoy));
        Assert.False(Hasher.NeedsRehash(Hasher.Decoy));

        static (string Cost, int Salt, int Hash) Shape(string stored) => stored.Split('$') is [.., var cost, var salt, var hash] ? (cost, salt.Length, hash.Length) : default;
    }

    [Fact]
    public async Task The_gate_works_as_many_at_once_as_it_has_places_and_turns_the_rest_away()
    {
        using var gate = new HashingGate(2, TimeSpan.FromMilliseconds(100));
        using var hold = new ManualResetEventSlim();
        var busy = Enumerable.Range(0, 2).Select(_ => Task.Run(() => gate.Run(() => hold.Wait(TimeSpan.FromSeconds(10))))).ToArray();
        Assert.True(SpinWait.SpinUntil(() => gate.Free == 0, TimeSpan.FromSeconds(5)));

        await Assert.ThrowsAsync<BusyException>(() => gate.Run(() => 1));
        hold.Set();

        Assert.All(await Task.WhenAll(busy), Assert.True);
        Assert.Equal(7, await gate.Run(() => 7));
        Assert.Equal(2, gate.Free);
    }

    [Fact]
    public async Task The_gate_gives_its_place_back_after_an_accident()
    {
        using var gate = new HashingGate(1, TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAsync<InvalidOperationException>(() => gate.Run<int>(() => throw new InvalidOperationException()));

        Assert.Equal(1, gate.Free);
    }

    [Theory]
    [InlineData("", "too-short")]
    [InlineData("x7$Qp2m", "too-short")]
    [InlineData("é\u0301x7$Qp2", "too-short")] // seven signs people see, eight code units
    [InlineData("x7$Qp2mW", null)]
    [InlineData("مثلثازرق", null)]
    [InlineData("password", "common")]
    [InlineData("P@ssw0rd2026", "common")]
    [InlineData("Mot De Passe", "common")]
    [InlineData("aaaaaaaaaaaa", "common")]
    [InlineData("azertyuiop12", "common")]
    [InlineData("12345678", "common")]
    [InlineData("abcabcabcabc", "common")]
    [InlineData("١٢٣٤٥٦٧٨", "common")]
    [InlineData("الحمد لله", "common")]
    [InlineData("massar2026", "personal")]
    public void What_staff_may_choose(string password, string? refused) =>
        Assert.Equal(refused is null ? null : "accounts.password." + refused,
            new PasswordPolicy().Check(password, PasswordHolder.WithSecondFactor)?.Key);

    [Theory]
    [InlineData("Amrani123", true)]
    [InlineData("k.amrani2010", true)]
    [InlineData("12052010khadija", true)]
    [InlineData("J130000001", true)]
    [InlineData("j130000001!!", true)]
    [InlineData("0612345678", true)]
    [InlineData("خديجةالعمراني", true)]
    [InlineData("ibnbattouta1", true)]
    [InlineData("trois girafes bleues", false)]
    [InlineData("amrani aime les girafes", false)] // the name is in it, but enough is left to guess
    public void What_is_known_of_a_person_is_not_a_password(string password, bool refused)
    {
        string?[] known = ["Khadija", "AMRANI", "خديجة", "العمراني", "J130000001", "AB123456", "0612345678", "Lycée Ibn Battouta", null];
        var words = known.Concat(PasswordPolicy.BirthDateWords(new DateOnly(2010, 5, 12)));

        var problem = new PasswordPolicy().Check(password, PasswordHolder.WithSecondFactor, words);

        Assert.Equal(refused ? "accounts.password.personal" : null, problem?.Key);
    }

    [Fact]
    public void Limits_come_with_the_refusal()
    {
        var policy = new PasswordPolicy();

        Assert.Equal(new("accounts.password.too-short", 15), policy.Check("x7$Qp2mWx7$Qp2", PasswordHolder.PasswordOnly));
        Assert.Null(policy.Check("x7$Qp2mWx7$Qp2z", PasswordHolder.PasswordOnly));
        Assert.Equal(new("accounts.password.too-short", 8), policy.Check(null, PasswordHolder.WithSecondFactor));
        Assert.Null(policy.Check(Noise(128), PasswordHolder.PasswordOnly));
        Assert.Equal(new("accounts.password.too-long", 128), policy.Check(Noise(129), PasswordHolder.PasswordOnly));
        Assert.Equal(new("accounts.password.too-long", 128), policy.Check(Noise(100_000), PasswordHolder.PasswordOnly));

        static string Noise(int length) => RandomNumberGenerator.GetString("bdfgkmprtvxz3579", length);
    }

    [Fact]
    public void A_leaked_password_is_refused_wherever_it_stands_in_the_file()
    {
        var path = Path.GetTempFileName();
        try
        {
            var leaked = Enumerable.Range(0, 500).Select(i => $"Fuite-{i}-connue").ToArray();
#pragma warning disable CA5350
            var lines = leaked.Select(word => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(word)))).Order(StringComparer.Ordinal)
                .Select((sum, i) => $"{sum}:{i * 37}");
#pragma warning restore CA5350
            File.WriteAllText(path, string.Join("\r\n", lines));
            var policy = new PasswordPolicy(new BreachedPasswords(path));

            Assert.All(leaked, word =>
                Assert.Equal("accounts.password.breached", policy.Check(word, PasswordHolder.WithSecondFactor)?.Key));
            Assert.All(Enumerable.Range(500, 500), i => Assert.Null(policy.Check($"Fuite-{i}-connue", PasswordHolder.WithSecondFactor)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(PassphraseLanguage.Arabic, "^[ابتثجحخدذرزسشصضطظعغفقكلمنهوي]{3,8}$")]
    [InlineData(PassphraseLanguage.French, "^[a-z]{3,9}$")]
    public void Words_of_passphrases_are_many_short_and_typed_in_one_way(PassphraseLanguage language, string shape)
    {
        var words = PassphraseGenerator.Words(language);

        Assert.True(words.Count >= 1_024, $"{words.Count} words");
        Assert.Equal(words.Count, words.Distinct().Count());
        Assert.All(words, word => Assert.Matches(shape, word));
    }

    [Theory, InlineData(PassphraseLanguage.Arabic), InlineData(PassphraseLanguage.French)]
    public void A_generated_passphrase_is_always_a_good_password(PassphraseLanguage language)
    {
        var policy = new PasswordPolicy();
        var phrases = Enumerable.Range(0, 2_000).Select(_ => PassphraseGenerator.New(language)).ToArray();

        Assert.All(phrases, phrase => Assert.Equal(4, phrase.Split(' ').Length));
        Assert.All(phrases, phrase => Assert.Null(policy.Check(phrase, PasswordHolder.PasswordOnly)));
        Assert.Equal(phrases.Length, phrases.Distinct().Count());
    }

    [Fact]
    public void A_recovery_code_is_read_however_it_is_typed()
    {
        var code = RecoveryCode.New();
        var stored = RecoveryCode.Hash(code);

        Assert.Matches(Printed(), code);
        Assert.Equal(RecoveryCode.HashLength, stored.Length);
        Assert.True(RecoveryCode.Matches(code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal), stored));
        Assert.True(RecoveryCode.Matches(string.Concat(code.Select(c => char.IsAsciiDigit(c) ? (char)('٠' + (c - '0')) : c)), stored));
        Assert.False(RecoveryCode.Matches(RecoveryCode.New(), stored));
        Assert.False(RecoveryCode.Matches(code[..^1], stored));
        Assert.False(RecoveryCode.Matches(null, stored));
        Assert.Equal(1_000, Enumerable.Range(0, 1_000).Select(_ => RecoveryCode.New()).Distinct().Count());
    }

    [Fact]
    public void A_one_time_code_is_good_for_its_use_and_subject_only()
    {
        var codes = new OneTimeCode(RandomNumberGenerator.GetBytes(32));
        var stored = codes.Hash("reset", "42", "012345");

        Assert.True(codes.Matches("reset", "42", " ٠١٢ ٣٤٥ ", stored));
        Assert.False(codes.Matches("reset", "42", "012346", stored));
        Assert.False(codes.Matches("reset", "43", "012345", stored));
        Assert.False(codes.Matches("phone", "42", "012345", stored));
        Assert.False(codes.Matches("reset4", "2", "012345", stored));
        Assert.False(codes.Matches("reset", "42", "12345", stored));
        Assert.False(new OneTimeCode(new byte[32]).Matches("reset", "42", "012345", stored));
        Assert.All(Enumerable.Range(0, 200), _ => Assert.Matches("^[0-9]{6}$", OneTimeCode.New()));
        Assert.Throws<ArgumentException>(() => new OneTimeCode(new byte[31]));
    }

    [GeneratedRegex("^[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){3}$")]
    private static partial Regex Printed();
}
