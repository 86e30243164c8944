namespace Massar.Features.Reference;

public static class Permissions
{
    /// <summary>See and change the yearly data everything else is computed from.</summary>
    public const string Edit = "reference.edit";
}
