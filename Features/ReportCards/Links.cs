using System.Globalization;

namespace Massar.Features.ReportCards;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string Mine = "/report-cards/mine";
    public const string Desk = "/report-cards/desk";
    public const string Issue = "/report-cards/issue";
    public const string Publish = "/report-cards/publish";
    public const string Transcripts = "/report-cards/transcripts";

    public static string DeskOf(int year, int semester, int page = 1) =>
        string.Create(CultureInfo.InvariantCulture, $"{Desk}?year={year}&semester={semester}{(page > 1 ? $"&page={page}" : "")}");

    public static string Council(int classId, int semester) => string.Create(CultureInfo.InvariantCulture, $"/report-cards/councils/{classId}/{semester}");

    public static string CouncilOf(int classId, int semester, long pupil) => string.Create(CultureInfo.InvariantCulture, $"{Council(classId, semester)}?pupil={pupil}");

    public static string Line(int classId, int semester, long pupil) => string.Create(CultureInfo.InvariantCulture, $"{Council(classId, semester)}/pupils/{pupil}");

    public static string Open(int classId, int semester) => $"{Council(classId, semester)}/open";

    public static string Decide(int classId, int semester) => $"{Council(classId, semester)}/decide";

    public static string Sign(int classId, int semester) => $"{Council(classId, semester)}/minutes";

    public static string Reopen(int classId, int semester) => $"{Council(classId, semester)}/reopen";

    public static string Report(int classId, int semester) => $"{Council(classId, semester)}/report.xlsx";

    /// <summary>Where the filled report is brought back.</summary>
    public static string ImportReport(int classId, int semester) => $"{Council(classId, semester)}/report";

    public static string ReportUpload(Guid id) => $"/report-cards/councils/uploads/{id}";

    public static string Minutes(int classId, int semester, int number) => string.Create(CultureInfo.InvariantCulture, $"{Council(classId, semester)}/minutes/{number}");

    public static string Empty(int classId, int semester) => string.Create(CultureInfo.InvariantCulture, $"/report-cards/classes/{classId}/{semester}/empty");

    public static string IssueOf(int year, int semester, int? classId = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{Issue}?year={year}&semester={semester}{(classId is null ? "" : $"&class={classId}")}");

    public static string PublishOf(int year, int semester) => string.Create(CultureInfo.InvariantCulture, $"{Publish}?year={year}&semester={semester}");

    public static string Batch(long id) => string.Create(CultureInfo.InvariantCulture, $"/report-cards/batches/{id}");

    public static string BatchPdf(long id) => $"{Batch(id)}/cards.pdf";

    public static string BatchZip(long id) => $"{Batch(id)}/cards.zip";

    public static string Card(long id) => string.Create(CultureInfo.InvariantCulture, $"/report-cards/{id}/file");

    /// <summary>Where a family asks the council to look again at what a card says, and follows it.</summary>
    public static string Appeal(long card) => string.Create(CultureInfo.InvariantCulture, $"/report-cards/{card}/appeal");

    public static string WithdrawAppeal(long card) => $"{Appeal(card)}/withdraw";

    public static string OwnPaper(long card) => $"{Appeal(card)}/paper";

    /// <summary>The school's list of appeals.</summary>
    public const string Appeals = "/report-cards/appeals";

    public static string AppealCase(long id) => string.Create(CultureInfo.InvariantCulture, $"{Appeals}/{id}");

    public static string Seize(long id) => $"{AppealCase(id)}/seize";

    public static string AnswerAppeal(long id) => $"{AppealCase(id)}/answer";

    public static string AppealPaper(long id) => $"{AppealCase(id)}/paper";
}
