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
public sealed record Command(long Id) : ICommand<Opened>, IRunsItsOwnUnits;

/// <summary>A paper the office has opened: one more person of its day.</summary>
public sealed record Opened(FileView File) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

public sealed class Handler(MassarDb db, UnitOfWork unit, CurrentUser user, RibBox box, DomiciliationDesk desk, TimeProvider clock) : IQueryHandler<Query, FileView>, ICommandHandler<Command, Opened>
{
    private static Refusal Gone => Refusal.Conflict("domiciliations.paper.gone").Next("domiciliations.paper.gone.next");

    public async Task<Outcome<FileView>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        if (await db.Domiciliations.AsNoTracking().OfEmployee(user).SingleOrDefaultAsync(d => d.Id == id, ct) is not { } request) return Refusal.NotFound;
        return await File(request, ct) is { } file ? file : Gone;
    }

    public async Task<Outcome<Opened>> Handle(Command command, CancellationToken ct) => await unit.Run<Opened>("Domiciliations.ShowPaper", async token =>
    {
        var id = command.Id;
        if (await db.Domiciliations.AsNoTracking().Below(user).SingleOrDefaultAsync(d => d.Id == id, token) is not { } request) return Refusal.NotFound;
        if (await desk.IsOwn(request, token)) return Domiciliation.Own;
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        if (!request.IsTreated) return Refusal.Conflict("domiciliations.closed").Next("domiciliations.closed.next");
        if (await File(request, token) is not { } file) return Gone;
        desk.Note(request, "paper", clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(token);
        return new Opened(file);
    }, ct);

    private async Task<FileView?> File(Domiciliation request, CancellationToken ct)
    {
        var id = request.FileId;
        var kept = await db.StoredFiles.AsNoTracking().Where(f => f.Id == id && f.Content != null).Select(f => new FileView(f.Kind, f.ContentType, f.Content!.Bytes)).SingleOrDefaultAsync(ct);
        return kept is not null && box.OpenPaper(request.Key, kept.Bytes) is { } paper ? kept with { Bytes = paper } : null;
    }
}
