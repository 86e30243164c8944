namespace Massar.Features.Employees;

/// <summary>What hats may do with files of staff.</summary>
public static class Permissions
{
    /// <summary>Read one's own file.</summary>
    public const string Own = "employees.own";

    /// <summary>Read the files of the staff of one's place.</summary>
    public const string View = "employees.view";

    /// <summary>Write names and card numbers into the files of the staff of one's place.</summary>
    public const string Mend = "employees.mend";
}
