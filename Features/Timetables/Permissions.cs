namespace Massar.Features.Timetables;

public static class Permissions
{
    /// <summary>The school's office: every week of the school, its rooms, who is free.</summary>
    public const string View = "timetables.view";

    /// <summary>Heads: lessons, rooms and hours of their school.</summary>
    public const string Edit = "timetables.edit";

    /// <summary>Teachers: their own week.</summary>
    public const string Teach = "timetables.teach";

    /// <summary>Pupils: the week of their class.</summary>
    public const string Own = "timetables.own";

    /// <summary>Guardians: the weeks of their children.</summary>
    public const string Children = "timetables.children";
}
