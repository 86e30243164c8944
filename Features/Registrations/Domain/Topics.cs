using System.Text.Json.Serialization;

namespace Massar.Features.Registrations.Domain;

/// <summary>How a field is written, read and judged.</summary>
public enum FieldKind
{
    ArabicName,
    LatinName,
    Text,
    Choice,
    Flag,
    Date,
    Hijri,
    ActNumber,
    Cin,
    Phone,
    Email,
}

/// <summary>One field of the form of circular 030-20.</summary>
/// <param name="Name">As the form posts it.</param>
/// <param name="Label">Text key.</param>
/// <param name="IsNeeded">Whether it must be filled before sending, given the other answers.</param>
/// <param name="From">For a Latin name: the Arabic field its proposal comes from.</param>
public sealed record FieldRule(string Name, FieldKind Kind, string Label, [property: JsonIgnore] Func<Answers, bool> IsNeeded, string? From = null)
{
    /// <summary>The names its boxes post.</summary>
    public IEnumerable<string> Boxes => Kind is FieldKind.Date or FieldKind.Hijri ? [Name + "Day", Name + "Month", Name + "Year"] : [Name];
}

/// <summary>A part of the file that is asked together, and that a head can reopen alone.</summary>
/// <param name="Code">Also ends its text key "registrations.topic.…".</param>
/// <param name="Step">The page it stands on.</param>
public sealed record Topic(string Code, string Step, IReadOnlyList<FieldRule> Fields);

/// <summary>The form of circular 030-20 as one table: pages, parts, fields.</summary>
public static class Topics
{
    public const int MaxSiblings = 6;

    private static readonly Func<Answers, bool> Always = static _ => true;
    private static readonly Func<Answers, bool> Never = static _ => false;

    public static readonly IReadOnlyList<Topic> All =
    [
        new("names", "child",
        [
            new("FirstNameAr", FieldKind.ArabicName, "registrations.field.first-name-ar", Always),
            new("LastNameAr", FieldKind.ArabicName, "registrations.field.last-name-ar", Always),
            new("FirstNameLatin", FieldKind.LatinName, "registrations.field.first-name-latin", Always, "FirstNameAr"),
            new("LastNameLatin", FieldKind.LatinName, "registrations.field.last-name-latin", Always, "LastNameAr"),
        ]),
        new("sex", "child", [new("Sex", FieldKind.Choice, "registrations.field.sex", Always)]),
        new("photo", "photo", []),
        new("birth-date", "birth",
        [
            new("Hijri", FieldKind.Hijri, "registrations.field.hijri", Never),
            new("BirthDate", FieldKind.Date, "registrations.field.birth-date", Always),
        ]),
        new("birth-place", "birth",
        [
            new("BirthPlaceAr", FieldKind.Text, "registrations.field.birth-place-ar", Always),
            new("BirthPlaceLatin", FieldKind.LatinName, "registrations.field.birth-place-latin", Never, "BirthPlaceAr"),
        ]),
        new("birth-act", "act",
        [
            new("BirthActNumber", FieldKind.ActNumber, "registrations.field.act-number", Always),
            new("BirthActDate", FieldKind.Date, "registrations.field.act-date", Always),
        ]),
        new("siblings", "siblings", [.. Enumerable.Range(1, MaxSiblings).SelectMany(Sibling)]),
        new("guardian", "guardian", [new("Quality", FieldKind.Choice, "registrations.field.quality", Always)]),
        new("father", "father", [.. Parent("Father", "1")]),
        new("mother", "mother", [.. Parent("Mother", "2")]),
        new("tutor", "tutor", [.. Names("Tutor", static a => a["Quality"] == "3"), .. Reach("Tutor", static a => a["Quality"] == "3")]),
        new("area", "area",
        [
            new("Directorate", FieldKind.Choice, "registrations.field.directorate", Always),
            new("Commune", FieldKind.Choice, "registrations.field.commune", Always),
        ]),
        new("zone", "zone", [new("Zone", FieldKind.Choice, "registrations.field.zone", Always)]),
        new("school", "school",
        [
            new("School", FieldKind.Choice, "registrations.field.school", Always),
            new("ZoneReason", FieldKind.Text, "registrations.field.zone-reason", Never),
        ]),
        new("proof", "proof", []),
    ];

    /// <summary>The pages of the form in order.</summary>
    public static readonly IReadOnlyList<string> Steps = [.. All.Select(t => t.Step).Distinct()];

    /// <summary>What a head may ask to correct.</summary>
    public static readonly IReadOnlyList<Topic> Correctable = [.. All.Where(t => t.Code is not ("area" or "guardian"))];

    /// <summary>What the steps are called above the form: five, so that they fit a small screen.</summary>
    public static readonly IReadOnlyList<string> Stages =
        ["registrations.stage.child", "registrations.stage.birth", "registrations.stage.family", "registrations.stage.school", "registrations.stage.send"];

    public static int StageOf(string step) => step switch
    {
        "child" or "photo" => 0,
        "birth" or "act" => 1,
        "siblings" or "guardian" or "father" or "mother" or "tutor" => 2,
        "area" or "zone" or "school" or "proof" => 3,
        _ => 4,
    };

    public static bool IsStep(string step) => Steps.Contains(step);

    public static IEnumerable<Topic> On(string step) => All.Where(t => t.Step == step);

    public static Topic? Find(string code) => All.FirstOrDefault(t => t.Code == code);

    /// <summary>The page after this one for these answers; the summary after the last.</summary>
    public static string After(string step, Answers answers)
    {
        for (var i = Steps.ToList().IndexOf(step) + 1; i < Steps.Count; i++)
            if (Steps[i] != "tutor" || answers["Quality"] == "3")
                return Steps[i];
        return "summary";
    }

    /// <summary>The page before this one; null before the first.</summary>
    public static string? Before(string step, Answers answers)
    {
        for (var i = (step == "summary" ? Steps.Count : Steps.ToList().IndexOf(step)) - 1; i >= 0; i--)
            if (Steps[i] != "tutor" || answers["Quality"] == "3")
                return Steps[i];
        return null;
    }

    /// <summary>The prefix of the block that holds the applicant: Father, Mother or Tutor.</summary>
    public static string? Applicant(Answers answers) => answers["Quality"] switch { "1" => "Father", "2" => "Mother", "3" => "Tutor", _ => null };

    /// <summary>The number in the name of a sibling's field: 2 of Sibling2BirthDate; null for everybody else's.</summary>
    public static int? SiblingOf(string field) => field.StartsWith("Sibling", StringComparison.Ordinal) ? field["Sibling".Length] - '0' : null;

    private static IEnumerable<FieldRule> Sibling(int number)
    {
        var name = $"Sibling{number}";
        bool Named(Answers a) => a.Has(name + "FirstNameAr") || a.Has(name + "LastNameAr") || a.HasDate(name + "BirthDate");
        return
        [
            new(name + "FirstNameAr", FieldKind.ArabicName, "registrations.field.first-name-ar", Named),
            new(name + "LastNameAr", FieldKind.ArabicName, "registrations.field.last-name-ar", Named),
            new(name + "FirstNameLatin", FieldKind.LatinName, "registrations.field.first-name-latin", Named, name + "FirstNameAr"),
            new(name + "LastNameLatin", FieldKind.LatinName, "registrations.field.last-name-latin", Named, name + "LastNameAr"),
            new(name + "BirthDate", FieldKind.Date, "registrations.field.birth-date", Named),
        ];
    }

    // A parent who is dead or unknown is said to be absent, and nothing more is asked.
    private static IEnumerable<FieldRule> Parent(string prefix, string quality)
    {
        bool Present(Answers a) => !a.Has(prefix + "Absent");
        bool Applies(Answers a) => Present(a) && a["Quality"] == quality;
        return
        [
            new(prefix + "Absent", FieldKind.Flag, "registrations.field.absent", Never),
            .. Names(prefix, Present),
            new(prefix + "OfAr", FieldKind.ArabicName, prefix == "Father" ? "registrations.field.son-of" : "registrations.field.daughter-of", Present),
            .. Reach(prefix, Applies),
        ];
    }

    private static IEnumerable<FieldRule> Names(string prefix, Func<Answers, bool> named) =>
    [
        new(prefix + "FirstNameAr", FieldKind.ArabicName, "registrations.field.first-name-ar", named),
        new(prefix + "LastNameAr", FieldKind.ArabicName, "registrations.field.last-name-ar", named),
        new(prefix + "FirstNameLatin", FieldKind.LatinName, "registrations.field.first-name-latin", named, prefix + "FirstNameAr"),
        new(prefix + "LastNameLatin", FieldKind.LatinName, "registrations.field.last-name-latin", named, prefix + "LastNameAr"),
    ];

    private static IEnumerable<FieldRule> Reach(string prefix, Func<Answers, bool> reached) =>
    [
        new(prefix + "Cin", FieldKind.Cin, "registrations.field.cin", reached),
        new(prefix + "Profession", FieldKind.Text, "registrations.field.profession", Never),
        new(prefix + "Address", FieldKind.Text, "registrations.field.address", reached),
        new(prefix + "Phone", FieldKind.Phone, "registrations.field.phone", reached),
        new(prefix + "Email", FieldKind.Email, "registrations.field.email", Never),
    ];
}
