namespace Massar.Features.Training;

/// <summary>What may be done in this area; who holds it is in Infrastructure/Security/Roles.cs.</summary>
public static class Permissions
{
    /// <summary>One's own summons, history and attestations; the call of a session one gives.</summary>
    public const string Own = "training.own";

    /// <summary>Read the sessions of one's office, and those the people of one's place are called to.</summary>
    public const string Follow = "training.follow";

    /// <summary>Plan sessions, choose who comes, answer excuses, close.</summary>
    public const string Plan = "training.plan";
}
