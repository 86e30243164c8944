using Massar.Features.Families.Domain;
using Massar.Features.Files.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Families.ShowPaper;

public sealed record Query(long Id, Guid File) : IQuery<FileView>;

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, FileView>
{
    public async Task<Outcome<FileView>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        var scope = user.Has(Permissions.Check) ? db.FamilyEvents.VisibleTo(user) : db.FamilyEvents.OfEmployee(user);
        var file = await db.StoredFiles.AsNoTracking()
            .Where(f => f.PublicId == query.File && scope.Any(e => e.Id == id) && db.FamilyPapers.Any(p => p.EventId == id && p.FileId == f.Id))
            .Select(f => new FileView(f.Kind, f.ContentType, f.Content!.Bytes)).SingleOrDefaultAsync(ct);
        return file is null ? Refusal.NotFound : file;
    }
}
