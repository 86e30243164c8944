namespace Massar.Features.OutOfSchool;

/// <summary>What hats may do about children who are at no school.</summary>
public static class Permissions
{
    /// <summary>Offices of a directorate: follow the children one was charged with.</summary>
    public const string Follow = "out-of-school.follow";

    /// <summary>The provincial director: see all of them, say who follows whom.</summary>
    public const string Lead = "out-of-school.lead";

    /// <summary>A school's office: see which of its own pupils are looked for, not what the families said.</summary>
    public const string School = "out-of-school.school";
}
