using System.Globalization;

namespace Massar.Features.Registrations;

/// <summary>The addresses of this area's pages.</summary>
public static class Links
{
    public const string Start = "/registrations";
    public const string Mine = "/registrations/mine";
    public const string New = "/registrations/new";
    public const string Leave = "/registrations/leave";
    public const string Desk = "/registrations/desk";

    public static string Code(Guid access) => $"/registrations/code/{access:N}";

    public static string Follow(long id) => Of(id, null);

    public static string Step(long id, string step) => Of(id, step);

    public static string Summary(long id) => Of(id, "summary");

    public static string Submit(long id) => Of(id, "submit");

    public static string Join(long id) => Of(id, "join");

    /// <summary>Where the owner of a request answers the other guardian: accept, refuse or end.</summary>
    public static string AnswerJoin(long id, long from, string answer) => Of(id, string.Create(CultureInfo.InvariantCulture, $"joins/{from}/{answer}"));

    public static string Receipt(long id) => Of(id, "receipt");

    public static string Correct(long id) => Of(id, "correct");

    public static string SendCorrection(long id) => Of(id, "correct/send");

    public static string Withdraw(long id) => Of(id, "withdraw");

    public static string Appeal(long id) => Of(id, "appeal");

    public static string File(long id, Guid file) => Of(id, $"files/{file:N}");

    public static string Case(long id) => OnDesk(id, null);

    /// <summary>The waiting list of the school, or of the schools below the office.</summary>
    public const string WaitingList = Desk + "/waiting";

    /// <summary>Where a head has free seats offered at once.</summary>
    public const string OfferSeats = Desk + "/waiting/offer";

    /// <summary>Where a family answers an offered seat.</summary>
    public static string Offer(long id) => Of(id, "offer");

    /// <summary>Where a family that let an offer pass asks for a place on the list again.</summary>
    public static string WaitAgain(long id) => Of(id, "wait");

    public static string Approve(long id) => OnDesk(id, "approve");

    public static string Return(long id) => OnDesk(id, "return");

    public static string Refuse(long id) => OnDesk(id, "refuse");

    public static string Place(long id) => OnDesk(id, "place");

    public static string CaseFile(long id, Guid file) => OnDesk(id, $"files/{file:N}");

    /// <summary>Drafts of the desk, for families at the window.</summary>
    public const string Assist = "/registrations/assist";

    public static string AssistStep(long id, string step) => AtWindow(id, step);

    public static string AssistSummary(long id) => AtWindow(id, "summary");

    public static string AssistCode(long id) => AtWindow(id, "code");

    public static string AssistConfirm(long id) => AtWindow(id, "confirm");

    public static string AssistDrop(long id) => AtWindow(id, "drop");

    public static string AssistFile(long id, Guid file) => AtWindow(id, $"files/{file:N}");

    public static string AssistReceipt(long id) => AtWindow(id, "receipt");

    public static string AssistPaper(long id) => AtWindow(id, "receipt.pdf");

    private static string AtWindow(long id, string rest) => string.Create(CultureInfo.InvariantCulture, $"{Assist}/{id}/{rest}");

    private static string Of(long id, string? rest) => string.Create(CultureInfo.InvariantCulture, $"{Start}/{id}{(rest is null ? "" : "/")}{rest}");

    private static string OnDesk(long id, string? rest) => string.Create(CultureInfo.InvariantCulture, $"{Desk}/{id}{(rest is null ? "" : "/")}{rest}");
}
