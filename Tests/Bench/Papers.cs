using System.Diagnostics;
using Bogus;
using Massar.Features.Certificates.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Pdf.Signing;
using Massar.Infrastructure.Seeding;

namespace Massar.Bench;

/// <summary>The real schooling certificate and the real report card, drawn and signed on two threads.</summary>
internal static class Papers
{
    private const int Threads = 2;
    private const int SchoolOfCards = 1_200;

    private static readonly (string Ar, string Fr)[] Subjects =
    [
        ("اللغة العربية", "Langue arabe"), ("اللغة الفرنسية", "Langue française"), ("الرياضيات", "Mathématiques"), ("الاجتماعيات", "Histoire-géographie"), ("علوم الحياة والأرض", "SVT"),
        ("الفيزياء والكيمياء", "Physique-chimie"), ("التربية الإسلامية", "Éducation islamique"), ("التربية البدنية", "Éducation physique"), ("اللغة الإنجليزية", "Anglais"), ("المعلوميات", "Informatique"),
    ];

    public static void Measure(Report report, string state, TimeSpan length)
    {
        using var printer = new PdfPrinter(Path.Combine(state, "papers"), PinnedFonts.SystemDirectories, Threads);
        using var school = DemoAuthority.Open(Path.Combine(state, "authority"), TimeProvider.System).Signer("school", "Demo school");
        var signer = new PdfSigner(TimeProvider.System);
        var people = Enumerable.Range(1, 200).Select(Certificate).ToList();
        var size = Make(0).Length;
        Run(length / 4);

        var (count, seconds) = Run(length);
        report.Note(0, "schooling certificate: drawn and signed a second, two threads", count / seconds, goal: "≥ 150");
        report.Note(0, "schooling certificate: bytes, signed", size, goal: "≤ 102,400");

        var content = Enumerable.Range(1, 200).Select(Card).ToList();
        MakeCard(0);
        var watch = Stopwatch.StartNew();
        Parallel.For(0, SchoolOfCards, new ParallelOptions { MaxDegreeOfParallelism = Threads }, n => MakeCard(n));
        report.Note(0, "report cards of a school: 1,200 drawn and sealed, two threads, seconds", watch.Elapsed.TotalSeconds, "0.0", goal: "≤ 20");
        report.Note(0, "report card: bytes, sealed", MakeCard(0).Length);

        byte[] MakeCard(int n)
        {
            var paper = printer.DrawAsync(new CardPaper(content[n % content.Count])).GetAwaiter().GetResult();
            return signer.Sign(paper.Bytes, school, paper.Fields.Single(f => f.Name == CardPaper.Field));
        }

        byte[] Make(int n)
        {
            var paper = printer.DrawAsync(new CertificatePaper(people[n % people.Count])).GetAwaiter().GetResult();
            return signer.Sign(paper.Bytes, school, paper.Fields.Single(f => f.Name == CertificatePaper.Field));
        }

        (int Count, double Seconds) Run(TimeSpan time)
        {
            var watch = Stopwatch.StartNew();
            var made = 0;
            var workers = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
            {
                while (watch.Elapsed < time)
                    Make(Interlocked.Increment(ref made));
            })).ToList();
            workers.ForEach(w => w.Start());
            workers.ForEach(w => w.Join());
            return (made, watch.Elapsed.TotalSeconds);
        }
    }

    private static CertificateContent Certificate(int n)
    {
        var draw = new Randomizer(n);
        var (first, family, head) = (InventedNames.Girl(draw), InventedNames.Family(draw), InventedNames.Boy(draw));
        var code = DocumentCode.New();
        return new CertificateContent(
            n, 2026, code, new Uri($"https://massar.invalid/v/{code}"), new DateTime(2026, 11, 21, 9, 0, 0, DateTimeKind.Utc), new DateOnly(2026, 11, 21), default,
            $"{family.Ar} {first.Ar}", $"{family.Latin} {first.Latin}", Sex.Female, Reserved.MassarCode(n), new DateOnly(2012, 3, 4), "أكادير", "Agadir",
            "الأولى إعدادي", "1re année collège", $"1APIC-{n % 8 + 1}", 2026, "90001A", "الثانوية الإعدادية النور", "Collège An-Nour",
            "أكادير إداوتنان", "Agadir Ida Outanane", "سوس ماسة", "Souss-Massa", "أكادير", "Agadir", $"{family.Ar} {head.Ar}", $"{family.Latin} {head.Latin}", IsDemo: true);
    }

    private static CardContent Card(int n)
    {
        var draw = new Randomizer(n);
        var (first, family) = (InventedNames.Girl(draw), InventedNames.Family(draw));
        var code = DocumentCode.New();
        decimal Mark() => Math.Round(draw.Decimal(6, 19), 2);
        return new CardContent(
            new PaperIdentity(n, 2027, code, new Uri($"https://massar.invalid/v/{code}"), new DateTime(2027, 2, 6, 9, 0, 0, DateTimeKind.Utc), new DateOnly(2027, 2, 6), IsDemo: true),
            new PaperOffices("90001A", "الثانوية الإعدادية النور", "Collège An-Nour", "أكادير إداوتنان", "Agadir Ida Outanane", "سوس ماسة", "Souss-Massa", "09", "أكادير"),
            $"{family.Ar} {first.Ar}", 2026, 2,
            new CardPupil($"{family.Ar} {first.Ar}", $"{family.Latin} {first.Latin}", Reserved.MassarCode(n), new DateOnly(2013, 3, 4), "أكادير", "Agadir", "الأولى إعدادي", "1re année collège", $"1APIC-{n % 8 + 1}"), 20,
            [.. Subjects.Select(s => new CardSubject(s.Ar, s.Fr, "1=14.50;2=12.00;3=A;100=16.00", Mark(), 3, Mark(), "مجهود ملحوظ يستحق التشجيع"))],
            Mark(), Mark(), Mark(), Mark(), n % 36 + 1, 36, n % 5, n % 3, "تشجيع", "Encouragements", "ينتقل(تنتقل)", "Passe", "مواظبة ومشاركة جيدة", new DateOnly(2027, 2, 6));
    }
}
