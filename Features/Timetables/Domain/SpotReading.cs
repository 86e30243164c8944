using System.Globalization;
using System.Linq.Expressions;
using FluentValidation;
using Massar.Infrastructure.Text;

namespace Massar.Features.Timetables.Domain;

/// <summary>Where and when a lesson is wanted, as typed.</summary>
/// <param name="Start">Day and hour: "1-M3" is Monday, third hour of the morning.</param>
/// <param name="Room">Number of a room; empty for none.</param>
/// <param name="From">ISO 8601; empty for the day the lesson starts already, or today.</param>
/// <param name="Until">ISO 8601; empty for the end of the year.</param>
public sealed record TypedSpot(string? Start, string? Hours, string? Room, string? Half, string? From, string? Until)
{
    private const NumberStyles Whole = NumberStyles.None;

    public bool HasStart => Day is not null;

    public bool HasHours => int.TryParse(Hours, Whole, CultureInfo.InvariantCulture, out var hours) && hours is >= 1 and <= Lesson.MostHours;

    public bool HasHalf => string.IsNullOrEmpty(Half) || Half is "0" or "1" or "2";

    public bool HasRoom => string.IsNullOrEmpty(Room) || int.TryParse(Room, Whole, CultureInfo.InvariantCulture, out _);

    public bool HasFrom => TypedDay.IsEmptyOrDay(From);

    public bool HasUntil => TypedDay.IsEmptyOrDay(Until);

    private DayOfWeek? Day => Start is [>= '1' and <= '6' and var day, '-', _, ..] ? (DayOfWeek)(day - '0') : null;

    /// <summary>What is meant; call it after validation.</summary>
    public LessonSpot Read(DateOnly from, DateOnly until) => new(
        Day!.Value, Start![2..], int.Parse(Hours!, Whole, CultureInfo.InvariantCulture),
        string.IsNullOrEmpty(Room) ? null : int.Parse(Room, Whole, CultureInfo.InvariantCulture),
        string.IsNullOrEmpty(Half) ? 0 : Half[0] - '0',
        string.IsNullOrEmpty(From) ? from : TypedDay.Read(From)!.Value,
        string.IsNullOrEmpty(Until) ? until : TypedDay.Read(Until)!.Value);

    public static string StartOf(DayOfWeek day, string hour) => string.Create(CultureInfo.InvariantCulture, $"{(int)day}-{hour}");
}

/// <summary>What a form that places a lesson sends, beside boxes of its own; each box as <see cref="TypedSpot"/> says.</summary>
public abstract record SpotInput
{
    public string? Start { get; init; }

    public string? Hours { get; init; }

    public string? Room { get; init; }

    public string? Half { get; init; }

    public string? From { get; init; }

    public string? Until { get; init; }

    public TypedSpot ToSpot() => new(Start, Hours, Room, Half, From, Until);
}

/// <summary>What can be judged of a spot by looking at it, at the form's fields.</summary>
public static class SpotRules
{
    public static void HasSpot<T>(this AbstractValidator<T> validator, Expression<Func<T, TypedSpot>> spot)
    {
        validator.RuleFor(spot).Must(s => s.HasStart).WithMessage("timetables.start.needed").OverridePropertyName("Start");
        validator.RuleFor(spot).Must(s => s.HasHours).WithMessage("timetables.hours.wrong").OverridePropertyName("Hours");
        validator.RuleFor(spot).Must(s => s.HasRoom).WithMessage("timetables.room.wrong").OverridePropertyName("Room");
        validator.RuleFor(spot).Must(s => s.HasHalf).WithMessage("timetables.half.wrong").OverridePropertyName("Half");
        validator.RuleFor(spot).Must(s => s.HasFrom).WithMessage("timetables.day.wrong").OverridePropertyName("From");
        validator.RuleFor(spot).Must(s => s.HasUntil).WithMessage("timetables.day.wrong").OverridePropertyName("Until");
    }
}
