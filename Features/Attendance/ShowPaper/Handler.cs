using Massar.Features.Attendance.Domain;
using Massar.Features.Files.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.ShowPaper;

public sealed record Query(long Id, Guid File) : IQuery<FileView>;

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, FileView>
{
    public async Task<Outcome<FileView>> Handle(Query query, CancellationToken cancellationToken)
    {
        var scope = db.Justifications.InSchoolsOf(user, db).Where(j => j.Id == query.Id);
        var file = await db.StoredFiles.AsNoTracking().Where(f => f.PublicId == query.File && scope.Any(j => j.FileId == f.Id))
            .Select(f => new FileView(f.Kind, f.ContentType, f.Content!.Bytes)).SingleOrDefaultAsync(cancellationToken);
        return file is null ? Refusal.NotFound : file;
    }
}
