using System.Text.Json;
using Massar.Features.Documents.Domain;
using Massar.Features.PrintKits.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PrintKits.AskKit;

/// <summary>Reads the classes of a kit one after the other, each kept as it is read: stopped anywhere, it goes on with the next. Then all are drawn as one file.</summary>
public sealed class MakeKit(MassarDb db, KitReader reader, PdfPrinter printer) : IWork
{
    private const int MostTries = 30;

    public static string Kind => "print-kits";

    public static bool IsLong => true;

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = JsonSerializer.Deserialize<long>(item.Payload);
        var kit = await db.PrintKits.AsNoTracking().SingleAsync(k => k.Id == id, ct);
        var classes = await reader.Classes(kit.SchoolId, kit.SchoolYearId, kit.Season).Select(c => c.Id).ToListAsync(ct);
        var kept = (await db.PrintKitClasses.Where(c => c.KitId == id).Select(c => c.ClassId).ToListAsync(ct)).ToHashSet();
        // Drawing counts as one step more.
        await progress.Report(kept.Count, 0, classes.Count + 1, ct);
        foreach (var classId in classes.Where(c => !kept.Contains(c)))
        {
            if (await progress.ShouldStop(ct)) throw new WorkStoppedException();
            if (await reader.Read(kit.SchoolId, classId, kit.Season, ct) is not { } read) continue;
            db.PrintKitClasses.Add(new PrintKitClass { KitId = id, ClassId = classId, Content = OfficialPaper.Write(read) });
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
            kept.Add(classId);
            await progress.Report(kept.Count, 0, classes.Count + 1, ct);
        }

        await Bind(kit, classes, ct);
        await progress.Report(classes.Count + 1, 0, classes.Count + 1, ct);
        item.Result = JsonSerializer.Serialize(new { address = Links.Kit(id) }, JsonSerializerOptions.Web);
    }

    // Parts are written as a whole each time: work that runs again leaves one file, and none is given out before its pages are known.
    private async Task Bind(PrintKit kit, List<int> classes, CancellationToken ct)
    {
        var contents = (await db.PrintKitClasses.AsNoTracking().Where(c => c.KitId == kit.Id).ToListAsync(ct)).ToDictionary(c => c.ClassId, c => OfficialPaper.Read<ClassKit>(c.Content));
        List<ClassKit> read = [.. classes.Where(contents.ContainsKey).Select(c => contents[c])];
        var head = await reader.SchoolHead(kit.SchoolId, kit.SchoolYearId, kit.Season, ct) with { PrintedAt = kit.AskedAt };
        var file = await Draw(new KitPaper(head, read), ct);
        var pupils = read.SelectMany(c => c.Pupils).Select(p => p.Id).Distinct().Count();
        await db.PrintKits.Where(k => k.Id == kit.Id).ExecuteUpdateAsync(s => s.SetProperty(k => k.Pupils, pupils).SetProperty(k => k.Pages, (int?)null), ct);
        await db.PrintKitParts.Where(p => p.KitId == kit.Id).ExecuteDeleteAsync(ct);
        for (var (number, from) = (0, 0); from < file.Bytes.Length; number++, from += PrintKitPart.Size)
        {
            db.PrintKitParts.Add(new PrintKitPart { KitId = kit.Id, Number = number, Bytes = file.Bytes[from..Math.Min(from + PrintKitPart.Size, file.Bytes.Length)] });
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }

        await db.PrintKits.Where(k => k.Id == kit.Id).ExecuteUpdateAsync(s => s.SetProperty(k => k.Pages, file.Pages), ct);
    }

    private async Task<PrintedPaper> Draw(KitPaper paper, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await printer.DrawKit(paper, ct);
            }
            catch (PrinterBusyException busy) when (attempt < MostTries)
            {
                // Papers that people wait for come first.
                await Task.Delay(busy.RetryAfter, ct);
            }
        }
    }
}
