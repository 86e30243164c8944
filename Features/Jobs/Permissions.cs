namespace Massar.Features.Jobs;

public static class Permissions
{
    /// <summary>See which background work runs, waits or fails; never what it is about, and nothing to press.</summary>
    public const string Watch = "work.watch";
}
