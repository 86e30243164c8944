using Massar.Features.Attendance.Domain;
using Massar.Features.Certificates.Domain;
using Massar.Features.Contributions.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Features.Decisions.SignDecisions;
using Massar.Features.Employees.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Security;
using Massar.Tests.Features.ReportCards;
using Massar.Tests.Infrastructure.Pdf;
using Massar.Tests.Support;

namespace Massar.Tests.Shape;

/// <summary>What a reader of PDF finds written on the papers, against what was approved.</summary>
[Collection(Papers.Name)]
public sealed class PaperSnapshotTests(PaperPress press)
{
    private static readonly DateTime Instant = new(2026, 11, 20, 9, 30, 0, DateTimeKind.Utc);
    private const string Code = "ABCDEFGHJKLMNPQRSTUVWXYZ2345";
    private static readonly Uri Address = new($"https://massar.test/verify/{Code}");

    /// <summary>The approved texts these tests compare.</summary>
    public static IEnumerable<string> Names =>
        ["paper.absence-notice", "paper.absence-summons", "paper.certificate", "paper.receipt", "paper.decision", "paper.report-card", "paper.minutes", "paper.transcript"];

    [Fact]
    public Task A_certificate_says_what_was_approved() => Match("paper.certificate", new CertificatePaper(new CertificateContent(
        47, 2026, Code, Address, Instant, new DateOnly(2026, 11, 20), CertificatePurpose.Scholarship, "العلوي عمر", "Alaoui Omar", Sex.Male, "Z130000001", new DateOnly(2014, 3, 1), "أكادير", "Agadir",
        "السنة الأولى إعدادي", "1ère année collège", "1APIC-1", 2026, "25731Y", "إعدادية الأرز", "Collège Al Arz", "إفران", "Ifrane", "فاس - مكناس", "Fès-Meknès", "أزرو", "Azrou",
        "التازي هاجر", "Tazi Hajar", IsDemo: false)));

    [Fact]
    public Task A_receipt_says_what_was_approved() => Match("paper.receipt", new CashPaper(new CashContent(
        12, 2026, Code, Address, Instant, new DateOnly(2026, 11, 20), CashKind.Receipt, "العلوي عمر", "Alaoui Omar", "Z130000001", "1APIC-1", 2026, "25731Y", "إعدادية الأرز", "Collège Al Arz",
        "إفران", "Ifrane", "فاس - مكناس", "Fès-Meknès", "أزرو", "Azrou", [new("INSURANCE", "التأمين المدرسي والرياضي", "Assurance scolaire et sportive", 12), new("SPORT", "الجمعية الرياضية المدرسية", "Association sportive scolaire", 30)],
        null, null, null, null, null, "التازي هاجر", "Tazi Hajar", IsDemo: false)));

    [Fact]
    public Task A_notice_of_absence_says_what_was_approved() => Match("paper.absence-notice", new LetterPaper(Letter() with
    {
        Count = 3,
        Days = 8,
        Missed = [new(new DateOnly(2026, 11, 12), HalfDay.Afternoon, 2), new(new DateOnly(2026, 11, 10), HalfDay.Morning, 4), new(new DateOnly(2026, 11, 3), HalfDay.Morning, 1)],
    }));

    [Fact]
    public Task A_summons_says_what_was_approved() => Match("paper.absence-summons", new LetterPaper(Letter() with
    {
        Count = 15,
        Since = new DateOnly(2026, 11, 2),
        MeetingAt = new DateTime(2026, 11, 24, 10, 0, 0),
    }));

    private static LetterContent Letter() => new(
        12, 2026, Code, Address, Instant, new DateOnly(2026, 11, 20), "العلوي سلمى", "Alaoui Salma", "حي النخيل، أزرو", "العلوي عمر", "Alaoui Omar", "Z130000001", "1APIC-1", 2026, "25731Y",
        "إعدادية الأرز", "Collège Al Arz", "إفران", "Ifrane", "فاس - مكناس", "Fès-Meknès", "أزرو", "Azrou", 0, [], null, null, 0, IsDemo: false);

    [Fact]
    public Task A_decision_says_what_was_approved() => Match("paper.decision", new Document(new PaperData(
        new Decision
        {
            Id = 21,
            ProcedureId = 1,
            Kind = "ECHELON",
            EmployeeId = 72,
            PlaceId = 3,
            PlacePath = "/1/2/3/",
            GradeCode = "PES_2",
            Echelle = "10",
            OldEchelon = 5,
            OldIndex = 377,
            OldFrom = new DateOnly(2024, 10, 1),
            OldLeftoverDays = 0,
            NewEchelon = 6,
            NewIndex = 402,
            EffectiveOn = new DateOnly(2026, 10, 1),
            PositionCode = "ACTIVITY",
            Rhythm = Rhythm.Fast,
            Rating = 18.5m,
            Months = 24,
            LeftoverDays = 12,
            CreatedAt = Instant.AddDays(-12),
            CreatedByAccountId = 1,
            Visas = [Visa(1, DecisionAct.Granted, Roles.HeadOfService, "الإدريسي مريم", -8), Visa(2, DecisionAct.Granted, Roles.FinancialControl, "الفاسي آدم", -4)],
        },
        new Employee
        {
            Ppr = "9000001",
            Cin = "ZZ000001",
            FirstNameAr = "يونس",
            LastNameAr = "بناني",
            FirstNameLatin = "Younes",
            LastNameLatin = "Bennani",
            SearchKey = "",
            Sex = Sex.Male,
            BirthDate = new DateOnly(1985, 1, 1),
            RecruitedOn = new DateOnly(2012, 9, 1),
            MaritalStatus = MaritalStatus.Married,
            PensionNumber = "1402356",
            PlaceId = 40,
            PlacePath = "/1/2/3/40/",
            GradeCode = "PES_2",
        },
        new StaffGrade
        {
            Code = "PES_2",
            BodyAr = "هيئة التدريس",
            BodyFr = "Corps enseignant",
            CadreAr = "أساتذة التعليم الثانوي الإعدادي",
            CadreFr = "Professeurs du collégial",
            GradeAr = "الدرجة الثانية",
            GradeFr = "Deuxième grade",
            Echelle = "10",
            Confidence = Confidence.Sure,
        },
        Place(2, PlaceKind.Academy, "فاس - مكناس"), Place(3, PlaceKind.Directorate, "إفران"),
        "decisions.paper.echelon", "12/2026", Instant, "أوبها زكرياء", Address, Code, IsDemo: false)));

    [Fact]
    public Task A_report_card_says_what_was_approved() => Match("paper.report-card", SamplePapers.Card());

    [Fact]
    public Task Minutes_of_a_council_say_what_was_approved() => Match("paper.minutes", SamplePapers.Minutes(12));

    [Fact]
    public Task A_transcript_says_what_was_approved() => Match("paper.transcript", SamplePapers.Transcript());

    private static DecisionVisa Visa(long id, DecisionAct act, string role, string name, int days) => new()
    {
        Id = id,
        ProcedureId = 1,
        Act = act,
        Step = (int)id,
        At = Instant.AddDays(days),
        AccountId = id,
        HatId = id,
        Role = role,
        PlaceId = 3,
        NameAr = name,
        NameLatin = "",
        WaitedDays = 2,
    };

    private static Place Place(int id, PlaceKind kind, string name) => new() { Id = id, Kind = kind, Code = "T", NameAr = name, NameFr = "", Path = $"/1/{id}/" };

    // Line by line, without spaces: these every version of pdftotext guesses in its own way.
    private async Task Match(string name, IPaper paper) =>
        Snapshot.MatchText(name, string.Join('\n', Tools.Text(await press.Print(paper, $"{name}.pdf"), null, "-layout").Split('\n').Select(Tools.Bare)));
}
