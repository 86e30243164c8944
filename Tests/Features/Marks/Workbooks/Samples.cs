using Massar.Features.Marks.Workbooks;

namespace Massar.Tests.Features.Marks.Workbooks;

/// <summary>A class of numbered pupils, without names of people.</summary>
internal static class Samples
{
    public static NotesCcSheet Sheet(int pupils = 45, int tests = 3, bool activities = true, decimal scale = 20)
    {
        string[] names = ["الفرض الأول", "الفرض الثاني", "الفرض الثالث", "الفرض الرابع", "الفرض الخامس", "القراءة", "الكتابة", "الإملاء", "التعبير", "الخط", "المحفوظات"];
        var assessments = names.Take(tests).Select((title, n) => new NotesCcAssessment(n + 1, title)).ToList();
        if (activities) assessments.Add(new NotesCcAssessment(tests + 1, "الأنشطة المندمجة"));
        return new NotesCcSheet
        {
            Academy = "مراكش - آسفي",
            Directorate = "عمالة: مراكش",
            SchoolCode = "55976T",
            SchoolName = "الثانوية الإعدادية النموذجية",
            ClassId = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"),
            ClassName = "2APIC-1",
            Teacher = "أستاذ المادة",
            LevelCode = "2A32101110",
            LevelName = "الثانية إعدادي مسار دولي",
            Semester = 1,
            SubjectCode = "0030",
            SubjectName = "اللغة الفرنسية",
            YearId = 18,
            YearLabel = "2025/2026",
            Scale = scale,
            Assessments = assessments,
            Rows = [.. Enumerable.Range(1, pupils).Select(n => new NotesCcRow(
                1_000_000 + n, Code(n), $"الإسم العائلي {n} الشخصي", new DateOnly(2012, 1, 1).AddDays(n),
                [.. assessments.Select((_, a) => (n + a) % 7 == 0 ? MarkValue.Empty : MarkValue.Of((n * 37 + a * 125) % (int)(scale * 100) / 100m))],
                n % 9 == 0 ? "=عمل جيد" : ""))],
        };
    }

    public static string Code(int n) => $"R13{n:0000000}";

    /// <summary>The same sheet with one mark replaced.</summary>
    public static NotesCcSheet With(this NotesCcSheet sheet, int pupil, int assessment, MarkValue mark) => sheet with
    {
        Rows = [.. sheet.Rows.Select((row, n) => n != pupil ? row : row with { Marks = [.. row.Marks.Select((m, a) => a == assessment ? mark : m)] })],
    };

    public static void AssertSame(NotesCcSheet expected, NotesCcSheet? found)
    {
        Assert.NotNull(found);
        Assert.Equal(expected with { Rows = [], Assessments = [] }, found with { Rows = [], Assessments = [] }, new HeadersOnly());
        Assert.Equal(expected.Assessments.Select(a => (a.Marker, a.Title)), found.Assessments.Select(a => (a.Marker, a.Title)));
        Assert.Equal(expected.Rows.Count, found.Rows.Count);
        foreach (var (one, other) in expected.Rows.Zip(found.Rows))
        {
            Assert.Equal((one.PupilId, one.MassarCode, one.FullName, one.BirthDate, one.Remark), (other.PupilId, other.MassarCode, other.FullName, other.BirthDate, other.Remark));
            Assert.Equal(one.Marks, other.Marks);
        }
    }

    private sealed class HeadersOnly : IEqualityComparer<NotesCcSheet>
    {
        public bool Equals(NotesCcSheet? x, NotesCcSheet? y) => Header(x!) == Header(y!);

        public int GetHashCode(NotesCcSheet obj) => 0;

        private static string Header(NotesCcSheet s) => string.Join('|', s.Academy, s.Directorate, s.SchoolCode, s.SchoolName, s.ClassId, s.ClassName,
            s.Teacher, s.LevelCode, s.LevelName, s.Semester, s.TestNumber, s.SubjectCode, s.SubjectName, s.YearId, s.YearLabel, s.Scale);
    }
}
