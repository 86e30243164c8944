using Massar.Features.Enrollments;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Spreadsheets;
using Massar.Tests.Features.Marks.Workbooks;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Enrollments;

/// <summary>The ministry's own pupil list (domain 04, 4.5), an .xls with a sheet for each class, is brought in as it is.</summary>
public sealed class PupilListFileTests(MassarApp app, LibreOfficeTests.Office office) : IClassFixture<MassarApp>, IClassFixture<LibreOfficeTests.Office>
{
    [Fact]
    public async Task Two_classes_of_one_file_are_seated_and_a_name_column_without_heading_is_asked_about()
    {
        var school = await app.Given.School();
        var (one, two) = (await app.Given.Class(school, pupils: 0), await app.Given.Class(school, pupils: 0));
        var head = await app.SignIn(school.Head, "fr", steppedUp: false);
        List<Pupil> pupils = [];
        for (var n = 0; n < 3; n++)
        {
            var id = (await app.Given.Pupil(school)).Id;
            pupils.Add(await app.Read(db => db.Pupils.AsNoTracking().SingleAsync(p => p.Id == id)));
        }

        var mute = await Upload(head, office.SaveAs(List((one.Class.Name, "الاسم الكامل", pupils[..1])), "xlsx", "xls"));

        Assert.True(mute.Says("la ligne 15 ne dit pas"), mute.Text);

        var preview = await Upload(head, office.SaveAs(List((one.Class.Name, "النسب", pupils[..2]), (two.Class.Name, "النسب", pupils[2..])), "xlsx", "xls"));

        Assert.True(preview.Says("xls"), preview.Text);
        await preview.SubmitForm("#confirm-import", null, false);
        var ids = pupils.ConvertAll(p => p.Id);
        var seats = await app.Read(db => db.Enrollments.Where(e => ids.Contains(e.PupilId) && e.SchoolId == school.Id).ToDictionaryAsync(e => e.PupilId, e => e.ClassId));
        Assert.Equal([one.Id, one.Id, two.Id], ids.Select(i => seats[i]));
    }

    // The cells of domain 04, 4.5; below the pupils stands a signature, as on paper.
    private static byte[] List(params (string Class, string FamilyHeading, IReadOnlyList<Pupil> Pupils)[] classes)
    {
        var book = new XlsxWriter();
        foreach (var (name, family, pupils) in classes)
        {
            var sheet = book.AddSheet(name);
            Put(sheet, "K3", "لائحة التلاميذ");
            Put(sheet, "E6", "السنة الدراسية");
            Put(sheet, "I11", name);
            Put(sheet, "Q15", family);
            Put(sheet, "M15", "الاسم");
            for (var n = 0; n < pupils.Count; n++)
            {
                var (p, row) = (pupils[n], 16 + n);
                Put(sheet, $"AA{row}", $"{n + 1}");
                Put(sheet, $"X{row}", p.MassarCode);
                Put(sheet, $"Q{row}", p.LastNameAr);
                Put(sheet, $"M{row}", p.FirstNameAr);
                Put(sheet, $"L{row}", p.Sex == Sex.Female ? "أنثى" : "ذكر");
                Put(sheet, $"F{row}", p.BirthDate.ToString("dd-MM-yyyy", System.Globalization.CultureInfo.InvariantCulture));
                Put(sheet, $"C{row}", p.BirthPlaceAr);
            }

            Put(sheet, $"C{20 + pupils.Count}", "توقيع المدير");
        }

        return book.ToBytes();
    }

    private static void Put(XlsxSheet sheet, string address, string text)
    {
        Assert.True(CellAddress.TryRead(address, out var row, out var column));
        sheet.Text(row, column, text);
    }

    private static async Task<Page> Upload(Visitor head, byte[] file) => await (await head.Open(Links.Imports)).Upload("#import", "File", "liste.xls", file, "application/vnd.ms-excel");
}
