using Massar.Features.Domiciliations.Domain;
using Massar.Features.Files.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Domiciliations.ShowPaper;

/// <summary>One's own.</summary>
public sealed record Query(long Id) : IQuery<FileView>;

/// <summary>For the office, while it treats the request.</summary>
public sealed record Command(long Id) : ICommand<FileView>, IRunsItsOwnUnits;

public sealed class Handler(MassarDb db, UnitOfWork unit, CurrentUser user, DomiciliationDesk desk, TimeProvider clock) : IQueryHandler<Query, FileView>, ICommandHandler<Command, FileView>
{
    public async Task<Outcome<FileView>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        return await File(db.Domiciliations.OfEmployee(user).Where(d => d.Id == id), ct) is { } file ? file : Refusal.NotFound;
    }

    public async Task<Outcome<FileView>> Handle(Command command, CancellationToken ct) => await unit.Run<FileView>("Domiciliations.ShowPaper", async token =>
    {
        var id = command.Id;
        if (await db.Domiciliations.AsNoTracking().Below(user).SingleOrDefaultAsync(d => d.Id == id, token) is not { } request) return Refusal.NotFound;
        if (await desk.IsOwn(request, token)) return Domiciliation.Own;
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        if (!request.IsTreated) return Refusal.Conflict("domiciliations.closed").Next("domiciliations.closed.next");
        if (await File(db.Domiciliations.Where(d => d.Id == id), token) is not { } file) return Refusal.NotFound;
        desk.Note(request, "paper", clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(token);
        return file;
    }, ct);

    private Task<FileView?> File(IQueryable<Domiciliation> one, CancellationToken ct) =>
        db.StoredFiles.AsNoTracking().Where(f => one.Any(d => d.FileId == f.Id)).Select(f => new FileView(f.Kind, f.ContentType, f.Content!.Bytes)).SingleOrDefaultAsync(ct);
}
