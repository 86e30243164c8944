using System.Globalization;
using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Text;

namespace Massar.Features.Attendance;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string Calls = "/attendance/calls";
    public const string Board = "/attendance/board";
    public const string Justifications = "/attendance/justifications";
    public const string FollowUps = "/attendance/follow-ups";
    public const string Covers = "/attendance/covers";
    public const string Interruptions = "/attendance/interruptions";
    public const string Letters = "/attendance/letters";
    public const string PrintLetters = "/attendance/letters/print";
    public const string MakeLetters = "/attendance/letters/make";
    public const string Statistics = "/attendance/statistics";
    public const string RegisterNow = "/attendance/register";
    public const string Mine = "/attendance/mine";
    public const string Children = "/attendance/children";

    public static string CallsAt(DateOnly day, string hour) => $"{Calls}?day={TypedDay.Iso(day)}&hour={hour}";

    public static string Call(SessionKey key) => $"{Calls}/{key.ClassId}/{Uri.EscapeDataString(key.Subject)}/{TypedDay.Iso(key.Day)}/{Uri.EscapeDataString(key.Hour)}";

    public static string BoardOf(DateOnly day) => $"{Board}?day={TypedDay.Iso(day)}";

    public static string LiveBoard(DateOnly day) => $"{Board}/live?day={TypedDay.Iso(day)}";

    public static string BoardList(DateOnly day) => $"{Board}/list.csv?day={TypedDay.Iso(day)}";

    public static string Correct(long call) => $"{Board}/calls/{call}";

    public static string Decide(long justification) => $"{Justifications}/{justification}";

    public static string DeskPaper(long justification, Guid file) => $"{Justifications}/{justification}/{file}";

    public static string Close(long followUp) => $"{FollowUps}/{followUp}";

    public static string Child(long pupil) => $"{Children}/{pupil}";

    public static string Justify(long pupil) => $"{Children}/{pupil}/justify";

    /// <summary>The call of a session made by the school's office in place of a teacher.</summary>
    public static string CallInPlace(SessionKey key) => $"{Board}/sessions/{key.ClassId}/{Uri.EscapeDataString(key.Subject)}/{TypedDay.Iso(key.Day)}/{Uri.EscapeDataString(key.Hour)}";

    public static string CoversOn(DateOnly day, int? schoolClass = null) => $"{Covers}?day={TypedDay.Iso(day)}{(schoolClass is { } id ? string.Create(CultureInfo.InvariantCulture, $"&class={id}") : "")}";

    public static string EndCover(long cover) => $"{Covers}/{cover}/end";

    public static string MakeLetter(long followUp) => $"{FollowUps}/{followUp}/letter";

    public static string Letter(long letter) => $"{Letters}/{letter}/file";

    public static string HandLetter(long letter) => $"{Letters}/{letter}";

    public static string Convene(long interruption) => $"{Interruptions}/{interruption}";

    public static string Interrupt(long interruption) => $"{Interruptions}/{interruption}/confirm";

    public static string Register(int? schoolClass, DateOnly month) => $"{RegisterNow}?month={Month(month)}{(schoolClass is { } id ? string.Create(CultureInfo.InvariantCulture, $"&class={id}") : "")}";

    /// <param name="kind">csv or xlsx.</param>
    public static string RegisterFile(int schoolClass, DateOnly month, string kind) => string.Create(CultureInfo.InvariantCulture, $"{RegisterNow}.{kind}?month={Month(month)}&class={schoolClass}");

    public static string Pupil(long pupil) => $"/attendance/pupils/{pupil}";

    public static string PupilFile(long pupil, string kind) => $"/attendance/pupils/{pupil}/absences.{kind}";

    public static string StatisticsOf(DateOnly month) => $"{Statistics}?month={Month(month)}";

    /// <param name="isPublic">Small numbers are kept back.</param>
    public static string StatisticsFile(DateOnly month, string kind, bool isPublic) => $"{Statistics}.{kind}?month={Month(month)}{(isPublic ? "&public=1" : "")}";

    private static string Month(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
