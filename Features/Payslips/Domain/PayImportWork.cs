using System.Text.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Payslips.Domain;

/// <summary>
/// Writes a pay file, or takes it back, a part after the other, each in a transaction of its own: stopped anywhere, it goes on where it was.
/// Nobody but the pay office sees a file before it is published, whole.
/// </summary>
public sealed class PayImportWork(MassarDb db, UnitOfWork unit, PayImportDesk desk) : IWork
{
    public static string Kind => "pay-import";

    public static bool IsLong => true;

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = JsonSerializer.Deserialize<int>(item.Payload);
        var import = await db.PayImports.AsNoTracking().SingleAsync(i => i.Id == id, ct);
        Acting.Now = new Actor(item.AccountId, null, "system", import.PlaceId, item.Key);
        var writes = import.State is PayImportState.Running;
        var total = writes ? await db.PayImportPeople.CountAsync(p => p.ImportId == id && !p.IsWrong, ct) : import.Written;
        for (var left = total; left > 0;)
        {
            if (await progress.ShouldStop(ct)) return;
            await unit.Run(writes ? "Payslips.WriteImport" : "Payslips.UndoImport", async token => left = writes ? await desk.Write(id, PayImportDesk.Part, token) : await desk.Undo(id, PayImportDesk.Part, token), ct);
            await progress.Report(total - left, 0, total, ct);
        }

        item.Result = JsonSerializer.Serialize(new { address = Links.Import(id) }, JsonSerializerOptions.Web);
    }
}
