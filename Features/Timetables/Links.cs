using System.Globalization;

namespace Massar.Features.Timetables;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string Desk = "/timetables";
    public const string Mine = "/timetables/mine";
    public const string Children = "/timetables/children";
    public const string Rooms = "/timetables/rooms";
    public const string NewRoom = "/timetables/rooms/new";
    public const string Hours = "/timetables/hours";
    public const string Free = "/timetables/free";
    public const string Import = "/timetables/import";
    public const string FetFile = "/timetables/school.fet";
    public const string Calendars = "/timetables/calendars";
    public const string Proposals = "/timetables/proposals";

    public static string Class(int id) => string.Create(CultureInfo.InvariantCulture, $"/timetables/classes/{id}");

    public static string Teacher(long id) => string.Create(CultureInfo.InvariantCulture, $"/timetables/teachers/{id}");

    public static string Unavailable(long employee) => $"{Teacher(employee)}/unavailable";

    public static string RoomWeek(int id) => string.Create(CultureInfo.InvariantCulture, $"{Rooms}/{id}/week");

    public static string Room(int id) => string.Create(CultureInfo.InvariantCulture, $"{Rooms}/{id}");

    /// <param name="kind">csv or xlsx.</param>
    public static string RoomsFile(string kind) => $"{Rooms}.{kind}";

    public static string Child(long pupil) => string.Create(CultureInfo.InvariantCulture, $"{Children}/{pupil}");

    public static string FreeAt(DayOfWeek day, string hour) => $"{Free}?day={(int)day}&hour={hour}";

    public static string PlaceIn(int schoolClass) => $"{Class(schoolClass)}/lessons";

    public static string PlaceAt(int schoolClass, DayOfWeek day, string hour) => $"{PlaceIn(schoolClass)}?day={(int)day}&hour={hour}";

    public static string Lesson(long id) => string.Create(CultureInfo.InvariantCulture, $"/timetables/lessons/{id}");

    public static string Remove(long lesson) => $"{Lesson(lesson)}/remove";

    public static string Undo(long change) => string.Create(CultureInfo.InvariantCulture, $"/timetables/changes/{change}/undo");

    public static string Imported(Guid id) => $"{Import}/{id}";

    public static string ChooseNames(Guid id) => $"{Imported(id)}/names";

    public static string Feed(string token) => $"/timetables/feeds/{token}.ics";

    public static string RenewCalendar(long id) => string.Create(CultureInfo.InvariantCulture, $"{Calendars}/{id}/renew");

    public static string RevokeCalendar(long id) => string.Create(CultureInfo.InvariantCulture, $"{Calendars}/{id}/revoke");

    public static string Proposal(long id) => string.Create(CultureInfo.InvariantCulture, $"{Proposals}/{id}");

    public static string AcceptProposal(long id) => $"{Proposal(id)}/accept";

    public static string DiscardProposal(long id) => $"{Proposal(id)}/discard";

    /// <summary>The week of a class, teacher or room as a file.</summary>
    /// <param name="week">The address of the week's page.</param>
    /// <param name="kind">csv or xlsx.</param>
    public static string WeekFile(string week, string kind) => $"{week}/week.{kind}";
}
