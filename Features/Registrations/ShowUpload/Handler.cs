using Massar.Features.Files.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.ShowUpload;

public sealed record OwnQuery(long Id, Guid File) : IQuery<FileView>;

public sealed record DeskQuery(long Id, Guid File) : IQuery<FileView>;

public sealed class Handler(MassarDb db, Family family, CurrentUser user) : IQueryHandler<OwnQuery, FileView>, IQueryHandler<DeskQuery, FileView>
{
    public async Task<Outcome<FileView>> Handle(OwnQuery query, CancellationToken ct) =>
        await Find(db.Registrations.OfFamily((await family.Phone(ct))!).Where(r => r.Id == query.Id), query.File, ct);

    public Task<Outcome<FileView>> Handle(DeskQuery query, CancellationToken ct) =>
        Find(db.Registrations.VisibleTo(user).Where(r => r.Id == query.Id), query.File, ct);

    private async Task<Outcome<FileView>> Find(IQueryable<Registration> scope, Guid publicId, CancellationToken ct)
    {
        var file = await db.StoredFiles.AsNoTracking()
            .Where(f => f.PublicId == publicId && scope.Any(r => r.PhotoId == f.Id || r.ProofId == f.Id))
            .Select(f => new FileView(f.Kind, f.ContentType, f.Content!.Bytes)).SingleOrDefaultAsync(ct);
        return file is null ? Refusal.NotFound : file;
    }
}
