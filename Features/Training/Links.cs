using static System.FormattableString;

namespace Massar.Features.Training;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string All = "/training";
    public const string New = "/training/new";
    public const string Mine = "/training/mine";

    public static string Session(long session) => Invariant($"/training/{session}");

    public static string Days(long session) => $"{Session(session)}/plan";

    public static string Choose(long session) => $"{Session(session)}/choose";

    public static string Drop(long session) => $"{Session(session)}/drop";

    public static string Summon(long session) => $"{Session(session)}/summon";

    public static string Cancel(long session) => $"{Session(session)}/cancel";

    public static string Close(long session) => $"{Session(session)}/close";

    public static string Report(long session) => $"{Session(session)}/report";

    public static string Call(long session, DateOnly day) => $"{Session(session)}/days/{Infrastructure.Text.TypedDay.Iso(day)}";

    public static string Seat(long seat) => Invariant($"/training/seats/{seat}");

    /// <summary>The officer's answer to who cannot come.</summary>
    public static string Excuse(long seat) => $"{Seat(seat)}/excuse";

    public static string Summons(long seat) => $"{Seat(seat)}/summons";

    public static string Attestation(long seat) => $"{Seat(seat)}/attestation";
}
