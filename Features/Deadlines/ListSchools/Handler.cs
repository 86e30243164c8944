using Massar.Features.Deadlines.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Deadlines.ListSchools;

public sealed record Query(int Page, bool IsWhole) : IQuery<Overview>;

public sealed record Overview(DateOnly Today, IReadOnlyList<SchoolLine> Schools, int Total, int Page)
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;
}

/// <param name="Counts">What is missing, the nearest deadline first.</param>
public sealed record SchoolLine(int Id, string GresaCode, string NameAr, string NameFr, IReadOnlyList<MissingCount> Counts)
{
    public int Missing => Counts.Sum(c => c.Count);

    public int Late => Counts.Count(c => c.IsLate);
}

public sealed class Handler(MassarDb db, CurrentUser user, Obstructions obstructions) : IQueryHandler<Query, Overview>
{
    /// <summary>Schools in one file: more than any directorate has.</summary>
    private const int Most = 1_500;

    public async Task<Outcome<Overview>> Handle(Query request, CancellationToken cancellationToken)
    {
        var schools = db.Schools.Below(user).Open();
        var total = request.IsWhole ? 0 : await schools.CountAsync(cancellationToken);
        var page = Math.Clamp(request.Page, 1, Math.Max(1, (total + Overview.PageSize - 1) / Overview.PageSize));
        var lines = await schools.OrderBy(s => s.Place.NameAr).ThenBy(s => s.Id).Skip((page - 1) * Overview.PageSize).Take(request.IsWhole ? Most : Overview.PageSize)
            .Select(s => new { s.Id, s.GresaCode, s.Place.NameAr, s.Place.NameFr }).AsNoTracking().ToListAsync(cancellationToken);
        var counts = new List<MissingCount>();
        BlockFrame? frame = null;
        // A whole directorate is asked a page of schools at a time: each question stays small.
        foreach (var some in lines.Chunk(Overview.PageSize * 2))
        {
            frame = frame is null ? await obstructions.AtSchools([.. some.Select(s => s.Id)], cancellationToken) : frame with { Schools = [.. some.Select(s => s.Id)], Own = [.. some.Select(s => s.Id)] };
            counts.AddRange(await obstructions.Counts(frame, cancellationToken));
        }

        frame ??= await obstructions.AtSchools([], cancellationToken);
        var bySchool = counts.ToLookup(c => c.SchoolId);
        return new Overview(frame.Today, [.. lines.Select(s => new SchoolLine(s.Id, s.GresaCode, s.NameAr, s.NameFr, [.. bySchool[s.Id]]))], request.IsWhole ? lines.Count : total, page);
    }
}
