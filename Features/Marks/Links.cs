using Massar.Features.Marks.Domain;

namespace Massar.Features.Marks;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string Sheets = "/marks/sheets";
    public const string Board = "/marks/review";
    public const string Schedule = "/marks/schedule";
    public const string Corrections = "/marks/corrections";
    public const string Mine = "/marks/mine";
    public const string Children = "/marks/children";

    /// <summary>The form with sheets and an hour already chosen.</summary>
    public static string ScheduleOf(IEnumerable<int> sheets, string? date, string? time, string? later = null, string? hours = null) =>
        $"{Schedule}?sheets={string.Join('-', sheets)}&date={Uri.EscapeDataString(date ?? "")}&time={Uri.EscapeDataString(time ?? "")}{(later is null or "nobody" ? "" : $"&later={Uri.EscapeDataString(later)}&hours={Uri.EscapeDataString(hours ?? "")}")}";

    public const string ScheduleAll = $"{Schedule}?sheets=all";

    public static string SheetsOf(int semester) => $"{Sheets}?semester={semester}";

    public static string Sheet(SheetKey key) => $"{Sheets}/{key.ClassId}/{Uri.EscapeDataString(key.Subject)}/{key.Semester}/{key.Number}";

    public static string HandOver(SheetKey key) => $"{Sheet(key)}/hand-over";

    public static string Remarks(int classId, string subject, int semester) => $"{Sheets}/{classId}/{Uri.EscapeDataString(subject)}/{semester}/remarks";

    /// <summary>With the language of the phrases kept.</summary>
    public static string RemarksWith(int classId, string subject, int semester, string? phrases) => $"{Remarks(classId, subject, semester)}{(phrases is "ar" or "fr" ? $"?phrases={phrases}" : "")}";

    public const string Phrases = "/marks/phrases";

    public static string PhrasesIn(string language) => $"{Phrases}?language={language}";

    public static string NewPhrase(string language) => $"{Phrases}/new?language={language}";

    public static string Phrase(long phrase) => FormattableString.Invariant($"{Phrases}/{phrase}");

    public static string List(SheetKey key, string extension) => $"{Sheet(key)}/list.{extension}";

    public static string Correct(SheetKey key, string massarCode) => $"{Sheet(key)}/corrections/{massarCode}";

    public static string Workbook(int classId, string subject, int semester) => $"/marks/workbooks/{classId}/{Uri.EscapeDataString(subject)}/{semester}";

    public static string WorkbookFile(int classId, string subject, int semester) => $"{Workbook(classId, subject, semester)}/notescc.xlsx";

    public static string WorkbookFilled(int classId, string subject, int semester) => $"{Workbook(classId, subject, semester)}/filled";

    public const string Folders = "/marks/folders";

    public static string Folder(Guid id) => $"{Folders}/{id:N}";

    public static string FolderReport(Guid id, string extension) => $"{Folder(id)}/report.{extension}";

    public static string Upload(Guid id) => $"/marks/uploads/{id:N}";

    public static string BoardOf(int semester, bool onlyLate, int page = 1, bool onlyWaiting = false) => $"{Board}?semester={semester}{(onlyLate ? "&late=true" : "")}{(onlyWaiting ? "&waiting=true" : "")}{(page > 1 ? $"&page={page}" : "")}";

    public static string Review(int assessment) => $"{Board}/{assessment}";

    public static string Return(int assessment) => $"{Board}/{assessment}/return";

    public static string Validate(int assessment) => $"{Board}/{assessment}/validate";

    public static string Decide(long correction) => $"{Corrections}/{correction}";

    public static string MineOf(int year, int semester) => $"{Mine}?year={year}&semester={semester}";

    /// <param name="child">Null for the pupil's own.</param>
    public static string Try(long? child) => $"{(child is { } pupil ? Child(pupil) : Mine)}/try";

    public static string TryOf(long? child, int year, int semester) => $"{Try(child)}?year={year}&semester={semester}";

    public static string Child(long pupil) => $"{Children}/{pupil}";

    public static string ChildOf(long pupil, int year, int semester) => $"{Children}/{pupil}?year={year}&semester={semester}";
}
