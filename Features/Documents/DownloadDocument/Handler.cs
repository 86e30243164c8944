using System.Globalization;
using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Documents.DownloadDocument;

public sealed record Query(long Id) : IQuery<StoredFile>;

/// <param name="Name">In plain letters, for any phone.</param>
public sealed record StoredFile(byte[] Bytes, string Sha256, string Name);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, StoredFile>
{
    public async Task<Outcome<StoredFile>> Handle(Query query, CancellationToken ct)
    {
        var file = await (
                from document in db.IssuedDocuments.ReadableBy(user, db, MoroccanDay.Today(clock)).Where(d => d.Id == query.Id)
                join content in db.DocumentContents on document.Id equals content.DocumentId
                select new { content.Bytes, document.Sha256, document.Kind, document.Number, document.Year })
            .SingleOrDefaultAsync(ct);
        return file is null ? Refusal.NotFound : new StoredFile(file.Bytes, file.Sha256, string.Create(CultureInfo.InvariantCulture, $"{file.Kind}-{file.Number}-{file.Year}.pdf"));
    }
}
