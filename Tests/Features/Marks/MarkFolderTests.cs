using System.Net;
using Massar.Features.Exports.Domain;
using Massar.Features.Marks;
using Massar.Features.Marks.Domain;
using Massar.Features.Marks.Workbooks;
using Massar.Infrastructure.Data;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Marks;

/// <summary>The workbooks of several classes brought at once: read behind, one report, written once confirmed.</summary>
public sealed class MarkFolderTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task A_directory_of_workbooks_is_read_into_one_report_and_written_once_it_is_confirmed()
    {
        var (sheet, second) = await TwoClasses();
        var stranger = await app.Sheet();
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        var foreign = await (await app.SignIn(stranger.Teacher, "fr")).Download(stranger);
        var same = await teacher.Download(second);
        var filled = MarksGiven.Edit(await teacher.Download(sheet), row => [MarkValue.Of(row.MassarCode == sheet.Pupils[1].MassarCode ? 14.5m : 9)]);

        var page = await Bring(teacher, Zips.Of(("Notes/1.xlsx", filled), ("Notes/2.xlsx", same), ("Notes/3.xlsx", foreign), ("lisezmoi.txt", "bonjour"u8.ToArray()), ("__MACOSX/x", [1]), ("Notes/4.xlsx", [1, 2, 3])));
        Assert.True(page.Says("En lecture"), page.Text);
        await app.RunWork(await KeyOf(sheet));
        page = await teacher.Open(page.Address);

        Assert.Equal(
            [("1.xlsx", FolderFileState.Ready), ("2.xlsx", FolderFileState.Same), ("3.xlsx", FolderFileState.Refused), ("4.xlsx", FolderFileState.Refused), ("lisezmoi.txt", FolderFileState.Refused)],
            await Files(sheet));
        Assert.True(page.Says($"Enregistrer {sheet.Pupils.Count} notes de 1 fichier"), page.Text);
        Assert.True(page.Says("Cette matière n’est pas la vôtre"), page.Text);
        Assert.Equal(0, await app.Read(db => db.Assessments.CountAsync(a => a.ClassId == sheet.Class.Id)));

        page = await page.SubmitForm("#confirm-folder", null, false);
        await app.RunWork(await KeyOf(sheet));

        Assert.Equal("14.50", (await app.Stored(sheet.Key)).Of(sheet.Pupils[1]).Plain);
        Assert.Equal("9.00", (await app.Stored(sheet.Key)).Of(sheet.Pupils[0]).Plain);
        Assert.True((await teacher.Open(page.Address)).Says($"{sheet.Pupils.Count} notes de 1 fichier"));
        // Written by the teacher's own account, in the audit too, and the files are gone.
        Assert.Equal(0, await app.Read(db => db.MarkFolderFiles.CountAsync(f => f.Content != null && db.MarkFolders.Any(x => x.Id == f.FolderId && x.AccountId == sheet.Teacher.AccountId))));
        Assert.True(await app.Read(db => db.AuditEntries.AnyAsync(e => e.Action == "Marks.WriteFolder" && e.AccountId == sheet.Teacher.AccountId)));
        var report = await teacher.Get(Links.FolderReport(await IdOf(sheet), "csv"));
        Assert.Contains("lisezmoi.txt", await report.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sheet_that_somebody_saved_into_is_left_alone_and_the_others_are_written()
    {
        var (sheet, second) = await TwoClasses();
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        var page = await Bring(teacher, Zips.Of(("1.xlsx", MarksGiven.Edit(await teacher.Download(sheet), _ => [MarkValue.Of(10)])), ("2.xlsx", MarksGiven.Edit(await teacher.Download(second), _ => [MarkValue.Of(11)]))));
        await app.RunWork(await KeyOf(sheet));
        page = await teacher.Open(page.Address);
        await (await teacher.Open(sheet.Address)).Submit((sheet.Field(0), "7"));

        await page.SubmitForm("#confirm-folder", null, false);
        await app.RunWork(await KeyOf(sheet));

        Assert.Equal([("1.xlsx", FolderFileState.Changed), ("2.xlsx", FolderFileState.Written)], await Files(sheet));
        Assert.Equal("7.00", (await app.Stored(sheet.Key)).Of(sheet.Pupils[0]).Plain);
        Assert.Equal("", (await app.Stored(sheet.Key)).Of(sheet.Pupils[1]).Plain);
        Assert.Equal("11.00", (await app.Stored(second.Key)).Of(second.Pupils[0]).Plain);
        // What it would replace was shown beside the button; the same page sent again writes nothing twice.
        var changes = (await app.Stored(second.Key)).Changes;
        await page.SubmitForm("#confirm-folder", null, false);
        await app.RunWork(await KeyOf(sheet));
        Assert.Equal(changes, (await app.Stored(second.Key)).Changes);

        page = await Bring(teacher, Zips.Of(("2.xlsx", MarksGiven.Edit(await teacher.Download(second), _ => [MarkValue.Of(12)]))));
        var latest = await app.Read(db => db.MarkFolders.Where(f => f.AccountId == sheet.Teacher.AccountId).OrderByDescending(f => f.AskedAt).Select(f => f.Id).FirstAsync());
        await app.RunWork(latest.ToString("N"));
        page = await teacher.Open(page.Address);
        Assert.True(page.Says($"{second.Pupils.Count} notes déjà saisies seront remplacées"), page.Text);
        Assert.True(page.Says("11 → 12") || page.Says("11.00 → 12.00") || page.Says("11,00 → 12,00"), page.Text);

        // Who is named on the page counts in the reader's day, each pupil once, as in the file taken away.
        var before = await ReadOf(sheet);
        await teacher.Open(page.Address);
        Assert.Equal(before + second.Pupils.Count, await ReadOf(sheet));
        await teacher.Get(Links.FolderReport(latest, "csv"));
        Assert.Equal(before + (2 * second.Pupils.Count), await ReadOf(sheet));
    }

    [Fact]
    public async Task Folders_of_others_are_not_there_and_dangerous_ones_are_refused_in_words()
    {
        var (sheet, _) = await TwoClasses();
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        var page = await Bring(teacher, Zips.Of(("1.xlsx", await teacher.Download(sheet))));
        var id = await IdOf(sheet);
        var other = await app.SignIn((await app.Sheet()).Teacher, "fr");
        Assert.Equal(HttpStatusCode.NotFound, (await other.Get(Links.Folder(id))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Get(Links.FolderReport(id, "csv"))).StatusCode);
        var head = await app.SignIn(sheet.School.Head);
        Assert.Equal(HttpStatusCode.Forbidden, (await head.Get(Links.Folders)).StatusCode);

        foreach (var (bad, says) in new (byte[] File, string Says)[]
        {
            (Zips.Of(("../x.xlsx", [1])), "ne sont pas sûrs"),
            (Zips.Of([.. Enumerable.Range(0, 201).Select(i => ($"{i}.xlsx", new byte[] { 1 }))]), "plus de 200 fichiers"),
            (Zips.Of(("big.xlsx", new byte[30_000_000])), "trop volumineux"),
            (Zips.Of(("1.xlsx", await teacher.Download(sheet)))[..200], "incomplet"),
            (Zips.Of(), "aucun fichier"),
        })
        {
            var refused = await Bring(teacher, bad);
            Assert.True(refused.Says(says), $"{says}: {refused.Text}");
        }

        // Stopped before it was read, it goes on where it was; then its owner lets it go.
        await app.Write(db => db.WorkItems.Where(w => w.Key.Contains(id.ToString("N"))).ExecuteUpdateAsync(s => s.SetProperty(w => w.State, Massar.Infrastructure.Work.WorkState.Stopped)));
        page = await teacher.Open(page.Address);
        await page.SubmitForm("form[action$='/resume']", null, false);
        await app.RunWork(id.ToString("N"));
        page = await teacher.Open(page.Address);
        Assert.True(page.Says("Rien à enregistrer"), page.Text);
        await page.SubmitForm("form[action$='/drop']", null, false);
        Assert.Equal(HttpStatusCode.NotFound, (await teacher.Get(Links.Folder(id))).StatusCode);
    }

    [Fact]
    public async Task The_form_sent_again_brings_one_folder_and_with_other_files_it_is_refused()
    {
        var (sheet, second) = await TwoClasses();
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        var form = await teacher.Open(Links.Folders);
        var (one, other) = (Zips.Of(("1.xlsx", await teacher.Download(sheet))), Zips.Of(("1.xlsx", await teacher.Download(second))));

        var first = await Send(one);
        var again = await Send(one);
        var refused = await Send(other);

        Assert.Equal(first.Address, again.Address);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.True(refused.Says("déjà été envoyée avec un autre contenu"), refused.Text);
        Assert.Equal(1, await app.Read(db => db.MarkFolders.CountAsync(f => f.AccountId == sheet.Teacher.AccountId)));

        Task<Page> Send(byte[] zip) => form.Upload("#folder", "File", "notes.zip", zip, "application/zip");
    }

    [Fact]
    public async Task What_a_folder_wrote_is_taken_back_but_for_what_was_changed_or_handed_over_since()
    {
        var (sheet, second) = await TwoClasses();
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        await (await teacher.Open(sheet.Address)).Submit((sheet.Field(0), "AJ"), (sheet.Field(1), "8"));
        var page = await Bring(teacher, Zips.Of(("1.xlsx", MarksGiven.Edit(await teacher.Download(sheet), _ => [MarkValue.Of(10)])), ("2.xlsx", MarksGiven.Edit(await teacher.Download(second), _ => [MarkValue.Of(11), MarkValue.Of(12)]))));
        await app.RunWork(await KeyOf(sheet));
        page = await (await teacher.Open(page.Address)).SubmitForm("#confirm-folder", null, false);
        await app.RunWork(await KeyOf(sheet));
        Assert.Equal("10.00", (await app.Stored(sheet.Key)).Of(sheet.Pupils[0]).Plain);
        var (written, again) = (await teacher.Open(page.Address), await teacher.Open(page.Address));

        // One cell is saved anew, and the second class's first test is handed over.
        await (await teacher.Open(sheet.Address)).Submit((sheet.Field(1), "13"));
        await (await teacher.Open(Links.HandOver(second.Key))).Submit();
        var stranger = await app.SignIn((await app.Sheet()).Teacher);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsync(new Uri($"/api{Links.Folder(await IdOf(sheet))}/undo", UriKind.Relative), null)).StatusCode);
        page = await written.SubmitForm("#undo-folder form", null, false);
        await app.RunWork(await KeyOf(sheet));
        page = await teacher.Open(page.Address);

        var first = await app.Stored(sheet.Key);
        Assert.Equal(["AJ", "13.00", ""], sheet.Pupils.Select(p => first.Of(p).Plain));
        Assert.Equal("11.00", (await app.Stored(second.Key)).Of(second.Pupils[0]).Plain);
        Assert.Equal("", (await app.Stored(second.Key with { Number = 2 })).Of(second.Pupils[0]).Plain);
        Assert.Equal([("1.xlsx", FolderFileState.Kept), ("2.xlsx", FolderFileState.Kept)], await Files(sheet));
        Assert.True(page.Says("modifié depuis, reste 13.00"), page.Text);
        Assert.True(page.Says("feuille remise ou fermée, notes qui restent : 3"), page.Text);
        Assert.True(page.Says("5 notes de 2 fichiers : repris"), page.Text);
        // Once is enough: an older page changes nothing and says so.
        var changes = first.Changes;
        Assert.Equal(HttpStatusCode.Conflict, (await again.SubmitForm("#undo-folder form", null, false)).Status);
        Assert.Equal(changes, (await app.Stored(sheet.Key)).Changes);
    }

    private async Task<(GivenSheet First, GivenSheet Second)> TwoClasses()
    {
        var sheet = await app.Sheet();
        var other = await app.Given.Class(sheet.School, "1AC", 3);
        await app.Write(async db =>
        {
            var own = await db.TeachingAssignments.AsNoTracking().SingleAsync(t => t.EmployeeId == sheet.Teacher.EmployeeId);
            db.TeachingAssignments.Add(new Massar.Features.Classes.Domain.TeachingAssignment
            {
                ClassId = other.Id,
                SchoolId = own.SchoolId,
                SchoolYearId = own.SchoolYearId,
                SubjectCode = own.SubjectCode,
                EmployeeId = own.EmployeeId,
                WeeklyHours = own.WeeklyHours,
                StartsOn = own.StartsOn,
            });
            await db.SaveChangesAsync();
        });
        return (sheet, sheet with { Class = other, Key = sheet.Key with { ClassId = other.Id } });
    }

    private static async Task<Page> Bring(Visitor teacher, byte[] zip) => await (await teacher.Open(Links.Folders)).Upload("#folder", "File", "notes.zip", zip, "application/zip");

    private Task<int> ReadOf(GivenSheet sheet) => app.Within(async services =>
    {
        await services.GetRequiredService<ReadLedger>().WriteDown(sheet.Teacher.AccountId, CancellationToken.None);
        return await services.GetRequiredService<MassarDb>().PersonReads.Where(r => r.AccountId == sheet.Teacher.AccountId).SumAsync(r => r.Persons);
    });

    private Task<Guid> IdOf(GivenSheet sheet) => app.Read(db => db.MarkFolders.Where(f => f.AccountId == sheet.Teacher.AccountId).Select(f => f.Id).SingleAsync());

    private async Task<string> KeyOf(GivenSheet sheet) => (await IdOf(sheet)).ToString("N");

    private async Task<List<(string, FolderFileState)>> Files(GivenSheet sheet)
    {
        var id = await IdOf(sheet);
        var files = await app.Read(db => db.MarkFolderFiles.Where(f => f.FolderId == id).OrderBy(f => f.Number).Select(f => new { f.Name, f.State }).ToListAsync());
        return [.. files.Select(f => (f.Name[(f.Name.LastIndexOf('/') + 1)..], f.State)).OrderBy(f => f.Item1, StringComparer.Ordinal)];
    }
}
