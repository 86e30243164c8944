using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Massar.Infrastructure.Text;

namespace Massar.Features.Registrations.Domain;

/// <summary>
/// What the family typed, field by field and letter by letter: a draft may be wrong or half done, and is given back as it was typed.
/// What the program reads out of it stands in columns of <see cref="Registration"/>.
/// </summary>
[JsonConverter(typeof(AsObject))]
public sealed class Answers
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private readonly SortedDictionary<string, string> values;

    public Answers() => values = new(StringComparer.Ordinal);

    public Answers(string? json) =>
        values = json is null ? new(StringComparer.Ordinal) : new(JsonSerializer.Deserialize<Dictionary<string, string>>(json)!, StringComparer.Ordinal);

    /// <summary>As typed; empty when not answered.</summary>
    public string this[string field]
    {
        get => values.GetValueOrDefault(field, "");
        set
        {
            if (string.IsNullOrWhiteSpace(value)) values.Remove(field);
            else values[field] = value;
        }
    }

    public bool Has(string field) => values.ContainsKey(field);

    /// <summary>As it is kept in a file: trimmed, single spaces, nothing invisible.</summary>
    public string Text(string field) => BidiSafe.Clean(this[field]);

    /// <summary>A number from one of our own lists.</summary>
    public int? Number(string field) => int.TryParse(this[field], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether anything was typed into the three boxes of a date.</summary>
    public bool HasDate(string field) => Has(field + "Day") || Has(field + "Month") || Has(field + "Year");

    /// <summary>The Gregorian date of three boxes; the month by number or name. Null when it is no date.</summary>
    public DateOnly? Date(string field)
    {
        if (Whole(this[field + "Day"]) is not { } day || Whole(this[field + "Year"]) is not { } year || MonthOf(this[field + "Month"]) is not { } month)
            return null;
        return year is >= 1900 and <= 2100 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
    }

    public void SetDate(string field, DateOnly date)
    {
        this[field + "Day"] = date.Day.ToString(CultureInfo.InvariantCulture);
        this[field + "Month"] = date.Month.ToString(CultureInfo.InvariantCulture);
        this[field + "Year"] = date.Year.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The Hijri date of three boxes; null when it is none.</summary>
    public HijriDate? Hijri(string field) =>
        HasDate(field) ? HijriDate.Read($"{this[field + "Day"].Trim()} {this[field + "Month"].Trim()} {this[field + "Year"].Trim()}") : null;

    public string ToJson() => JsonSerializer.Serialize(values, Json);

    public Answers Copy() => new(ToJson());

    /// <summary>A copy of some answers.</summary>
    public Answers Only(IEnumerable<string> boxes)
    {
        var part = new Answers();
        foreach (var box in boxes)
            part[box] = this[box];
        return part;
    }

    private static int? Whole(string typed) => int.TryParse(Digits.ToLatin(typed).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? MonthOf(string typed)
    {
        if (Whole(typed) is { } number)
            return number;
        var folded = ArabicFolding.Fold(typed);
        if (folded.Length == 0)
            return null;
        for (var month = 1; month <= 12; month++)
            if (new[] { "ar", "fr", "en", "zgh" }.Any(l => ArabicFolding.Fold(Formats.Month(month, l)) == folded))
                return month;
        return null;
    }

    /// <summary>In the API answers are one object, a text a box.</summary>
    private sealed class AsObject : JsonConverter<Answers>
    {
        public override Answers Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var answers = new Answers();
            foreach (var (box, typed) in JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options) ?? [])
                answers[box] = typed;
            return answers;
        }

        public override void Write(Utf8JsonWriter writer, Answers value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (box, typed) in value.values)
                writer.WriteString(box, typed);
            writer.WriteEndObject();
        }
    }
}
