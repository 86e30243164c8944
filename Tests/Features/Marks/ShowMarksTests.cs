using System.Globalization;
using System.Text.RegularExpressions;
using Massar.Features.Marks;
using Massar.Features.Marks.Domain;
using Massar.Tests.Support;

namespace Massar.Tests.Features.Marks;

/// <summary>What families read beside an average: how it was made, and in a plain sentence how it changed.</summary>
public sealed partial class ShowMarksTests(MassarApp app) : IClassFixture<MassarApp>
{
    /// <summary>AC-MOU-1.</summary>
    [Fact]
    public async Task AC_MOU_1_Every_average_stands_beside_its_formula_and_comes_out_the_same_by_hand_and_says_how_it_changed()
    {
        var made = await app.Given.Class(await app.Given.School(), "1AC", 1);
        var pupil = made.Pupils[0];
        await app.Write(async db =>
        {
            db.PublishedResults.AddRange(
                Result(1, "MATH", "Mathématiques", "1=15.00;2=14.00", 14.5m, 5, 0),
                Result(1, "FR", "Français", "1=13.00;2=13.00", 13m, 5, 0),
                Result(1, "AR", "Arabe", "1=12.00;2=12.00", 12m, 5, 0),
                Result(2, "MATH", "Mathématiques", "1=12.25;2=13.50;100=16.00", 13.66m, 5, 0.25m),
                Result(2, "FR", "Français", "1=10.00;2=12.00", 11m, 5, 0),
                Result(2, "AR", "Arabe", "1=12.00;2=12.00", 12m, 4, 0),
                Result(2, "SVT", "SVT", "1=17.25;2=18.00", 17.63m, 1, 0));
            await db.SaveChangesAsync();
        });
        var expected = Averages.OfSemester([(13.66m, 5), (11m, 5), (12m, 4), (17.63m, 1)])!.Value;

        foreach (var (reader, address) in new[] { (await app.Given.PupilAccount(made.School, pupil), Links.Mine), (await app.Given.Guardian(made.School, pupil), Links.Child(pupil.Id)) })
        {
            var page = await (await app.SignIn(reader, "fr")).Open(address);
            var formulas = page.All("main bdi.num").Select(b => b.TextContent).Where(t => t.Contains('=', StringComparison.Ordinal)).ToList();
            Assert.Equal(5, formulas.Count);
            foreach (var formula in formulas)
                Assert.Equal(Number(formula.Split('=')[1]), Worked(formula.Split('=')[0]));
            Assert.Equal(expected, Number(formulas[0].Split('=')[1]));
            Assert.True(page.Says("En baisse de 2,00 depuis le premier semestre") && page.Says("En baisse de 0,84 depuis le premier semestre") && page.Says("Comme au premier semestre"));

            // What if: the published marks make the published average, others by the same rule make another, and nothing is kept.
            var tried = await page.Follow("Essayer des notes");
            Assert.True(tried.Says("non officiel") && tried.Says($"La moyenne du semestre serait {Massar.Infrastructure.Text.Formats.Mark(expected)}"));
            var other = await (await app.SignIn(reader, "fr")).Open($"{tried.Address}&FR.1=20&FR.2=19%2C50");
            Assert.True(other.Says($"La moyenne du semestre serait {Massar.Infrastructure.Text.Formats.Mark(Averages.OfSemester([(13.66m, 5), (19.75m, 5), (12m, 4), (17.63m, 1)])!.Value)}"));
            Assert.True((await (await app.SignIn(reader, "fr")).Open($"{tried.Address}&FR.1=21&FR.2=abc")) is var wrong && wrong.Says("Corriger les notes signalées") && wrong.ValueOf("FR.2") == "abc");
            Assert.Equal(formulas, (await (await app.SignIn(reader, "fr")).Open(address)).All("main bdi.num").Select(b => b.TextContent).Where(t => t.Contains('=', StringComparison.Ordinal)));
            // The subject that began this semester is compared with nothing, and nobody with others.
            Assert.Equal(3, page.All("tbody tr").Count(r => r.TextContent.Contains("premier semestre", StringComparison.Ordinal)));
        }

        PublishedResult Result(int semester, string code, string name, string tests, decimal average, decimal coefficient, decimal share) => new()
        {
            PupilId = pupil.Id,
            SchoolYearId = Given.Year,
            Semester = semester,
            SubjectCode = code,
            PublishAt = DateTime.UtcNow.AddDays(semester - 20),
            ClassId = made.Id,
            SubjectAr = name,
            SubjectFr = name,
            Tests = tests,
            Average = average,
            Coefficient = coefficient,
            Share = share,
            Scale = 20,
            IsComplete = true,
            FormulaVersion = 1,
            Corrections = 0,
        };
    }

    // By hand: products and divisions first, then sums, a bracket before both.
    private static decimal Worked(string formula)
    {
        formula = Bracket().Replace(formula, m => Sum(m.Groups[1].Value).ToString(CultureInfo.InvariantCulture).Replace('.', ','));
        return Math.Round(Sum(formula), 2, MidpointRounding.AwayFromZero);

        static decimal Sum(string terms) => terms.Split('+').Sum(Product);

        static decimal Product(string term)
        {
            var parts = Sign().Split(term.Trim());
            var value = Number(parts[0]);
            for (var i = 1; i < parts.Length; i += 2)
                value = parts[i] == "×" ? value * Number(parts[i + 1]) : value / Number(parts[i + 1]);
            return value;
        }
    }

    private static decimal Number(string text)
    {
        var plain = text.Trim();
        return plain.EndsWith('%') ? Number(plain[..^1]) / 100 : decimal.Parse(plain.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\(([^)]*)\)")]
    private static partial Regex Bracket();

    [GeneratedRegex(@"\s*([×÷])\s*")]
    private static partial Regex Sign();
}
