namespace Massar.Features.ReportCards;

public static class Permissions
{
    /// <summary>Heads, for their school: hold councils, sign their minutes, set the hour cards open to families.</summary>
    public const string Hold = "report-cards.hold";

    /// <summary>The school's desk: issue and print cards, see what keeps them empty.</summary>
    public const string Issue = "report-cards.issue";

    /// <summary>Pupils their own cards, guardians those of their children.</summary>
    public const string Own = "report-cards.own";
}
