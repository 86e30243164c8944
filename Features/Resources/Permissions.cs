namespace Massar.Features.Resources;

public static class Permissions
{
    /// <summary>Pupils and guardians: what is published for the level and stream.</summary>
    public const string Read = "resources.read";

    /// <summary>Teachers and inspectors: offer a resource and follow it.</summary>
    public const string Offer = "resources.offer";

    /// <summary>Inspectors and the ministry's reference desk: publish, return, take back.</summary>
    public const string Judge = "resources.judge";
}
