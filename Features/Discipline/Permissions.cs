namespace Massar.Features.Discipline;

/// <summary>What hats may do with disciplinary cases.</summary>
public static class Permissions
{
    /// <summary>Read a case about oneself, explain, ask for the erasure of a sanction.</summary>
    public const string Own = "discipline.own";

    /// <summary>Open and handle the cases of the staff of one's place.</summary>
    public const string Handle = "discipline.handle";
}
