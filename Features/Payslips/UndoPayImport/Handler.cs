using System.Text.Json;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Payslips.UndoPayImport;

public sealed record Command(int Import, int Version) : ICommand<Begun>;

/// <param name="Job">The background work to watch; null where it is done.</param>
public sealed record Begun(long? Job);

public sealed class Handler(MassarDb db, PayImportDesk desk, CurrentUser user, WorkDesk work) : ICommandHandler<Command, Begun>
{
    public async Task<Outcome<Begun>> Handle(Command command, CancellationToken cancellationToken)
    {
        var id = command.Import;
        if (await db.PayImports.InReachOf(user).Where(i => i.Id == id).ForUpdate().SingleOrDefaultAsync(cancellationToken) is not { } import) return Refusal.NotFound;
        if (import.Version != command.Version) return Refusal.Stale;
        if (await desk.BeginUndo(import, cancellationToken) is { } refusal) return refusal;
        if (import.Written <= PayImportDesk.Part)
        {
            await desk.Undo(id, PayImportDesk.Part, cancellationToken);
            return new Begun(null);
        }

        var item = work.Queue<PayImportWork>(import.WorkKey, JsonSerializer.Serialize(id), total: import.Written);
        await db.SaveChangesAsync(cancellationToken);
        return new Begun(item.Id);
    }
}
