namespace Massar.Features.Reference;

public static class Permissions
{
    /// <summary>See and change the yearly data everything else is computed from.</summary>
    public const string Edit = "reference.edit";

    /// <summary>A directorate moves windows of the calendar for its own schools, as far as the ministry lets it.</summary>
    public const string Windows = "reference.windows";
}
