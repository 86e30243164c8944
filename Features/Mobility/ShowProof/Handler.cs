using Massar.Features.Files.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ShowProof;

public sealed record Query(Guid File) : IQuery<FileView>;

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, FileView>
{
    public async Task<Outcome<FileView>> Handle(Query request, CancellationToken cancellationToken)
    {
        var (contests, claims, appeals) = (db.DatumContests.VisibleTo(user), db.PriorityClaims.VisibleTo(user), db.RunAppeals.VisibleTo(db, user));
        var file = await db.StoredFiles.AsNoTracking()
            .Where(f => f.PublicId == request.File && (contests.Any(c => c.DocumentId == f.Id) || claims.Any(c => c.DocumentId == f.Id) || appeals.Any(a => a.DocumentId == f.Id)))
            .Select(f => new FileView(f.Kind, f.ContentType, f.Content!.Bytes)).SingleOrDefaultAsync(cancellationToken);
        return file is null ? Refusal.NotFound : file;
    }
}
