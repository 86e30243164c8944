using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Localization;

namespace Massar.Features.Attendance.Parts;

/// <summary>What stands in a box of the register: a letter for each half of the day, a point for a half that was not missed.</summary>
public static class RegisterMarks
{
    public static string Of(DayCell cell, Text text) => cell.IsEmpty ? "" : $"{Of(cell.Morning, text)}{Of(cell.Afternoon, text)}";

    private static string Of(AbsenceState? half, Text text) => half switch
    {
        null => "·",
        AbsenceState.Justified => text["attendance.register.mark.justified"],
        AbsenceState.Unjustified => text["attendance.register.mark.unjustified"],
        _ => text["attendance.register.mark.unknown"],
    };
}
