using FluentValidation;
using Massar.Features.Guidance.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.SetWindowSeats;

public sealed record Query(int Window, int? School) : IQuery<WindowSeats>;

/// <param name="Schools">Schools of the directorate with a class in a stream this year, and their seats.</param>
/// <param name="School">The one whose streams are shown; null while none is chosen.</param>
public sealed record WindowSeats(int Window, int Year, IReadOnlyList<SchoolLine> Schools, int? School, IReadOnlyList<Line> Lines);

/// <param name="Seats">Null where nobody has said.</param>
public sealed record SchoolLine(int Id, string NameAr, string NameFr, int? Seats, int Taken);

/// <param name="Version">-1 where nothing is said yet.</param>
public sealed record Line(string Stream, string NameAr, string NameFr, string LevelAr, string LevelFr, int Version, int? Seats, int Taken);

/// <param name="Version">Of the line that was seen; -1 for a new one.</param>
/// <param name="Seats">As typed; empty for none.</param>
public sealed record SeatsLine(string Stream, int Version, string? Seats);

public sealed record Command(int Window, int School, IReadOnlyList<SeatsLine> Lines) : ICommand
{
    public const string SeatsField = "Seats-";
    public const string VersionField = "Version-";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c).Custom((command, context) =>
    {
        foreach (var line in command.Lines)
            context.Judge(Command.SeatsField + line.Stream, line.Seats);
    });
}

public sealed class Handler(MassarDb db, CurrentUser user, ReorientationDesk desk) : IQueryHandler<Query, WindowSeats>, ICommandHandler<Command>
{
    /// <summary>More lycées than any directorate has.</summary>
    private const int MostSchools = 300;

    public async Task<Outcome<WindowSeats>> Handle(Query query, CancellationToken ct)
    {
        var (id, place) = (query.Window, user.PlaceId);
        var window = await db.ReorientationWindows.LedBy(user).AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, ct);
        if (window is null) return Refusal.NotFound;
        var year = window.SchoolYearId;
        var schools = await Teaching(place, year).OrderBy(p => p.NameFr).ThenBy(p => p.Id)
            .Select(p => new SchoolLine(p.Id, p.NameAr, p.NameFr, db.ReorientationSeats.Where(s => s.WindowId == id && s.SchoolId == p.Id).Sum(s => (int?)s.Seats), db.ReorientationSeats.Where(s => s.WindowId == id && s.SchoolId == p.Id).Sum(s => s.Taken)))
            .Take(MostSchools).ToListAsync(ct);
        if (query.School is not { } school || !schools.Exists(s => s.Id == school)) return new WindowSeats(id, year, schools, null, []);
        var lines = await (
            from stream in db.StudyStreams
            where db.Classes.Any(c => c.SchoolId == school && c.SchoolYearId == year && c.StreamCode == stream.Code)
            join level in db.Levels on stream.LevelCode equals level.Code
            join s in db.ReorientationSeats.Where(s => s.WindowId == id && s.SchoolId == school) on stream.Code equals s.StreamCode into seats
            from s in seats.DefaultIfEmpty()
            orderby level.Order, stream.Kind, stream.Code
            select new Line(stream.Code, stream.NameAr, stream.NameFr, level.NameAr, level.NameFr, (int?)s.Version ?? -1, (int?)s.Seats, (int?)s.Taken ?? 0)).ToListAsync(ct);
        return new WindowSeats(id, year, schools, school, lines);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, school, place) = (command.Window, command.School, user.PlaceId);
        var window = await db.ReorientationWindows.LedBy(user).Where(w => w.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (window is null) return Refusal.NotFound;
        var year = window.SchoolYearId;
        if (!await Teaching(place, year).AnyAsync(p => p.Id == school, ct)) return Refusal.NotFound;
        // A seat more is a seat for somebody: not typed by who has a child among those that ask for one.
        if (await desk.OwnSeats(id, ct) is { } own) return own;
        var taught = (await db.Classes.Where(c => c.SchoolId == school && c.SchoolYearId == year && c.StreamCode != "").Select(c => c.StreamCode).Distinct().ToListAsync(ct)).ToHashSet();
        var rows = await db.ReorientationSeats.Where(s => s.WindowId == id && s.SchoolId == school).OrderBy(s => s.Id).ForUpdate().ToDictionaryAsync(s => s.StreamCode, ct);
        foreach (var line in command.Lines)
        {
            if (!taught.Contains(line.Stream)) return Refusal.NotFound;
            var row = rows.GetValueOrDefault(line.Stream);
            var seats = TypedSeats.Read(line.Seats);
            if (row?.Seats == seats) continue;
            if ((row?.Version ?? -1) != line.Version) return Refusal.Stale;
            if (row is not null && seats.GetValueOrDefault() < row.Taken + row.Reserved) return Refusal.Invalid(Command.SeatsField + line.Stream, "guidance.seats.taken", row.Taken + row.Reserved);
            if (row is null) db.ReorientationSeats.Add(row = new ReorientationSeats { WindowId = id, SchoolId = school, StreamCode = line.Stream, Seats = 0 });
            row.Seats = seats ?? 0;
        }

        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    private IQueryable<Place> Teaching(int directorate, int year) =>
        from p in db.Places.Open(db)
        join commune in db.Places on p.ParentId equals (int?)commune.Id
        where commune.ParentId == directorate && db.Classes.Any(c => c.SchoolId == p.Id && c.SchoolYearId == year && c.StreamCode != "")
        select p;
}
