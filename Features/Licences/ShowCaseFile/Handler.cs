using Massar.Features.Files.Domain;
using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.ShowCaseFile;

public sealed record Query(long Id, Guid File) : IQuery<FileView>;

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, FileView>
{
    public async Task<Outcome<FileView>> Handle(Query query, CancellationToken ct)
    {
        var scope = db.LicenceCases.VisibleTo(user).Where(c => c.Id == query.Id);
        var file = await db.StoredFiles.AsNoTracking().Where(f => f.PublicId == query.File && db.LicencePapers.Any(p => p.FileId == f.Id && scope.Any(c => c.Id == p.CaseId)))
            .Select(f => new FileView(f.Kind, f.ContentType, f.Content!.Bytes)).SingleOrDefaultAsync(ct);
        return file is null ? Refusal.NotFound : file;
    }
}
