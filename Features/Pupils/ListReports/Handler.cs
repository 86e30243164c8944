using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.ListReports;

public sealed record Query(int Page) : IQuery<Reports>;

public sealed record Reports(IReadOnlyList<ReportLine> Lines, int Total, int Page) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;

    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record ReportLine(long Id, string Field, string NameAr, string NameLatin, string MassarCode, DateTime ReportedAt);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Reports>
{
    public async Task<Outcome<Reports>> Handle(Query query, CancellationToken ct)
    {
        var open = db.DatumReports.At(user, db).Where(r => r.State == ReportState.Open);
        var total = await open.CountAsync(ct);
        var page = Math.Clamp(query.Page, 1, Math.Max(1, (total + Reports.PageSize - 1) / Reports.PageSize));
        var lines = await open.OrderBy(r => r.Id).Skip((page - 1) * Reports.PageSize).Take(Reports.PageSize)
            .Join(db.Pupils, r => r.PupilId, p => p.Id, (r, p) => new ReportLine(r.Id, r.Field, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, p.MassarCode, r.ReportedAt)).AsNoTracking().ToListAsync(ct);
        return new Reports([.. lines.OrderBy(l => l.Id)], total, page);
    }
}
