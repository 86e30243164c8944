using System.Globalization;

namespace Massar.Features.Guidance;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string Mine = "/guidance/mine";
    public const string Classes = "/guidance/classes";
    public const string Campaigns = "/guidance/campaigns";
    public const string NewCampaign = "/guidance/campaigns/new";

    public static string Child(long pupil) => string.Create(CultureInfo.InvariantCulture, $"/guidance/children/{pupil}");

    public static string Wishes(long pupil, int? commune = null) => string.Create(CultureInfo.InvariantCulture, $"{Child(pupil)}/wishes{(commune is null ? "" : $"?commune={commune}")}");

    public static string Answer(long pupil) => $"{Child(pupil)}/answer";

    public static string Class(int classId) => string.Create(CultureInfo.InvariantCulture, $"{Classes}/{classId}");

    public static string Campaign(int campaign) => string.Create(CultureInfo.InvariantCulture, $"{Campaigns}/{campaign}");

    /// <param name="show">The name of a state, or "exceptions".</param>
    public static string Files(int campaign, string? show, int page = 1) =>
        string.Create(CultureInfo.InvariantCulture, $"{Campaign(campaign)}{(string.IsNullOrEmpty(show) && page == 1 ? "" : $"?show={show}")}{(page > 1 ? $"&page={page}" : "")}");

    /// <param name="kind">csv or xlsx.</param>
    public static string FilesFile(int campaign, string? show, string kind) => $"{Campaign(campaign)}/list.{kind}{(string.IsNullOrEmpty(show) ? "" : $"?show={show}")}";

    /// <param name="step">announce, propose, recall or assign.</param>
    public static string Step(int campaign, string step) => $"{Campaign(campaign)}/{step}";

    public static string Publish(int campaign) => $"{Campaign(campaign)}/publish";

    public static string Withdraw(int campaign) => $"{Campaign(campaign)}/withdraw";

    public static string Seats(int campaign) => $"{Campaign(campaign)}/seats";

    /// <param name="kind">csv or xlsx.</param>
    public static string SeatsFile(int campaign, string kind) => $"{Seats(campaign)}/list.{kind}";

    public static string SchoolSeats(int campaign, int school) => string.Create(CultureInfo.InvariantCulture, $"{Seats(campaign)}/{school}");

    public static string File(long file) => string.Create(CultureInfo.InvariantCulture, $"/guidance/files/{file}");

    public static string Appeal(long file) => $"{File(file)}/appeal";

    /// <summary>The family's children who may change their stream.</summary>
    public const string Changes = "/guidance/changes";

    /// <summary>The school's requests.</summary>
    public const string SchoolChanges = "/guidance/changes/school";
    public const string NewWindow = "/guidance/windows/new";

    public static string ChildChange(long pupil) => string.Create(CultureInfo.InvariantCulture, $"/guidance/changes/children/{pupil}");

    public static string Change(long request) => string.Create(CultureInfo.InvariantCulture, $"/guidance/changes/{request}");

    /// <param name="step">withdraw, opinion, recall or class.</param>
    public static string ChangeStep(long request, string step) => $"{Change(request)}/{step}";

    public static string Window(int window) => string.Create(CultureInfo.InvariantCulture, $"/guidance/windows/{window}");

    public static string WindowDays(int window) => $"{Window(window)}/days";

    public static string WindowSeats(int window, int? school = null) => string.Create(CultureInfo.InvariantCulture, $"{Window(window)}/seats{(school is null ? "" : $"?school={school}")}");
}
