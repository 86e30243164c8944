namespace Massar.Features.Transfers.Domain;

/// <summary>
/// Codes of the list <c>transfer-kinds</c>, whose names are the ministry's to change. From abroad and from non-formal education a pupil comes
/// with an equivalence or a test, which other offices decide: those are registrations, and no line here.
/// </summary>
public static class TransferKinds
{
    public const string List = "transfer-kinds";
    public const string Reasons = "transfer-reasons";

    /// <summary>The reason of a transfer that follows from a re-orientation.</summary>
    public const string Reorientation = "REORIENTATION";

    /// <summary>Inside the school map of one directorate.</summary>
    public const string Local = "LOCAL";

    /// <summary>Between directorates of one academy.</summary>
    public const string Directorates = "DIRECTORATES";

    public const string Academies = "ACADEMIES";
    public const string FromPrivate = "FROM_PRIVATE";
    public const string ToPrivate = "TO_PRIVATE";

    /// <summary>The kind of a move between two schools; a change between private and public counts before the distance.</summary>
    public static string Of(bool fromPublic, bool toPublic, bool isSameDirectorate, bool isSameAcademy) => (fromPublic, toPublic) switch
    {
        (false, true) => FromPrivate,
        (true, false) => ToPrivate,
        _ => isSameDirectorate ? Local : isSameAcademy ? Directorates : Academies,
    };
}
