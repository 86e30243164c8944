using Massar.Infrastructure.Web;

namespace Massar.Features.ReportCards;

/// <summary>Class councils, their minutes, the report cards that follow from them, and the transcript of a year.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "report-cards";

    public static string? Title => "report-cards.menu.desk";

    public static IEnumerable<MenuEntry> Menu =>
    [
        new("report-cards.menu.mine", Links.Mine, Permissions.Own, 15),
        new("report-cards.menu.desk", Links.Desk, Permissions.Issue, 25, MainMenu.Desk),
    ];
}
