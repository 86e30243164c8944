using Massar.Features.Documents.Domain;
using Massar.Features.StaffPapers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffPapers.ListMyPapers;

public sealed record Query(int Page) : IQuery<MyPapers>;

public sealed record MyPapers(IReadOnlyList<Line> Lines, int Page, int Pages);

public sealed record Line(long Id, StaffPaperKind Kind, StaffPaperState State, DateTime AskedAt, long? DocumentId, int? Number, int? Year, DocumentState? Paper, int? Size);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, MyPapers>
{
    private const int PageSize = 20;

    public async Task<Outcome<MyPapers>> Handle(Query query, CancellationToken ct)
    {
        var mine = db.StaffPapers.Of(user);
        var count = await mine.CountAsync(ct);
        var pages = Math.Max(1, (count + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        var lines = await (
                from paper in mine
                join document in db.IssuedDocuments on paper.DocumentId equals document.Id into documents
                from document in documents.DefaultIfEmpty()
                orderby paper.AskedAt descending, paper.Id descending
                select new Line(paper.Id, paper.Kind, paper.State, paper.AskedAt, document.Id, document.Number, document.Year, document.State, document.Size))
            .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        return new MyPapers(lines, page, pages);
    }
}
