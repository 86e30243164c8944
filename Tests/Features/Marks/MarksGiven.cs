using System.Net;
using Massar.Features.Marks.Domain;
using Massar.Features.Marks.Workbooks;
using Massar.Infrastructure.Data;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Marks;

/// <summary>A class with its teacher of a subject, ready for marks.</summary>
internal sealed record GivenSheet(GivenSchool School, GivenClass Class, GivenPerson Teacher, SheetKey Key)
{
    public IReadOnlyList<GivenPupil> Pupils => Class.Pupils;

    public string Address => Massar.Features.Marks.Links.Sheet(Key);

    public string Field(int pupil) => $"m[{Pupils[pupil].MassarCode}]";
}

/// <summary>Starts of the stories about marks.</summary>
internal static class MarksGiven
{
    public static async Task<GivenSheet> Sheet(this MassarApp app, int pupils = 3, string subject = "MATH", int number = 1, GivenSchool? school = null)
    {
        school ??= await app.Given.School();
        var taught = await app.Given.Class(school, "1AC", pupils);
        return new GivenSheet(school, taught, await app.Given.Teacher(taught, subject), new SheetKey(taught.Id, subject, 1, number));
    }

    /// <summary>Enters a mark for every pupil through the page, hands over, and validates; answers the sheet's number.</summary>
    public static async Task<int> Validated(this MassarApp app, GivenSheet sheet, params string[] marks)
    {
        await app.Submitted(sheet, marks);
        var id = await app.IdOf(sheet.Key);
        var head = await app.SignIn(sheet.School.Head);
        await (await head.Open(Massar.Features.Marks.Links.Review(id))).SubmitForm($"form[action$='/{id}/validate']", null, htmx: false);
        return id;
    }

    public static async Task Submitted(this MassarApp app, GivenSheet sheet, params string[] marks)
    {
        var teacher = await app.SignIn(sheet.Teacher);
        var page = await teacher.Open(sheet.Address);
        await page.Submit([.. sheet.Pupils.Select((_, i) => (sheet.Field(i), marks.Length > i ? marks[i] : "12"))]);
        await (await teacher.Open(Massar.Features.Marks.Links.HandOver(sheet.Key))).Submit();
    }

    /// <summary>Validated, scheduled by the head's page, and the hour brought to where the test wants it.</summary>
    public static async Task<int> Published(this MassarApp app, GivenSheet sheet, DateTime? at = null, params string[] marks)
    {
        var id = await app.Validated(sheet, marks);
        await app.Schedule(sheet, id);
        await app.MoveHour(sheet.Key, at ?? DateTime.UtcNow.AddMinutes(-1));
        return id;
    }

    public static async Task<Page> Schedule(this MassarApp app, GivenSheet sheet, params int[] ids)
    {
        var head = await app.SignIn(sheet.School.Head, steppedUp: true);
        var page = await head.Open(Massar.Features.Marks.Links.Schedule);
        var tomorrow = MoroccanDay.Today(MassarApp.Clock).AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return await page.Submit([.. ids.Select(id => ("Sheets", id.ToString(System.Globalization.CultureInfo.InvariantCulture))), ("Date", tomorrow), ("Time", "17:00")]);
    }

    /// <summary>Time does not pass for the database: the hour comes instead.</summary>
    public static Task MoveHour(this MassarApp app, SheetKey key, DateTime at) => app.Write(async db =>
    {
        at = new DateTime(at.Ticks - at.Ticks % 10, DateTimeKind.Utc);
        var sheets = db.Assessments.Where(a => a.ClassId == key.ClassId && a.SubjectCode == key.Subject && a.Number == key.Number);
        var before = await sheets.Select(a => a.PublishAt).SingleAsync();
        await sheets.ExecuteUpdateAsync(s => s.SetProperty(a => a.PublishAt, at));
        await db.PublishedResults.Where(r => r.ClassId == key.ClassId && r.SubjectCode == key.Subject && r.PublishAt == before).ExecuteUpdateAsync(s => s.SetProperty(r => r.PublishAt, at));
    });

    /// <summary>The ministry's workbook of a sheet, as the program hands it out.</summary>
    public static async Task<byte[]> Download(this Visitor teacher, GivenSheet sheet)
    {
        var answer = await teacher.Get(Massar.Features.Marks.Links.WorkbookFile(sheet.Key.ClassId, sheet.Key.Subject, sheet.Key.Semester));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>What a person does in a spreadsheet program: other values in some rows.</summary>
    public static byte[] Edit(byte[] file, Func<NotesCcRow, MarkValue[]?> marks)
    {
        var sheet = NotesCcReader.Read(file).Sheet!;
        return NotesCcWriter.Write(sheet with { Rows = [.. sheet.Rows.Select(r => marks(r) is { } own ? r with { Marks = [.. own, .. r.Marks.Skip(own.Length)] } : r)] });
    }

    public static Task<int> IdOf(this MassarApp app, SheetKey key) => app.Read(db => db.Assessments
        .Where(a => a.ClassId == key.ClassId && a.SubjectCode == key.Subject && a.Semester == key.Semester && a.Number == key.Number).Select(a => a.Id).SingleAsync());

    public static Task<Assessment> Stored(this MassarApp app, SheetKey key) => app.Read(db => db.Assessments.Include(a => a.Marks).AsNoTracking()
        .SingleAsync(a => a.ClassId == key.ClassId && a.SubjectCode == key.Subject && a.Semester == key.Semester && a.Number == key.Number));

    public static CellValue Of(this Assessment sheet, GivenPupil pupil) => sheet.Marks.SingleOrDefault(m => m.PupilId == pupil.Id)?.Value ?? CellValue.Empty;
}
