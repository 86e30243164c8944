using System.Globalization;

namespace Massar.Features.Decisions;

/// <summary>Addresses of the area.</summary>
public static class Links
{
    public static string Inbox(string? kind = null, bool late = false, string? q = null, int page = 1) =>
        "/decisions/inbox" + Query(("kind", kind), ("late", late ? "true" : null), ("q", q), ("page", page > 1 ? Number(page) : null));

    public static string Prepare(DateOnly? on = null, string? show = null, string? q = null, int page = 1, string ending = "") =>
        $"/decisions/echelon{ending}" + Query(("on", on?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("show", show), ("q", q), ("page", page > 1 ? Number(page) : null));

    /// <summary>Where one line is left out of the year's advancements.</summary>
    public static string Postpone(long employee, DateOnly? on = null) => $"/decisions/echelon/{Number(employee)}/postponement" + Query(("on", on?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));

    /// <summary>One postponement, and its end.</summary>
    public static string Postponement(long postponement) => $"/decisions/postponements/{Number(postponement)}";

    /// <summary>Where a manager prepares a decision of another kind, step by step: who, which kind, what it says.</summary>
    public static string New(long? employee = null, string? kind = null, string? q = null) => "/decisions/new" + Query(("employee", employee is { } id ? Number(id) : null), ("kind", kind), ("q", q));

    /// <summary>Where decisions about families are prepared from what is on the file: all of the office, or one person.</summary>
    public static string Family(long? employee = null) => "/decisions/family" + Query(("employee", employee is { } id ? Number(id) : null));

    /// <summary>Where decisions about leaves that are not wholly paid are prepared.</summary>
    public const string LeavePay = "/decisions/leaves";

    public static string Batch(long batch, int page = 1) => $"/decisions/batches/{Number(batch)}" + Query(("page", page > 1 ? Number(page) : null));

    public static string All(string? state = null, string? q = null, int page = 1, string ending = "") =>
        (ending.Length > 0 ? $"/decisions/list{ending}" : "/decisions") + Query(("state", state), ("q", q), ("page", page > 1 ? Number(page) : null));

    public static string Send() => "/decisions/send";

    public static string Show(long decision) => $"/decisions/{Number(decision)}";

    public static string Visa(long decision, string? act = null) => $"/decisions/{Number(decision)}/visa" + Query(("act", act));

    public static string VisaBatch() => "/decisions/visa";

    public static string Sign(long decision) => $"/decisions/{Number(decision)}/signature";

    public static string SignBatch() => "/decisions/signatures";

    public static string Signing(long work) => $"/decisions/signatures/{Number(work)}";

    public static string Paper(long decision) => $"/decisions/{Number(decision)}/paper";

    /// <summary>The papers a decision came with: where one is handed in, and where one is opened.</summary>
    public static string Papers(long decision) => $"{Show(decision)}/papers";

    public static string OpenPaper(long decision, string code) => $"{Papers(decision)}/{Uri.EscapeDataString(code)}";

    public static string Withdraw(long decision) => $"/decisions/{Number(decision)}/withdrawal";

    /// <summary>One's own appeal against a decision, or against a list of promotion.</summary>
    public static string AppealMine(long decision) => $"{ShowMine(decision)}/appeal";

    public static string AppealList(long table) => $"{MyPromotion()}/{Number(table)}/appeal";

    /// <summary>Appeals of the staff below, and one of them.</summary>
    public static string Appeals(string? state = null, int page = 1, string ending = "") => $"/decisions/appeals{ending}" + Query(("state", state), ("page", page > 1 ? Number(page) : null));

    public static string AnswerAppeal(long appeal) => $"/decisions/appeals/{Number(appeal)}";

    public static string Deliveries(string? show = null, string? q = null, int page = 1, string ending = "") =>
        $"/decisions/deliveries{ending}" + Query(("show", show), ("q", q), ("page", page > 1 ? Number(page) : null));

    public static string Delivery(long decision) => $"/decisions/{Number(decision)}/delivery";

    /// <summary>Somebody before the counter.</summary>
    public static string Counter(long employee) => $"/decisions/counter/{Number(employee)}";

    public static string Copies(long employee) => $"{Counter(employee)}/copies";

    /// <summary>What the counter has handed over.</summary>
    public static string CopyLog(string? q = null, int page = 1, string ending = "") => $"/decisions/copies{ending}" + Query(("q", q), ("p", page > 1 ? Number(page) : null));

    public static string Mine(int page = 1) => "/decisions/mine" + Query(("page", page > 1 ? Number(page) : null));

    public static string ShowMine(long decision) => $"/decisions/mine/{Number(decision)}";

    public static string OpenMine(long decision) => $"/decisions/mine/{Number(decision)}/opening";

    public static string MyPaper(long decision) => $"/decisions/mine/{Number(decision)}/paper";

    /// <summary>Where the recruitment of somebody in no file yet is prepared.</summary>
    public static string Recruitment() => "/decisions/recruitment";

    /// <summary>Who is recruited, and who has come.</summary>
    public static string Recruits(string? state = null, string? q = null, int page = 1, string ending = "") => $"/decisions/recruits{ending}" + Query(("state", state), ("q", q), ("p", page > 1 ? Number(page) : null));

    /// <summary>Lists of promotion in grade: where they are prepared, and those there are.</summary>
    public static string Promotions() => "/decisions/promotions";

    /// <summary>Where the successful candidates of the professional-aptitude exam are brought in.</summary>
    public static string PromotionExam() => "/decisions/promotions/exam";

    public static string Promotion(long table, string? show = null, string? grade = null, string? q = null, int page = 1, string ending = "") =>
        $"/decisions/promotions/{Number(table)}{ending}" + Query(("show", show), ("grade", grade), ("q", q), ("page", page > 1 ? Number(page) : null));

    /// <summary>The next step of a list: to the commission, back from it, closed.</summary>
    public static string PromotionStep(long table) => $"/decisions/promotions/{Number(table)}/step";

    public static string PromotionLine(long line) => $"/decisions/promotions/lines/{Number(line)}";

    /// <summary>How long each office takes over each kind of decision.</summary>
    public static string Indicators(string? kind = null, int? months = null, string? show = null, int page = 1, string ending = "") =>
        $"/decisions/indicators{ending}" + Query(("kind", kind), ("months", months is { } m ? Number(m) : null), ("show", show), ("page", page > 1 ? Number(page) : null));

    /// <summary>Who is entrusted with which function of a school, and until when.</summary>
    public static string Entrustments(string? show = null, string? q = null, int page = 1, string ending = "") =>
        $"/decisions/entrustments{ending}" + Query(("show", show), ("q", q), ("page", page > 1 ? Number(page) : null));

    /// <summary>Acts by which a visa or the signature is given to somebody else for a time.</summary>
    public static string Delegations(string? show = null, int page = 1, string ending = "") => $"/decisions/delegations{ending}" + Query(("show", show), ("page", page > 1 ? Number(page) : null));

    public const string NewDelegation = "/decisions/delegations/new";

    /// <summary>Where a superior names somebody in place of an absent holder: the offices, and one of them.</summary>
    public static string NewInterim(string? post = null) => "/decisions/delegations/interim" + Query(("post", post));

    public static string DelegationPaper(long delegation) => $"/decisions/delegations/{Number(delegation)}/paper";

    public static string EndDelegation(long delegation) => $"/decisions/delegations/{Number(delegation)}/end";

    /// <summary>By which chain of visas each kind of decision is made.</summary>
    public static string Procedures(string ending = "") => $"/decisions/procedures{ending}";

    public static string Procedure(string kind) => $"/decisions/procedures/{Uri.EscapeDataString(kind)}";

    public static string NewEdition(string kind) => $"{Procedure(kind)}/new";

    public static string WithdrawEdition(string kind, int edition) => $"{Procedure(kind)}/{Number(edition)}/withdrawal";

    /// <summary>Where an employee stands on the way to the next grade.</summary>
    public static string MyPromotion() => "/decisions/mine/promotion";

    /// <summary>Where anybody who was told its number and the year of birth follows a case.</summary>
    public const string Track = "/track";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Query(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var query = "";
        foreach (var (name, value) in parts)
            if (!string.IsNullOrEmpty(value))
                query += $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
        return query;
    }
}
