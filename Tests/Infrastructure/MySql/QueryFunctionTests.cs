// What the analyzers advise against is what these tests are about: every overload, in queries.
#pragma warning disable CA1304, CA1311, CA1847, CA1866

using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Infrastructure.MySql;

/// <summary>Every function means on the server what it means in C#. Ordering by it forces the translation.</summary>
public sealed class QueryFunctionTests(QueryDatabase database) : IClassFixture<QueryDatabase>
{
    private static readonly string[] Pieces = ["", "a", "A", "%", "_", "\\", "|", "'", "s", "100%", "ck\\s", "e|d", "أ", "😀", " "];

    [Theory, InlineData("en-US"), InlineData("ar-SA"), InlineData("fa-IR")]
    public void Pieces_of_text_are_found_as_in_csharp(string culture)
    {
        using var _ = QueryDatabase.Culture(culture);

        foreach (var piece in Pieces)
        {
            Finds(p => p.Name.Contains(piece));
            Finds(p => p.Name.StartsWith(piece));
            Finds(p => p.Name.EndsWith(piece));
        }
    }

    [Fact]
    public void Constant_pieces_are_escaped()
    {
        Finds(p => p.Name.Contains("%"));
        Finds(p => p.Name.Contains("_"));
        Finds(p => p.Name.Contains("\\"));
        Finds(p => p.Name.Contains("|"));
        Finds(p => p.Name.Contains("'"));
        Finds(p => p.Name.StartsWith(""));
        Finds(p => p.Name.EndsWith("%"));
        Finds(p => p.Name.StartsWith("un"));
        Finds(p => p.Name.EndsWith(""));
        Finds(p => p.Name.Contains('m'));
    }

    [Fact]
    public void Pieces_from_columns_are_compared_literally()
    {
        Finds(p => p.Nickname != null && p.Name.StartsWith(p.Nickname));
        Finds(p => p.Nickname != null && p.Name.Contains(p.Nickname));
        Finds(p => p.Nickname != null && p.Name.EndsWith(p.Nickname));
    }

    [Fact]
    public void A_null_piece_is_found_nowhere()
    {
        string? piece = null;
        using var db = database.Open();

        Assert.Empty(db.Pupils.Where(p => p.Name.Contains(piece!)).ToList());
    }

    [Fact]
    public void Like_keeps_the_servers_own_escape()
    {
        using var db = database.Open();

        Assert.Equal("100%", db.Pupils.Single(p => EF.Functions.Like(p.Name, "100\\%")).Name);
    }

    [Fact]
    public void Text()
    {
        Agrees(p => p.Name.Length, p => p.Name != "😀 smile");
        Agrees(p => p.Name.ToUpper());
        Agrees(p => p.Name.ToLower());
        Agrees(p => p.Name.Trim());
        Agrees(p => p.Name.TrimStart());
        Agrees(p => p.Name.TrimEnd());
        Agrees(p => p.Name.Substring(1, 2), p => p.Name.Length > 3 && p.Name != "😀 smile");
        Agrees(p => p.Name.Replace("a", "b"));
        Agrees(p => p.Name.IndexOf("a"));
        Agrees(p => p.Name.PadLeft(6), p => p.Name != "😀 smile");
        Agrees(p => p.Name.PadRight(3, '*'), p => p.Name != "😀 smile");
        Agrees(p => p.Name + "-" + p.Nickname + "-" + p.Id);
        Agrees(p => string.IsNullOrEmpty(p.Name));
        Agrees(p => string.IsNullOrWhiteSpace(p.Nickname));
        Agrees(p => string.Join("/", new[] { p.Name, p.Nickname, "x" }));
        Agrees(p => p.Id.ToString());
        Agrees(p => p.Active.ToString());
        Agrees(p => p.Nickname ?? p.Name);
    }

    [Theory, InlineData("en-US"), InlineData("ar-SA"), InlineData("fa-IR")]
    public void Numbers(string culture)
    {
        using var _ = QueryDatabase.Culture(culture);

        Agrees(p => Math.Abs(p.Fee));
        Agrees(p => Math.Floor(p.Fee));
        Agrees(p => Math.Ceiling(p.Fee));
        Agrees(p => Math.Truncate(p.Fee));
        Agrees(p => Math.Round(p.Fee, 1, MidpointRounding.AwayFromZero));
        Agrees(p => (int)p.Fee);
        Agrees(p => (int)p.Height);
        Agrees(p => (long)p.Id / 4);
        Agrees(p => p.Id / 4);
        Agrees(p => -p.Id / 4);
        Agrees(p => -p.Id % 4);
        Agrees(p => p.Id * 1.5m);
        Agrees(p => (decimal)p.Id / 4);
        Agrees(p => Math.Round(Math.Sqrt(p.Id), 6));
        Agrees(p => Math.Round(Math.Pow(p.Height, 2), 6));
        Agrees(p => Math.Max(p.Id, 5));
        Agrees(p => Math.Min(p.Fee, 5m));
        Agrees(p => Math.Sign(p.Fee));
        Agrees(p => p.Id & 6);
        Agrees(p => p.Id | 8);
        Agrees(p => ~p.Id);
        Agrees(p => p.Score ?? -1);
        Agrees(p => p.Score.HasValue ? p.Score.Value : 0);
        Agrees(p => Convert.ToDecimal(p.Id));
        Agrees(p => p.Level);
        Agrees(p => p.Fee > 1.5m ? p.Fee * 2 : 0);
    }

    [Theory, InlineData("en-US"), InlineData("ar-SA"), InlineData("fa-IR")]
    public void Dates(string culture)
    {
        using var _ = QueryDatabase.Culture(culture);
        var days = 3;
        var day = new DateOnly(2011, 2, 28);
        var moment = new DateTime(2023, 9, 10, 8, 0, 0);

        Agrees(p => p.Born.Year);
        Agrees(p => p.Born.Month);
        Agrees(p => p.Born.Day);
        Agrees(p => p.Born.DayOfYear);
        Agrees(p => p.Born.DayOfWeek);
        Agrees(p => p.Born.DayNumber);
        Agrees(p => p.Born.AddDays(days));
        Agrees(p => p.Born.AddMonths(1));
        Agrees(p => p.Born.AddYears(p.Id));
        Agrees(p => day.AddDays(p.Id));
        Agrees(p => p.EnrolledAt.AddDays(2));
        Agrees(p => p.EnrolledAt.AddHours(1.5));
        Agrees(p => p.EnrolledAt.AddMinutes(p.Id));
        Agrees(p => p.EnrolledAt.AddSeconds(p.Height > 1.5 ? 0.5 : 1.25));
        Agrees(p => moment.AddDays(p.Id));
        Agrees(p => p.EnrolledAt.Date);
        Agrees(p => p.EnrolledAt.TimeOfDay);
        Agrees(p => p.EnrolledAt.Millisecond);
        Agrees(p => p.EnrolledAt.Hour);
        Agrees(p => p.Starts.Minute);
        Agrees(p => DateOnly.FromDateTime(p.EnrolledAt));
        Agrees(p => TimeOnly.FromDateTime(p.EnrolledAt));
        Agrees(p => p.Born.ToDateTime(p.Starts));
        Finds(p => p.Born > day);
        Finds(p => p.EnrolledAt >= moment && p.EnrolledAt < new DateTime(2023, 9, 14));
        Finds(p => p.Born.DayOfWeek == DayOfWeek.Friday);
        Finds(p => p.EnrolledAt < DateTime.UtcNow.AddDays(-p.Id));
    }

    [Fact]
    public void Differences_of_dates_count_whole_units()
    {
        using var db = database.Open();
        var from = new DateOnly(2010, 1, 31);

        var days = db.Pupils.OrderBy(p => p.Id).Select(p => EF.Functions.DateDiffDay(from, p.Born)).ToList();
        var hours = db.Pupils.Where(p => EF.Functions.DateDiffHour(new DateTime(2023, 9, 4, 8, 30, 15), p.EnrolledAt) == 24).Select(p => p.Id).ToList();

        Assert.Equal(QueryDatabase.Pupils.Select(p => p.Born.DayNumber - from.DayNumber), days);
        Assert.Equal([1], hours);
    }

    [Fact]
    public void Subtracting_dates_says_what_to_use_instead()
    {
        using var db = database.Open();

        var refused = Assert.Throws<InvalidOperationException>(
            () => db.Pupils.Where(p => DateTime.UtcNow - p.EnrolledAt > TimeSpan.FromDays(1)).ToList());

        Assert.Contains("DateDiff", refused.Message, StringComparison.Ordinal);
    }

    private void Finds(Expression<Func<Pupil, bool>> condition)
    {
        using var db = database.Open();

        var found = db.Pupils.Where(condition).Select(p => p.Id).ToList();

        Assert.Equal(QueryDatabase.Pupils.Where(condition.Compile()).Select(p => p.Id).Order(), found.Order());
    }

    private void Agrees<T>(Expression<Func<Pupil, T>> value, Expression<Func<Pupil, bool>>? among = null)
    {
        among ??= _ => true;
        using var db = database.Open();

        var actual = db.Pupils.Where(among).OrderBy(value).Select(value).ToList();

        var expected = QueryDatabase.Pupils.Where(among.Compile()).Select(value.Compile()).ToList();
        Assert.Equal(expected.Count, actual.Count);
        Assert.True(
            expected.Select(Key).Order(StringComparer.Ordinal).SequenceEqual(actual.Select(Key).Order(StringComparer.Ordinal)),
            $"{value}: expected {string.Join(", ", expected)}; found {string.Join(", ", actual)}");
    }

    private static string Key<T>(T value)
        => value switch
        {
            DateTime moment => moment.Ticks.ToString("D20", CultureInfo.InvariantCulture),
            decimal number => (number / 1.000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => $"{value}",
        };
}
