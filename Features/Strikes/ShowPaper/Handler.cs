using Massar.Features.Files.Domain;
using Massar.Features.Strikes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Strikes.ShowPaper;

public sealed record Query(long Id, Guid File) : IQuery<FileView>;

public sealed class Handler(MassarDb db, CurrentUser user, StrikeDesk desk) : IQueryHandler<Query, FileView>
{
    public async Task<Outcome<FileView>> Handle(Query query, CancellationToken ct)
    {
        var (id, name) = (query.Id, query.File);
        var mine = db.StrikeAbsences.OfEmployee(user).Where(a => a.Id == id);
        var scope = user.Has(Permissions.Handle) ? mine.Select(a => a.PaperId).Concat(db.StrikeAbsences.Below(user, await desk.Own(ct)).Where(a => a.Id == id).Select(a => a.PaperId)) : mine.Select(a => a.PaperId);
        var papers = await scope.ToListAsync(ct);
        var file = await db.StoredFiles.AsNoTracking().Where(f => f.PublicId == name && papers.Contains(f.Id)).Select(f => new FileView(f.Kind, f.ContentType, f.Content!.Bytes)).SingleOrDefaultAsync(ct);
        return file is null ? Refusal.NotFound : file;
    }
}
