namespace Massar.Features.Schools;

public static class Permissions
{
    /// <summary>See the schools below one's place and what they hold.</summary>
    public const string View = "schools.view";
}
