using Massar.Infrastructure.Pdf.Drawing;

namespace Massar.Tests.Infrastructure.Pdf.Samples;

/// <summary>A certificate in three scripts, as a feature slice would write it.</summary>
internal sealed class SampleCertificate(string name = "سلمى العلوي", string number = "12/2025", string? mark = "نموذج بدون قيمة قانونية", string? secondField = null) : IPaper
{
    public static readonly DateTimeOffset Created = new(2025, 6, 14, 9, 30, 0, TimeSpan.FromHours(1));

    public static readonly Uri Address = new("https://massar.example/v/7Q2M-K8RD-41XC-P9TB-ZZ");

    public PaperFacts Facts => new($"شهادة مدرسية رقم {number}", "ثانوية الأرز التأهيلية", Created, "شهادة مدرسية", mark);

    public void Compose(PaperBuilder paper) => paper.Sheet(sheet =>
    {
        sheet.Note = $"شهادة مدرسية رقم {number}";
        sheet.PageNumber = (page, pages) => $"صفحة {page} من {pages}";
        sheet.Letterhead(
            ["المملكة المغربية", "وزارة التربية الوطنية والتعليم الأولي والرياضة", "الأكاديمية الجهوية للتربية والتكوين لجهة فاس مكناس", "المديرية الإقليمية إفران", "ثانوية الأرز التأهيلية"],
            ["Royaume du Maroc", "Ministère de l’Éducation nationale,", "du Préscolaire et des Sports", "AREF de Fès-Meknès", "Direction provinciale d’Ifrane", "Lycée qualifiant Al Arz"]);
        sheet.Rule(Ink.Accent, 0.9);
        sheet.Space(4);
        sheet.Row(row => row
            .Column(1, c => c.Paragraph($"الرقم: {number}", new TextStyle(11)))
            .Column(1, c => c.Paragraph("الموسم الدراسي: 2024/2025", new TextStyle(11, Align: Align.End))));
        sheet.Heading("شهادة مدرسية", style: new TextStyle(28, Bold: true, Align: Align.Center, Ink: Ink.Accent));
        sheet.Heading("Certificat de scolarité", 2, new TextStyle(14, Bold: true, Align: Align.Center, Language: Language.French));
        sheet.Heading("ⴰⵙⵍⴽⵉⵏ ⵏ ⵜⵖⵓⵔⵉ", 2, new TextStyle(14, Align: Align.Center, Language: Language.Tamazight));
        sheet.Space(10);
        sheet.Paragraph(RichText.Format("يشهد مدير {0} الموقع أسفله أن التلميذة المبينة هويتها أدناه تتابع دراستها بصفة نظامية بالمؤسسة خلال الموسم الدراسي 2024/2025، وأن المعلومات الواردة في هذه الشهادة مطابقة للسجلات الممسوكة بها.", Run.Strong("ثانوية الأرز التأهيلية")), new TextStyle(13, Align: Align.Justify, Spacing: 1));
        sheet.Paragraph(RichText.Format("Le directeur du {0} soussigné certifie que l’élève dont l’identité figure ci-dessous est régulièrement inscrite dans l’établissement au titre de l’année scolaire 2024/2025.", Run.Strong("lycée qualifiant Al Arz")), new TextStyle(9.8, Align: Align.Justify, Language: Language.French, Spacing: 1.2));
        sheet.Space(6);
        sheet.Facts(
            new Fact("الاسم الكامل", PaperText.Name(name), "Nom complet", "Salma ALAOUI"),
            new Fact("رقم مسار", PaperText.LeftToRight("K130245678"), "Code Massar"),
            new Fact("تاريخ الازدياد", "03/09/2008", "Date de naissance"),
            new Fact("مكان الازدياد", "أزرو", "Lieu de naissance", "Azrou"),
            new Fact("المستوى", "الثانية باكالوريا علوم فيزيائية", "Niveau", "2e Bac sciences physiques"),
            new Fact("القسم", PaperText.LeftToRight("2BACSPF-2"), "Classe"),
            new Fact("هاتف المؤسسة", PaperText.LeftToRight("+212 5 35 56 00 00"), "Téléphone"));
        sheet.Space(4);
        sheet.Paragraph("سلمت هذه الشهادة بطلب من المعنية بالأمر للإدلاء بها عند الحاجة.", new TextStyle(12.5));
        sheet.Space(6);
        sheet.Row(row => row
            .Column(5, c => c
                .Code(Address)
                .Paragraph("للتحقق من صحة هذه الوثيقة", new TextStyle(9.5, Align: Align.Center, Ink: Ink.Muted), 0)
                .Link("massar.example/v/7Q2M-K8RD-41XC-P9TB-ZZ", Address, new TextStyle(7.2, Align: Align.Center, Language: Language.French, Ink: Ink.Muted)))
            .Column(2, c => { if (secondField is not null) c.Signature(new Signature(secondField, ["التأشير"], "المصلحة المختصة", Room: 30)); })
            .Column(6, c => c.Signature(new Signature("signature", ["حرر بأزرو في 14/06/2025", "مدير المؤسسة"], "عبد الرحيم بناني", new Seal(["ثانوية الأرز", "التأهيلية"], 92)))));
    });
}
