namespace Massar.Features.Decisions;

/// <summary>What hats may do with decisions.</summary>
public static class Permissions
{
    /// <summary>Read and open the decisions about oneself.</summary>
    public const string Own = "decisions.own";

    /// <summary>Prepare decisions about the staff of one's place and send them for visa.</summary>
    public const string Prepare = "decisions.prepare";

    /// <summary>Grant, return or refuse a visa at one's step.</summary>
    public const string Visa = "decisions.visa";

    /// <summary>Sign.</summary>
    public const string Sign = "decisions.sign";
}
