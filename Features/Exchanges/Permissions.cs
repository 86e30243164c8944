namespace Massar.Features.Exchanges;

/// <summary>What may be done in this area; who holds it is in Infrastructure/Security/Roles.cs.</summary>
public static class Permissions
{
    /// <summary>One's own: the board, proposals, answers.</summary>
    public const string Own = "exchanges.own";

    /// <summary>Read those that concern the places below.</summary>
    public const string Follow = "exchanges.follow";

    /// <summary>A head's remark on an exchange of the school.</summary>
    public const string Remark = "exchanges.remark";

    /// <summary>Agree for a directorate, or for an academy.</summary>
    public const string Agree = "exchanges.agree";
}
