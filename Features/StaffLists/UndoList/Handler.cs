using Massar.Features.StaffLists.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffLists.UndoList;

public sealed record Command(int List, int Version) : ICommand;

public sealed class Handler(MassarDb db, StaffListDesk desk, CurrentUser user) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.List;
        if (await db.StaffLists.At(user).Where(l => l.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } list) return Refusal.NotFound;
        if (list.Version != command.Version) return Refusal.Stale;
        if (await desk.Own(id, user, ct) is { } own) return own;
        return await desk.Undo(list, ct) is { } refusal ? refusal : Done.It;
    }
}
