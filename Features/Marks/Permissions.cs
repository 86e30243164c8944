namespace Massar.Features.Marks;

public static class Permissions
{
    /// <summary>Teachers, for the classes and subjects they teach on that day.</summary>
    public const string Enter = "marks.enter";

    /// <summary>Heads, for their school: return, validate, publish, decide corrections.</summary>
    public const string Validate = "marks.validate";

    /// <summary>Pupils: their own published marks.</summary>
    public const string Own = "marks.own";

    /// <summary>Guardians: the published marks of children with an active link.</summary>
    public const string Children = "marks.children";
}
