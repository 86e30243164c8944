using Massar.Features.Files.Domain;
using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.ShowReport;

public sealed record Query(long Id) : IQuery<FileView>;

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, FileView>
{
    public async Task<Outcome<FileView>> Handle(Query query, CancellationToken ct)
    {
        var scope = db.LicenceVisits.VisibleTo(user, db).Where(v => v.Id == query.Id);
        var file = await db.StoredFiles.AsNoTracking().Where(f => scope.Any(v => v.FileId == f.Id)).Select(f => new FileView(f.Kind, f.ContentType, f.Content!.Bytes)).SingleOrDefaultAsync(ct);
        return file is null ? Refusal.NotFound : file;
    }
}
