using Massar.Features.Certificates.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Certificates.ListCertificateTasks;

public sealed record Query(int Page) : IQuery<Tasks>;

public sealed record Tasks(IReadOnlyList<Line> Lines, int Count, int Page, int Pages);

/// <param name="Days">Working days since it was asked.</param>
public sealed record Line(long Id, long PupilId, string NameAr, string NameLatin, string MassarCode, CertificatePurpose Purpose, DateTime AskedAt, int Days, IReadOnlyList<CertificateProblem> Problems)
{
    /// <summary>Two working days (workflow 4.5).</summary>
    public bool IsLate => Days > 2;
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Tasks>
{
    private const int PageSize = 20;

    public async Task<Outcome<Tasks>> Handle(Query query, CancellationToken ct)
    {
        var waiting = db.CertificateRequests.At(user).Where(r => r.State == CertificateState.Blocked);
        var count = await waiting.CountAsync(ct);
        var pages = Math.Max(1, (count + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        var rows = await (
                from request in waiting
                join pupil in db.Pupils on request.PupilId equals pupil.Id
                orderby request.AskedAt, request.Id
                select new { request.Id, request.PupilId, pupil.FirstNameAr, pupil.LastNameAr, pupil.FirstNameLatin, pupil.LastNameLatin, pupil.MassarCode, request.Purpose, request.AskedAt, request.AskedOn, request.Problems })
            .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var today = MoroccanDay.Today(clock);
        return new Tasks(
            [.. rows.Select(r => new Line(r.Id, r.PupilId, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.MassarCode, r.Purpose, r.AskedAt, WorkingDays.Between(r.AskedOn, today), CertificateRequest.Read(r.Problems)))],
            count, page, pages);
    }
}
