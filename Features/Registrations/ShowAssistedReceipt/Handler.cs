using Massar.Features.Documents.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.ShowAssistedReceipt;

public sealed record Query(long Id) : IQuery<Printed>;

public sealed record FileQuery(long Id) : IQuery<SealedFile>;

/// <param name="Until">UTC: as long as the desk may print it.</param>
public sealed record Printed(long Id, string Number, string PaperNumber, DateTime Until);

public sealed class Handler(MassarDb db, AssistDesk desk, DocumentArchive archive) : IQueryHandler<Query, Printed>, IQueryHandler<FileQuery, SealedFile>
{
    public async Task<Outcome<Printed>> Handle(Query query, CancellationToken ct)
    {
        var found = await (
            from d in desk.Here
            where d.Id == query.Id
            join r in db.Registrations on d.RegistrationId equals r.Id
            join p in db.IssuedDocuments on d.DocumentId equals p.Id
            select new { d.Id, Request = r.Id, r.SchoolYearId, d.ConfirmedAt, Paper = p }).AsNoTracking().SingleOrDefaultAsync(ct);
        return found is null ? Refusal.NotFound : new Printed(found.Id, Registration.NumberOf(found.SchoolYearId, found.Request), found.Paper.NumberShown, found.ConfirmedAt!.Value + DeskDraft.ReceiptFor);
    }

    public Task<Outcome<SealedFile>> Handle(FileQuery query, CancellationToken ct)
    {
        var here = desk.Here;
        return archive.Read(db.IssuedDocuments.Where(p => here.Any(d => d.Id == query.Id && d.DocumentId == p.Id)), ct);
    }
}
