namespace Massar.Features.Messages;

public static class Permissions
{
    /// <summary>Guardians: write about a child, and read what was answered.</summary>
    public const string Write = "messages.write";

    /// <summary>Pupils of age: read what the school wrote to them, and answer.</summary>
    public const string Own = "messages.own";

    /// <summary>Teachers: what families of their classes wrote to them, and what they write to these families.</summary>
    public const string Teach = "messages.teach";

    /// <summary>Supervisors: what concerns the life in the school.</summary>
    public const string Life = "messages.life";

    /// <summary>The school's office: what concerns papers and files.</summary>
    public const string Desk = "messages.desk";

    /// <summary>Heads: what is written to them, what came up to them, and how long everybody takes.</summary>
    public const string Lead = "messages.lead";
}
