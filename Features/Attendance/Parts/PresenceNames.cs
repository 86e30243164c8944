using Massar.Features.Attendance.Domain;

namespace Massar.Features.Attendance.Parts;

/// <summary>Words and colours of what is said of pupils and absences.</summary>
public static class PresenceNames
{
    public static string Of(Presence presence) => presence switch
    {
        Presence.Absent => "attendance.absent",
        Presence.Late => "attendance.late",
        _ => "attendance.present",
    };

    public static string Of(AbsenceState state) => $"attendance.state.{state.ToString().ToLowerInvariant()}";

    public static string Kind(AbsenceState state) => state switch
    {
        AbsenceState.Reported => "warn",
        AbsenceState.Justified => "ok",
        AbsenceState.Unjustified => "bad",
        AbsenceState.Cancelled => "mute",
        _ => "info",
    };

    public static string Of(HalfDay half) => half == HalfDay.Morning ? "attendance.morning" : "attendance.afternoon";

    public static string Of(HandedWay way) => way switch
    {
        HandedWay.ByHand => "attendance.letter.way.by-hand",
        HandedWay.Registered => "attendance.letter.way.registered",
        _ => "attendance.letter.way.returned",
    };

    public static string Of(InterruptionState state) => state switch
    {
        InterruptionState.AtRisk => "attendance.interruption.at-risk",
        InterruptionState.Convened => "attendance.interruption.convened",
        InterruptionState.Back => "attendance.interruption.back",
        _ => "attendance.interruption.interrupted",
    };

    public static string Kind(InterruptionState state) => state switch
    {
        InterruptionState.Back => "ok",
        InterruptionState.Interrupted => "bad",
        _ => "warn",
    };

    public static string Of(JustificationState state) => state switch
    {
        JustificationState.Accepted => "state.accepted",
        JustificationState.Rejected => "state.refused",
        _ => "state.waiting",
    };

    public static string Kind(JustificationState state) => state switch
    {
        JustificationState.Accepted => "ok",
        JustificationState.Rejected => "bad",
        _ => "warn",
    };
}
