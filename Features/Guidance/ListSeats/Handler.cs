using Massar.Features.Guidance.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.ListSeats;

public sealed record Query(int Campaign, int? Page) : IQuery<Found>;

/// <param name="Total">Seats of the whole directorate.</param>
public sealed record Found(int Campaign, string LevelAr, string LevelFr, int ToYear, int Total, IReadOnlyList<Line> Lines, int Page, int Pages);

/// <summary>Each stream of each school, for a file; a school where nobody has said anything has one line.</summary>
public sealed record FileQuery(int Campaign) : IQuery<Whole>;

public sealed record Whole(string LevelAr, string LevelFr, int ToYear, IReadOnlyList<StreamLine> Lines);

/// <param name="Former">The average of the last one admitted the year before, as its office typed it.</param>
public sealed record StreamLine(string GresaCode, string NameAr, string NameFr, string CommuneAr, string CommuneFr, string? StreamAr, string? StreamFr, int? Seats, decimal? Former);

/// <param name="Seats">Null where nobody has said.</param>
public sealed record Line(int School, string NameAr, string NameFr, string CommuneAr, string CommuneFr, int? Seats, int Streams);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Found>, IQueryHandler<FileQuery, Whole>
{
    private const int PageSize = 20;

    /// <summary>More streams than the schools of any directorate offer together.</summary>
    private const int Most = 10_000;

    public async Task<Outcome<Found>> Handle(Query query, CancellationToken ct)
    {
        var found = await Find(query.Campaign, ct);
        if (found is null) return Refusal.NotFound;

        var (place, year, to) = (user.PlaceId, found.ToYear, found.ToLevel);
        var schools = Schools(place);
        var pages = Math.Max(1, (await schools.CountAsync(ct) + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        var shown = await schools.OrderBy(s => s.NameFr).ThenBy(s => s.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var ids = shown.ConvertAll(s => s.Id);
        var seats = (await db.GuidanceSeats.Where(s => ids.Contains(s.SchoolId) && s.SchoolYearId == year && s.LevelCode == to).Select(s => new { s.SchoolId, s.Seats }).ToListAsync(ct)).ToLookup(s => s.SchoolId, s => s.Seats);
        return new Found(found.Id, found.NameAr, found.NameFr, year, found.Total,
            shown.ConvertAll(s => new Line(s.Id, s.NameAr, s.NameFr, s.CommuneAr, s.CommuneFr, seats.Contains(s.Id) ? seats[s.Id].Sum() : null, seats[s.Id].Count(n => n > 0))), page, pages);
    }

    public async Task<Outcome<Whole>> Handle(FileQuery query, CancellationToken ct)
    {
        if (await Find(query.Campaign, ct) is not { } found) return Refusal.NotFound;
        var (year, to) = (found.ToYear, found.ToLevel);
        var lines = await (
            from s in Schools(user.PlaceId)
            join seats in db.GuidanceSeats.Where(s => s.SchoolYearId == year && s.LevelCode == to) on s.Id equals seats.SchoolId into some
            from seats in some.DefaultIfEmpty()
            join stream in db.StudyStreams on seats.StreamCode equals stream.Code into streams
            from stream in streams.DefaultIfEmpty()
            orderby s.NameFr, s.Id, stream.Code
            select new StreamLine(s.GresaCode, s.NameAr, s.NameFr, s.CommuneAr, s.CommuneFr, stream.NameAr, stream.NameFr, (int?)seats.Seats, seats.FormerAverage)).AsNoTracking().Take(Most).ToListAsync(ct);
        return new Whole(found.NameAr, found.NameFr, year, lines);
    }

    private Task<Of?> Find(int campaign, CancellationToken ct) => (
        from c in db.GuidanceCampaigns.LedBy(user)
        where c.Id == campaign && c.Stage != GuidanceStage.Withdrawn
        join level in db.Levels on c.ToLevel equals level.Code
        select new Of(c.Id, c.ToLevel, c.SchoolYearId + 1, level.NameAr, level.NameFr,
            db.GuidanceSeats.Where(s => s.DirectorateId == c.PlaceId && s.SchoolYearId == c.SchoolYearId + 1 && s.LevelCode == c.ToLevel).Sum(s => s.Seats))).AsNoTracking().SingleOrDefaultAsync(ct);

    private IQueryable<Host> Schools(int directorate) =>
        from s in db.Schools.Open()
        where s.Cycles.Contains("QUA")
        join p in db.Places on s.Id equals p.Id
        join commune in db.Places on p.ParentId equals (int?)commune.Id
        where commune.ParentId == directorate
        select new Host { Id = p.Id, GresaCode = s.GresaCode, NameAr = p.NameAr, NameFr = p.NameFr, CommuneAr = commune.NameAr, CommuneFr = commune.NameFr };

    private sealed record Of(int Id, string ToLevel, int ToYear, string NameAr, string NameFr, int Total);

    private sealed class Host
    {
        public int Id { get; init; }

        public required string GresaCode { get; init; }

        public required string NameAr { get; init; }

        public required string NameFr { get; init; }

        public required string CommuneAr { get; init; }

        public required string CommuneFr { get; init; }
    }
}
