using Massar.Features.Accounts;
using Massar.Features.Documents.Domain;
using Massar.Features.PrintKits.Domain;
using Massar.Features.Reference;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PrintKits;

/// <summary>At the well-known head's school the lists of the beginning of the year as one file, and an older order whose names are gone.</summary>
public sealed class Seed : ISeed
{
    // After every area that puts pupils into classes.
    public int Order => 190;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, head) = (seeding.Of<SeededYears>(), seeding.Of<SeededAccounts>().Demo(Roles.Head));
        var (reader, printer) = (seeding.Services.GetRequiredService<KitReader>(), seeding.Services.GetRequiredService<PdfPrinter>());
        var (school, year) = (head.PlaceId, years.Current.Id);
        var at = MoroccanHour.Utc(years.Today.AddDays(-2), new TimeOnly(9, 40));
        var classes = new List<ClassKit>();
        foreach (var id in await reader.Classes(school, year, Season.Start).Select(c => c.Id).ToListAsync(ct))
            if (await reader.Read(school, id, Season.Start, ct) is { } read) classes.Add(read);
        var drawn = await printer.DrawKit(new KitPaper(await reader.Head(school, year, Season.Start, ct) with { PrintedAt = at }, classes), ct);

        var kit = new PrintKit
        {
            Id = seeding.NextId<PrintKit>(),
            SchoolId = school,
            SchoolYearId = year,
            Season = Season.Start,
            AskedByAccountId = head.Id,
            AskedAt = at,
            Pupils = classes.Sum(c => c.Pupils.Count),
            Pages = drawn.Pages,
        };
        await seeding.Insert([kit, new PrintKit { Id = seeding.NextId<PrintKit>(), SchoolId = school, SchoolYearId = year, Season = Season.Exam, AskedByAccountId = head.Id, AskedAt = at.AddDays(-2 * PrintKit.KeptDays), Pupils = classes.Count * 10, Pages = classes.Count }], ct);
        await seeding.Insert([.. classes.Select(c => new PrintKitClass { KitId = kit.Id, ClassId = c.ClassId, Content = OfficialPaper.Write(c) })], ct);
        await seeding.Insert([.. drawn.Bytes.Chunk(PrintKitPart.Size).Select((bytes, number) => new PrintKitPart { KitId = kit.Id, Number = number, Bytes = bytes })], ct);
    }
}
