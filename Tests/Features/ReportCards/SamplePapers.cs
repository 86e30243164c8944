using Massar.Features.Enrollments.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Features.Schooling.Domain;

namespace Massar.Tests.Features.ReportCards;

/// <summary>Contents of papers that never change.</summary>
internal static class SamplePapers
{
    private const string Code = "ABCDEFGHJKLMNPQRSTUVWXYZ2345";
    private static readonly DateTime Instant = new(2027, 7, 2, 9, 30, 0, DateTimeKind.Utc);

    private static readonly (string Ar, string Fr, decimal Coefficient, string Tests)[] Subjects =
    [
        ("اللغة العربية", "Langue arabe", 5, "1=14.50;2=12.00;100=15.00"), ("اللغة الفرنسية", "Langue française", 5, "1=11.25;2=13.00;3=12.50;4=A;100=14.00"),
        ("الرياضيات", "Mathématiques", 5, "1=17.00;2=15.50;3=16.00"), ("الاجتماعيات", "Histoire-géographie", 3, "1=12.00;2=11.00;3=13.50;100=14.00"),
        ("علوم الحياة والأرض", "Sciences de la vie et de la terre", 3, "1=13.00;2=12.75;100=15.00"), ("الفيزياء والكيمياء", "Physique-chimie", 2, "1=10.50;2=12.00;3=AJ;100=13.00"),
        ("التربية الإسلامية", "Éducation islamique", 2, "1=16.00;2=17.50;100=18.00"), ("التربية البدنية", "Éducation physique et sportive", 2, "1=15.00;2=16.00;3=D"),
        ("اللغة الإنجليزية", "Langue anglaise", 1, "1=13.50;2=14.25;100=15.00"), ("المعلوميات", "Informatique", 1, "1=18.00;2=17.00;3=16.50;100=19.00"),
        ("الفلسفة", "Philosophie", 2, "1=12.00;2=13.00"), ("الترجمة", "Traduction", 2, "1=11.00;2=12.50"), ("المواظبة والسلوك", "Assiduité et conduite", 1, "1=18.00"),
        ("علوم المهندس", "Sciences de l'ingénieur", 3, "1=14.00;2=15.00"), ("التربية التشكيلية", "Arts plastiques", 1, "1=15.50;2=16.50"), ("التربية الموسيقية", "Éducation musicale", 1, "1=14.50;2=15.50"),
    ];

    public static PaperIdentity Identity { get; } = new(48, 2027, Code, new Uri($"https://massar.test/verify/{Code}"), Instant, new DateOnly(2027, 7, 2), IsDemo: false);

    public static PaperOffices Offices { get; } = new("90001A", "الثانوية الإعدادية الأرز", "Collège Al Arz", "إفران", "Ifrane", "فاس - مكناس", "Fès-Meknès", "03", "أزرو");

    private static CardPupil Pupil { get; } = new("العلوي عمر", "ALAOUI Omar", "Z130000001", new DateOnly(2014, 3, 1), "أكادير", "Agadir", "السنة الأولى إعدادي", "1ère année collège", "1APIC-1");

    /// <summary>A card of so many subjects; of the second semester, the fuller one, if nothing else is said.</summary>
    public static CardPaper Card(int subjects = 10, int semester = 2, string remark = "عمل منتظم ومشاركة فعالة") => new(new CardContent(
        Identity, Offices, "التازي هاجر", 2026, semester, Pupil, 20,
        [.. Subjects.Take(subjects).Select((s, i) => new CardSubject(s.Ar, s.Fr, s.Tests, 12 + i % 6 * 0.75m, s.Coefficient, 11.4m + i % 4, remark))],
        13.87m, 13.02m, 13.45m, 11.92m, 4, 36, 3, 2, "تشجيع", "Encouragements", semester == 2 ? "ينتقل(تنتقل)" : null, semester == 2 ? "Passe" : null, "نتائج حسنة، المرجو مواصلة الجهد", new DateOnly(2027, 7, 2)));

    /// <summary>Minutes of a class of so many pupils, the second version.</summary>
    public static MinutesPaper Minutes(int pupils = 36) => new(new MinutesContent(
        Identity, Offices, "التازي هاجر", "TAZI Hajar", 2026, 2, "1APIC-1", "السنة الأولى إعدادي", "1ère année collège", new DateOnly(2027, 7, 2), 2, "31/2027", "قبول طعن الأسرة",
        ["التازي هاجر", "بناني يونس", "الإدريسي مريم", "الفاسي آدم", "العلوي سعاد"], "قسم متجانس، ومستوى الفرنسية يحتاج إلى الدعم", 11.92m, pupils - 8, pupils,
        [.. Enumerable.Range(1, pupils).Select(n => new MinutesLine($"العلوي عمر {n}", $"Z1300{n:00000}", 18 - n % 12, 17 - n % 12, n % 7, n == 3 ? "ينتقل(تنتقل) بالعتبة" : n % 12 > 7 ? "يكرر(تكرر)" : "ينتقل(تنتقل)",
            n % 12 == 1 ? "تنويه" : n % 12 == 11 ? "إنذار" : null, n == 3 ? "يستفيد من حصص الدعم" : null, n == 3 ? "أستاذ الرياضيات: كان الأولى أن يكرر" : null, n == 3))]));

    public static TranscriptPaper Transcript(int subjects = 10) => new(new TranscriptContent(
        Identity, Offices, "التازي هاجر", 2026, Pupil, 20, [.. Subjects.Take(subjects).Select((s, i) => new TranscriptSubject(s.Ar, s.Fr, s.Coefficient, 12 + i % 5, 13 + i % 4, 12.5m + i % 4))],
        13.02m, 13.87m, 13.45m, "ينتقل(تنتقل)", "Passe"));

    /// <summary>The record of so many years at school.</summary>
    public static SchoolingPaper Schooling(int years = 7) => new(new SchoolingContent(
        Identity, Offices, "التازي هاجر", 2026, Pupil.NameAr, Pupil.NameLatin, Pupil.MassarCode, Pupil.BirthDate, Pupil.BirthPlaceAr, Pupil.BirthPlaceLatin,
        [.. Enumerable.Range(0, years).Select(i => new SchoolingLine(
            2026 - i, "الثانوية الإعدادية الأرز", "Collège Al Arz", "السنة الأولى إعدادي", "1ère année collège", null, null, "1APIC-1", i == 0 ? EnrollmentState.Active : EnrollmentState.Left,
            i == 1 ? EnrollmentKind.TransferredIn : EnrollmentKind.ReEnrolled, new DateOnly(2026 - i, 9, 5), i == 0 ? null : new DateOnly(2027 - i, 7, 2))
        { First = 13.02m, Second = i == 0 ? null : 13.87m, Annual = i == 0 ? null : 13.45m, Scale = 20, ResultAr = i == 0 ? null : "ينتقل(تنتقل)", ResultFr = i == 0 ? null : "Passe" })]));
}
