using System.Globalization;

namespace Massar.Features.Enrollments;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string RollOver = "/enrollments/roll-over";
    public const string Check = "/enrollments/roll-over/check";
    public const string Run = "/enrollments/roll-over/run";
    public const string Undo = "/enrollments/roll-over/undo";
    public const string NextSchools = "/enrollments/roll-over/schools";
    public const string Entry = "/enrollments/entry";
    public const string NotJoined = "/enrollments/not-joined";

    /// <param name="show">"stays", or the name of an obstacle or of an end.</param>
    public static string RollOverOf(string? show, int page = 1) =>
        string.Create(CultureInfo.InvariantCulture, $"{RollOver}{(string.IsNullOrEmpty(show) && page == 1 ? "" : $"?show={show}")}{(page > 1 ? $"&page={page}" : "")}");

    /// <param name="kind">csv or xlsx.</param>
    public static string RollOverFile(string? show, string kind) => $"{RollOver}/list.{kind}{(string.IsNullOrEmpty(show) ? "" : $"?show={show}")}";

    public static string Fix(long enrollment) => string.Create(CultureInfo.InvariantCulture, $"{RollOver}/pupils/{enrollment}");

    public static string EntryOf(string? level, int page = 1) => string.Create(CultureInfo.InvariantCulture, $"{Entry}?level={level}{(page > 1 ? $"&page={page}" : "")}");

    /// <param name="kind">csv or xlsx.</param>
    public static string NotJoinedFile(string kind) => $"{NotJoined}/list.{kind}";

    /// <summary>The situation of a pupil's year at the school.</summary>
    public static string State(long enrollment) => string.Create(CultureInfo.InvariantCulture, $"/enrollments/pupils/{enrollment}/state");

    public const string Imports = "/enrollments/imports";

    public const string ImportModel = "/enrollments/imports/model.xlsx";

    public const string Roster = "/enrollments/oneroster.zip";

    public static string ImportsPage(int page) => string.Create(CultureInfo.InvariantCulture, $"{Imports}?page={page}");

    /// <param name="kind">csv or xlsx.</param>
    public static string ImportsFile(string kind) => $"{Imports}/list.{kind}";

    public static string Import(int id) => string.Create(CultureInfo.InvariantCulture, $"{Imports}/{id}");

    /// <param name="show">The name of an <see cref="Domain.ImportFate"/>.</param>
    public static string ImportRows(int id, string? show, int page = 1) =>
        string.Create(CultureInfo.InvariantCulture, $"{Import(id)}{(string.IsNullOrEmpty(show) && page == 1 ? "" : $"?show={show}")}{(page > 1 ? $"&page={page}" : "")}");

    /// <param name="kind">csv or xlsx.</param>
    public static string ImportFile(int id, string? show, string kind) => $"{Import(id)}/rows.{kind}{(string.IsNullOrEmpty(show) ? "" : $"?show={show}")}";

    public const string ImportRoster = "/enrollments/imports/oneroster";

    /// <summary>What reading a package found.</summary>
    /// <param name="show">"faults" or "notes"; everything without one.</param>
    public static string Findings(int id, string? show = null, int page = 1) =>
        string.Create(CultureInfo.InvariantCulture, $"{Import(id)}/report{(string.IsNullOrEmpty(show) && page == 1 ? "" : $"?show={show}")}{(page > 1 ? $"&page={page}" : "")}");

    /// <param name="kind">csv or xlsx.</param>
    public static string FindingsFile(int id, string? show, string kind) => $"{Import(id)}/report.{kind}{(string.IsNullOrEmpty(show) ? "" : $"?show={show}")}";

    public static string ImportStep(int id, string step) => $"{Import(id)}/{step}";
}
