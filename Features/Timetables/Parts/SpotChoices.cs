using Massar.Features.Timetables.Domain;

namespace Massar.Features.Timetables.Parts;

/// <summary>What a form offers for a lesson: the open hours of the week and the rooms in use.</summary>
public sealed record SpotChoices(IReadOnlyList<StartChoice> Starts, IReadOnlyList<RoomChoice> Rooms)
{
    public static SpotChoices Of(SchoolPlan plan) => new(
        [.. from day in SchoolGrid.Days from hour in plan.Grid.On(day) select new StartChoice(TypedSpot.StartOf(day, hour.Code), day, hour.From)],
        [.. plan.Rooms.Values.Where(r => r.IsForLessons).Select(r => new RoomChoice(r.Id, r.Code, r.Kind, r.Capacity))]);
}

/// <param name="Value">As the form sends it.</param>
public sealed record StartChoice(string Value, DayOfWeek Day, TimeOnly From);

public sealed record RoomChoice(int Id, string Code, RoomKind Kind, int Capacity);
