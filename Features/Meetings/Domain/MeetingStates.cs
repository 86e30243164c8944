namespace Massar.Features.Meetings.Domain;

/// <summary>How states are named and colored.</summary>
public static class MeetingStates
{
    public static string Key(MeetingState state) => $"meetings.state.{state}";

    public static string TagOf(MeetingState state) => state switch { MeetingState.Booked => "info", MeetingState.Held => "ok", MeetingState.NotHeld => "warn", _ => "mute" };
}
