namespace Massar.Features.Decisions;

/// <summary>What hats may do with decisions.</summary>
public static class Permissions
{
    /// <summary>Read and open the decisions about oneself.</summary>
    public const string Own = "decisions.own";

    /// <summary>Read the decisions about the staff of one's place and where they stand, without acting on them.</summary>
    public const string Read = "decisions.read";

    /// <summary>Prepare decisions about the staff of one's place and send them for visa.</summary>
    public const string Prepare = "decisions.prepare";

    /// <summary>Grant, return or refuse a visa at one's step.</summary>
    public const string Visa = "decisions.visa";

    /// <summary>Sit in the joint administrative commission: decide and close the lists of promotion in grade.</summary>
    public const string Commission = "decisions.commission";

    /// <summary>Give the own visa or signature to somebody else for a time, by a numbered act.</summary>
    public const string Delegate = "decisions.delegate";

    /// <summary>Answer the appeals of the staff of one's place against decisions one had no part in.</summary>
    public const string Appeals = "decisions.appeals";

    /// <summary>Name somebody in place of an absent holder of a visa or of the signature, in an office below.</summary>
    public const string Interim = "decisions.interim";

    /// <summary>Write the procedures: whose visas and whose signature a kind of decision needs, from which day.</summary>
    public const string Procedures = "decisions.procedures";

    /// <summary>Sign.</summary>
    public const string Sign = "decisions.sign";
}
