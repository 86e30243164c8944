namespace Massar.Features.Mobility;

/// <summary>What may be done in this area; who holds it is in Infrastructure/Security/Roles.cs.</summary>
public static class Permissions
{
    public const string Participate = "mobility.participate";
    public const string ValidateProvince = "mobility.validate-province";
    public const string ValidateAcademy = "mobility.validate-academy";

    /// <summary>The ministry's own validation, in campaigns that ask for it.</summary>
    public const string ValidateMinistry = "mobility.validate-ministry";

    public const string OpenCampaign = "mobility.open-campaign";

    /// <summary>Compute a movement's result and set the hour it is published at.</summary>
    public const string Run = "mobility.run";
}
