using Massar.Features.Documents.Domain;
using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.StaffFiles.ShowPaper;

public sealed record Query(long Id, FilePaperKind Kind) : IQuery<SealedFile>;

public sealed class Handler(MassarDb db, CurrentUser user, DocumentArchive archive) : IQueryHandler<Query, SealedFile>
{
    public Task<Outcome<SealedFile>> Handle(Query query, CancellationToken ct)
    {
        var visible = db.FileTransfers.VisibleTo(user).Where(t => t.Id == query.Id);
        return archive.Read(query.Kind is FilePaperKind.Slip ? db.IssuedDocuments.Where(d => visible.Any(t => t.SlipId == d.Id)) : db.IssuedDocuments.Where(d => visible.Any(t => t.ReceiptId == d.Id)), ct);
    }
}
