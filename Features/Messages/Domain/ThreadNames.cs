namespace Massar.Features.Messages.Domain;

/// <summary>How states, kinds and doors are named and colored.</summary>
public static class ThreadNames
{
    public static string Of(ThreadKind kind) => $"messages.kind.{kind}";

    public static string Of(ThreadDoor door) => $"messages.door.{door}";

    /// <summary>What a reader is to know first: a danger, then lateness, then where it stands.</summary>
    public static string Of(ThreadView view, DateOnly today) =>
        view.IsAlarm ? "messages.state.Danger" : view.IsLate(today) ? "messages.state.Late" : view.IsTakenBack ? "messages.state.TakenBack" : view is { Kind: ThreadKind.FromSchool, State: TalkState.Answered, IsSeen: false } ? "messages.state.Unread" : view is { State: TalkState.Closed, WasAnswered: false } ? "messages.state.Unanswered" : $"messages.state.{view.State}";

    public static string TagOf(ThreadView view, DateOnly today) =>
        view.IsAlarm || view.IsLate(today) ? "bad" : view.IsTakenBack ? "mute" : view.State switch { TalkState.Asked => "warn", TalkState.Answered => "info", _ => view.WasAnswered == false ? "bad" : "ok" };
}
