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

    /// <summary>What past years say of one's points.</summary>
    public static string Chances(int campaign) => Invariant($"/mobility/campaigns/{campaign}/chances");

    /// <summary>Entry barriers of before the program.</summary>
    public const string Barriers = "/mobility/barriers";

    public static string BarriersFile(string format) => $"{Barriers}/list.{format}";

    public static string Submit(int campaign) => Invariant($"/mobility/campaigns/{campaign}/submission");

    public static string Request(long id) => Invariant($"/mobility/requests/{id}");

    public static string Receipt(long id) => Invariant($"/mobility/requests/{id}/receipt");

    public static string Withdraw(long id) => Invariant($"/mobility/requests/{id}/withdrawal");

    public static string Refuse(long id) => Invariant($"/mobility/requests/{id}/refusal");

    public static string Return(long id) => Invariant($"/mobility/requests/{id}/return");

    public static string Decide(long contest) => Invariant($"/mobility/contests/{contest}");

    public static string Claim(int campaign, Domain.PriorityCase priority) => Invariant($"/mobility/campaigns/{campaign}/priorities/{priority}");

    public static string DecidePriority(long claim) => Invariant($"/mobility/priorities/{claim}");

    public static string Proof(Guid file) => Invariant($"/mobility/proofs/{file}");

    public static string Opening(int campaign) => Invariant($"/mobility/openings/{campaign}");

    public const string Runs = "/mobility/runs";
    public const string Moves = "/mobility/moves";
    public const string MovesExport = "/mobility/moves/export";
    public const string MovesByCommune = "/mobility/moves/communes";

    /// <summary>The assignment of one campaign.</summary>
    public static string Run(int campaign) => Invariant($"/mobility/runs/{campaign}");

    /// <summary>What its publication brings about.</summary>
    public static string Effects(int campaign) => Invariant($"/mobility/runs/{campaign}/effects");

    public static string EffectsExport(int campaign, string format) => Invariant($"/mobility/runs/{campaign}/effects/list.{format}");

    /// <summary>One's own appeal against the result.</summary>
    public static string Appeal(int campaign) => Invariant($"/mobility/campaigns/{campaign}/appeal");

    public const string Appeals = "/mobility/appeals";

    public static string AnswerAppeal(long appeal) => Invariant($"/mobility/appeals/{appeal}");

    public static string NewRun(int campaign) => Invariant($"/mobility/runs/{campaign}/new");

    public static string PlanRun(int campaign) => Invariant($"/mobility/runs/{campaign}/publication");

    public static string Posts(int campaign) => Invariant($"/mobility/runs/{campaign}/posts");

    /// <summary>Who is called in as surplus.</summary>
    public static string Surplus(int campaign) => Invariant($"/mobility/runs/{campaign}/surplus");

    public static string RunFile(int campaign, int run, Domain.RunFileKind kind) => Invariant($"/mobility/runs/{campaign}/{run}/{kind.ToString().ToLowerInvariant()}");

    /// <summary>What became of one's own wishes.</summary>
    public static string Result(int campaign) => Invariant($"/mobility/campaigns/{campaign}/result");
}
