namespace Massar.Features.Contributions;

public static class Permissions
{
    /// <summary>Receives contributions at the school's desk, keeps the cash book, counts the day, transfers.</summary>
    public const string Receive = "contributions.receive";

    /// <summary>Signs a counted day beside the one who counted, and exempts pupils.</summary>
    public const string Answer = "contributions.answer";

    /// <summary>Reads what was paid for a child, or for oneself when of age.</summary>
    public const string Own = "contributions.own";
}
