using FluentValidation;
using Massar.Features.Guidance.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.SetSeats;

public sealed record Query(int Campaign, int School) : IQuery<SchoolSeats>;

/// <param name="IsOpen">Seats may still be changed: the hour of publication is not set.</param>
public sealed record SchoolSeats(int Campaign, GuidanceStage Stage, int ToYear, string LevelAr, string LevelFr, int School, string NameAr, string NameFr, bool IsOpen, IReadOnlyList<Line> Lines);

/// <param name="Version">-1 where nothing is said yet.</param>
/// <param name="Known">How last year ended by what the commission decided here; the typed figure counts only without it.</param>
public sealed record Line(string Stream, string NameAr, string NameFr, int Version, int? Seats, decimal? Former, decimal? Known);

/// <param name="Version">Of the line that was seen; -1 for a new one.</param>
/// <param name="Seats">As typed; empty for none.</param>
/// <param name="Former">As typed; the average of the last pupil admitted last year.</param>
public sealed record SeatsLine(string Stream, int Version, string? Seats, string? Former);

public sealed record Command(int Campaign, int School, IReadOnlyList<SeatsLine> Lines) : ICommand
{
    public const string SeatsField = "Seats-";
    public const string FormerField = "Former-";
    public const string VersionField = "Version-";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c).Custom((command, context) =>
    {
        foreach (var line in command.Lines)
        {
            context.Judge(Command.SeatsField + line.Stream, line.Seats);
            if (!string.IsNullOrWhiteSpace(line.Former) && NumberReader.Read(line.Former, 2, 0, 20).Value is null)
                context.AddFailure(new FluentValidation.Results.ValidationFailure(Command.FormerField + line.Stream, "guidance.former.number"));
        }
    });
}

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, SchoolSeats>, ICommandHandler<Command>
{
    public async Task<Outcome<SchoolSeats>> Handle(Query query, CancellationToken ct)
    {
        if (await Find(query.Campaign, query.School, ct) is not { } found) return Refusal.NotFound;
        var (school, year, level) = (query.School, found.Campaign.ToYear, found.Campaign.ToLevel);
        var seats = (await db.GuidanceSeats.AsNoTracking().Where(s => s.SchoolId == school && (s.SchoolYearId == year || s.SchoolYearId == year - 1) && s.LevelCode == level).ToListAsync(ct)).ToLookup(s => s.StreamCode);
        var streams = await db.StudyStreams.Where(s => s.LevelCode == level).OrderBy(s => s.Kind).ThenBy(s => s.Code).Select(s => new { s.Code, s.NameAr, s.NameFr }).ToListAsync(ct);
        // What the rule and the commission write on a row changes its version: a school that may change nothing any more is not told.
        var mayChange = MayChange(found.Campaign);
        return new SchoolSeats(query.Campaign, found.Campaign.Stage, year, found.LevelAr, found.LevelFr, school, found.NameAr, found.NameFr, mayChange,
            streams.ConvertAll(s =>
            {
                var (now, before) = (seats[s.Code].FirstOrDefault(r => r.SchoolYearId == year), seats[s.Code].FirstOrDefault(r => r.SchoolYearId == year - 1));
                return new Line(s.Code, s.NameAr, s.NameFr, mayChange ? now?.Version ?? -1 : -1, now?.Seats, now?.FormerAverage, before?.LowestAverage);
            }));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        if (await Find(command.Campaign, command.School, ct) is not { } found) return Refusal.NotFound;
        // Held: the commission counts seats that nobody changes under its hands.
        var campaign = await db.GuidanceCampaigns.Where(c => c.Id == found.Campaign.Id).ForUpdate().SingleAsync(ct);
        if (campaign.Stage >= GuidanceStage.Published) return Refusal.Conflict("guidance.seats.late").Next("guidance.seats.late.next");
        if (!MayChange(campaign)) return Refusal.Conflict("guidance.seats.commission").Next("guidance.seats.commission.next");
        // A seat more is a seat for somebody: not typed by who has a child among those that wait.
        var id = campaign.Id;
        if (await db.GuidanceFiles.AnyAsync(f => f.CampaignId == id && db.Guardianships.OfPerson(user, db).Any(g => g.PupilId == f.PupilId), ct)) return Refusal.Conflict("guidance.seats.own").Next("guidance.own.next").Recorded();
        var (school, year, level) = (command.School, campaign.ToYear, campaign.ToLevel);
        var known = (await db.StudyStreams.Where(s => s.LevelCode == level).Select(s => s.Code).ToListAsync(ct)).ToHashSet();
        var rows = await db.GuidanceSeats.Where(s => s.SchoolId == school && s.SchoolYearId == year && s.LevelCode == level).ToDictionaryAsync(s => s.StreamCode, ct);
        foreach (var line in command.Lines)
        {
            if (!known.Contains(line.Stream)) return Refusal.NotFound;
            var row = rows.GetValueOrDefault(line.Stream);
            var (seats, former) = (TypedSeats.Read(line.Seats), NumberReader.Read(line.Former, 2, 0, 20).Value);
            if ((row?.Seats, row?.FormerAverage) == (seats, former)) continue;
            if ((row?.Version ?? -1) != line.Version) return Refusal.Stale;
            // Who has counted on a seat does not lose it because somebody types a smaller number.
            if (row is not null && seats.GetValueOrDefault() < row.Admitted) return Refusal.Invalid(Command.SeatsField + line.Stream, "guidance.seats.taken", row.Admitted);
            if (row is null) db.GuidanceSeats.Add(row = new GuidanceSeats { DirectorateId = campaign.PlaceId, SchoolId = school, SchoolYearId = year, LevelCode = level, StreamCode = line.Stream, Seats = 0 });
            (row.Seats, row.FormerAverage) = (seats ?? 0, former);
        }

        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    // Once the rule has proposed, a number that is refused as too small would tell a school how many were admitted: the commission alone goes on.
    private bool MayChange(GuidanceCampaign campaign) => campaign.Stage < (user.Has(Permissions.Commission) ? GuidanceStage.Published : GuidanceStage.Proposed);

    // A head's own school, or any of the directorate, that teaches what follows lower secondary.
    private Task<Found?> Find(int campaign, int school, CancellationToken ct)
    {
        var (place, isOffice) = (user.PlaceId, user.Has(Permissions.Commission));
        return (
            from c in db.GuidanceCampaigns.Around(user, db)
            where c.Id == campaign
            join level in db.Levels on c.ToLevel equals level.Code
            from s in db.Schools.Open()
            where s.Id == school && s.Cycles.Contains("QUA") && (isOffice || s.Id == place)
            join p in db.Places on s.Id equals p.Id
            join commune in db.Places on p.ParentId equals (int?)commune.Id
            where commune.ParentId == c.PlaceId
            select new Found(c, level.NameAr, level.NameFr, p.NameAr, p.NameFr)).AsNoTracking().SingleOrDefaultAsync(ct);
    }

    private sealed record Found(GuidanceCampaign Campaign, string LevelAr, string LevelFr, string NameAr, string NameFr);
}
