namespace Massar.Features.StaffFiles;

/// <summary>What may be done in this area; who holds it is in Infrastructure/Security/Roles.cs.</summary>
public static class Permissions
{
    /// <summary>Where one's own file is.</summary>
    public const string Own = "staff-files.own";

    /// <summary>Read the transfers that come to the offices below, or leave them.</summary>
    public const string Follow = "staff-files.follow";

    /// <summary>List, send, receive and answer for one's own office (مكتب الأرشيف).</summary>
    public const string Handle = "staff-files.handle";
}
