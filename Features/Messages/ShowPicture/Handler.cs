using Massar.Features.Files.Domain;
using Massar.Features.Messages.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Messages.ShowPicture;

public sealed record Query(long Id, Guid File) : IQuery<FileView>;

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, FileView>
{
    public async Task<Outcome<FileView>> Handle(Query query, CancellationToken ct)
    {
        var readable = db.FamilyThreads.ReadableBy(user, db, MoroccanDay.Today(clock)).Where(t => t.Id == query.Id);
        var file = await db.StoredFiles.AsNoTracking().Where(f => f.PublicId == query.File && db.ThreadLines.Any(l => l.FileId == f.Id && readable.Any(t => t.Id == l.ThreadId)))
            .Select(f => new FileView(f.Kind, f.ContentType, f.Content!.Bytes)).SingleOrDefaultAsync(ct);
        return file is null ? Refusal.NotFound : file;
    }
}
