using Massar.Infrastructure.Pdf.Drawing;

namespace Massar.Tests.Infrastructure.Pdf.Samples;

/// <summary>A decision on a career: recitals, articles, old and new situation, and a list of the people concerned.</summary>
internal sealed class SampleDecision(int people = 5, string? mark = "نموذج بدون قيمة قانونية") : IPaper
{
    public PaperFacts Facts => new("قرار الترقية في الرتبة رقم 345/2025", "الأكاديمية الجهوية للتربية والتكوين", SampleCertificate.Created, Mark: mark);

    public void Compose(PaperBuilder paper) => paper.Sheet(sheet =>
    {
        sheet.Note = "قرار رقم 345/2025";
        sheet.PageNumber = (page, pages) => $"صفحة {page} من {pages}";
        sheet.Letterhead(
            ["المملكة المغربية", "وزارة التربية الوطنية والتعليم الأولي والرياضة", "الأكاديمية الجهوية للتربية والتكوين", "قسم تدبير الموارد البشرية"],
            ["Royaume du Maroc", "Affiliation financière : 1402356", "N° de solde : 1598743", "CIN : ZZ123456", "N° d’affiliation : 0456321"]);
        sheet.Rule(Ink.Accent, 0.9);
        sheet.Heading("قرار رقم 345/2025 بتاريخ 14/06/2025", style: new TextStyle(18, Bold: true, Align: Align.Center, Ink: Ink.Accent));
        sheet.Heading("إن مدير الأكاديمية الجهوية للتربية والتكوين،", 2, new TextStyle(13, Bold: true));
        foreach (var recital in Recitals) sheet.Paragraph($"– {recital}", after: 2);
        sheet.Heading("يقرر ما يلي:", 2, new TextStyle(16, Bold: true, Align: Align.Center));
        sheet.Paragraph(new RichText().Strong("المادة الأولى: ").Add("يرقى السيد ").Strong("عبد الكريم الفاسي").Add("، أستاذ التعليم الثانوي التأهيلي من الدرجة الأولى، رقم التأجير 1598743، إلى الرتبة 6 وفق النسق السريع، ابتداء من 01/03/2025، مع الاحتفاظ بأقدمية متبقية قدرها 3 أشهر."));
        sheet.Paragraph(new RichText().Strong("المادة 2: ").Add("تحدد الوضعية الإدارية للمعني بالأمر كما يلي:"), keepWithNext: true);
        sheet.Comparison(new Comparison("البيان", "الوضعية القديمة", "الوضعية الجديدة",
        [
            new("الدرجة", "الأولى", "الأولى"),
            new("السلم", "11", "11"),
            new("الرتبة", "5", "6"),
            new("الرقم الاستدلالي", "485", "516"),
            new("تاريخ المفعول", "01/09/2022", "01/03/2025"),
        ], new Compared("المدة", "", "سنتان و6 أشهر")));
        sheet.Paragraph(new RichText().Strong("المادة 3: ").Add("تسري أحكام هذا القرار على الأشخاص المبينين في الجدول التالي:"), keepWithNext: true);
        sheet.Table(table =>
        {
            table.Empty = "لا أحد";
            table.Column(1, "ر.ت", Align.Center).Column(2.4, "رقم التأجير", Align.Center).Column(5, "الاسم الكامل").Column(5, "مقر العمل").Column(2.4, "التاريخ", Align.Center);
            for (var i = 1; i <= people; i++)
                table.Row($"{i}", $"{1598743 + i}", Names[i % Names.Length], Places[i % Places.Length], "01/03/2025");
        });
        sheet.Paragraph(new RichText().Strong("المادة 4: ").Add("يعهد بتنفيذ هذا القرار إلى المصالح المختصة كل في دائرة اختصاصه، ويبلغ إلى المعني بالأمر."));
        sheet.Space(12);
        sheet.Row(row => row
            .Column(1, c => c.Signature(new Signature("visa", ["تأشيرة المصلحة المكلفة بالأداء", "رقم 88/2025 بتاريخ 20/06/2025"], "المؤدي", Room: 40)))
            .Column(1, c => c.Signature(new Signature("authority", ["حرر بفاس في 14/06/2025", "مدير الأكاديمية"], "محمد التازي", new Seal(["الأكاديمية", "الجهوية"], 92)))));
    });

    private static readonly string[] Recitals =
    [
        "بناء على الظهير الشريف رقم 1.58.008 الصادر في 24 فبراير 1958 بمثابة النظام الأساسي العام للوظيفة العمومية، كما وقع تغييره وتتميمه؛",
        "وعلى المرسوم رقم 2.62.344 الصادر في 8 يوليوز 1963 بتحديد سلاليم الأجور وشروط ترقي موظفي الدولة في الدرجة والرتبة؛",
        "وعلى المرسوم رقم 2.24.140 في شأن النظام الأساسي الخاص بموظفي الوزارة المكلفة بالتربية الوطنية؛",
        "وعلى جدول الترقي في الرتبة برسم سنة 2025 وبعد استشارة اللجنة الإدارية المتساوية الأعضاء بتاريخ 02/06/2025؛",
    ];

    private static readonly string[] Names = ["عبد الكريم الفاسي", "فاطمة الزهراء بنعبد الجليل", "يوسف أيت علي", "خديجة الإدريسي", "Karim El Mansouri"];

    private static readonly string[] Places = ["ثانوية الأرز التأهيلية", "إعدادية الأطلس", "مدرسة الأمل", "ثانوية ابن الخطيب التأهيلية بجماعة سيدي المخفي الواقعة بالدائرة القروية لعين اللوح"];
}
