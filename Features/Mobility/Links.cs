using static System.FormattableString;

namespace Massar.Features.Mobility;

/// <summary>The addresses of this area's pages.</summary>
public static class Links
{
    public const string Campaigns = "/mobility/campaigns";
    public const string Requests = "/mobility/requests";
    public const string Validate = "/mobility/requests/validate";
    public const string Export = "/mobility/requests/export";
    public const string Contests = "/mobility/contests";
    public const string Openings = "/mobility/openings";
    public const string NewCampaign = "/mobility/openings/new";

    public static string File(int campaign) => Invariant($"/mobility/campaigns/{campaign}/file");

    public static string Contest(int campaign, Domain.Datum datum) => Invariant($"/mobility/campaigns/{campaign}/file/{datum}");

    public static string Apply(int campaign) => Invariant($"/mobility/campaigns/{campaign}/request");

    public static string Submit(int campaign) => Invariant($"/mobility/campaigns/{campaign}/submission");

    public static string Request(long id) => Invariant($"/mobility/requests/{id}");

    public static string Receipt(long id) => Invariant($"/mobility/requests/{id}/receipt");

    public static string Withdraw(long id) => Invariant($"/mobility/requests/{id}/withdrawal");

    public static string Refuse(long id) => Invariant($"/mobility/requests/{id}/refusal");

    public static string Return(long id) => Invariant($"/mobility/requests/{id}/return");

    public static string Decide(long contest) => Invariant($"/mobility/contests/{contest}");

    public static string Opening(int campaign) => Invariant($"/mobility/openings/{campaign}");
}
