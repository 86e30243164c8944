using System.Globalization;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Features.Schools.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PrintKits.Domain;

/// <summary>Reads what the papers of a season say, a class at a time; the caller names the school.</summary>
public sealed class KitReader(MassarDb db, ClassReports reports, CouncilRooms rooms, PdfOptions options, TimeProvider clock)
{
    public const string RoomSeats = "print-kits.room-seats";

    /// <summary>The classes of a school that have papers in a season, in the order of levels and names.</summary>
    /// <param name="onlySigned">At the end of a semester, only those whose council has signed: averages are its own until then.</param>
    public IQueryable<SchoolClass> Classes(int school, int year, Season season, bool onlySigned = false)
    {
        var classes = db.Classes.Where(c => c.SchoolId == school && c.SchoolYearId == year);
        // Only levels that an exam ends have candidates; preschool has no council.
        if (season == Season.Exam) classes = classes.Where(c => db.Levels.Any(l => l.Code == c.LevelCode && l.CertifyingExam != null));
        else if (Seasons.SemesterOf(season) is not null) classes = classes.Where(c => db.Levels.Any(l => l.Code == c.LevelCode && l.MarkScale != null));
        if (onlySigned && Seasons.SemesterOf(season) is { } semester) classes = classes.Where(c => db.Councils.Any(x => x.ClassId == c.Id && x.Semester == semester && x.State == CouncilState.Signed));
        return classes.OrderBy(c => db.Levels.Where(l => l.Code == c.LevelCode).Select(l => l.Order).First()).ThenBy(c => c.Name);
    }

    /// <summary>The head of the papers of a whole school; at an exam with its rooms.</summary>
    public async Task<KitHead> SchoolHead(int school, int year, Season season, CancellationToken ct)
    {
        var head = await Head(school, year, season, ct);
        return season == Season.Exam ? head with { Rooms = await Rooms(school, head.RoomSeats, ct) } : head;
    }

    public async Task<KitHead> Head(int school, int year, Season season, CancellationToken ct)
    {
        var place = await db.Schools.Where(s => s.Id == school).Select(s => new { s.GresaCode, s.Place.NameAr, s.Place.NameFr, s.Place.Path }).SingleAsync(ct);
        var (academy, directorate, _) = await db.OfficesOf(place.Path, ct);
        var figures = await YearFigures.Of(db, year, "print-kits.", ct);
        return new KitHead(place.GresaCode, place.NameAr, place.NameFr, directorate?.NameAr, directorate?.NameFr, academy?.NameAr, academy?.NameFr, year, season,
            figures.Number("room-seats", 20, least: 5, most: 60), clock.GetUtcNow().UtcDateTime, options.Demo);
    }

    /// <summary>A class with its pupils in order; null when it is not of the school.</summary>
    public async Task<ClassKit?> Read(int school, int classId, Season season, CancellationToken ct)
    {
        var head = await (
            from c in db.Classes
            where c.Id == classId && c.SchoolId == school
            join level in db.Levels on c.LevelCode equals level.Code
            join stream in db.StudyStreams on c.StreamCode equals stream.Code into streams
            from stream in streams.DefaultIfEmpty()
            select new { c.Name, level.NameAr, level.NameFr, level.Order, StreamAr = stream.NameAr, StreamFr = stream.NameFr }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (head is null) return null;

        var (ar, fr) = (head.StreamAr is null ? head.NameAr : $"{head.NameAr} – {head.StreamAr}", head.StreamFr is null ? head.NameFr : $"{head.NameFr} – {head.StreamFr}");
        if (Seasons.SemesterOf(season) is { } semester)
        {
            if (await reports.Find(db.Classes.Where(c => c.SchoolId == school), classId, semester, ct) is not { } found) return null;
            var room = await rooms.Enter(found.Head, found.Council, ct);
            var cards = await (
                from card in db.ReportCards
                where card.ClassId == classId && card.Semester == semester
                join document in db.IssuedDocuments on card.DocumentId equals document.Id
                select new { card.PupilId, document.Number, document.Year }).ToDictionaryAsync(c => c.PupilId, c => Formats.RegisterNumber(c.Number, c.Year), ct);
            return new ClassKit(classId, head.Name, ar, fr, head.Order,
            [
                .. room.Class.Pupils.Select(p => new KitPupil(p.PupilId, p.Order, p.MassarCode, p.NameAr, p.NameLatin, p.Sex == Sex.Female, p.BirthDate)
                {
                    Average = p.Average,
                    Annual = p.Annual,
                    Absences = p.Absences.Total,
                    HonourAr = room.Terms.Honour(room.Lines[p.PupilId].Honour)?.NameAr,
                    DecisionAr = room.Terms.Decision(room.Lines[p.PupilId].Decision)?.NameAr,
                    Card = cards.GetValueOrDefault(p.PupilId),
                }),
            ], room.Class.Average, room.Class.Passing, room.Class.Judged);
        }

        var pupils = await (
            from e in db.Enrollments
            where e.ClassId == classId && e.State == EnrollmentState.Active
            join p in db.Pupils on e.PupilId equals p.Id
            orderby e.OrderInClass, p.MassarCode
            select new { p.Id, p.MassarCode, p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin, p.Sex, p.BirthDate }).AsNoTracking().ToListAsync(ct);
        return new ClassKit(classId, head.Name, ar, fr, head.Order,
            [.. pupils.Select((p, i) => new KitPupil(p.Id, i + 1, p.MassarCode, $"{p.LastNameAr} {p.FirstNameAr}", $"{p.LastNameLatin.ToUpperInvariant()} {p.FirstNameLatin}", p.Sex == Sex.Female, p.BirthDate))], null, 0, 0);
    }

    // Ordinary rooms before those that hold something to be careful of; then as one counts doors: 2 before 10.
    private async Task<IReadOnlyList<KitRoom>> Rooms(int school, int most, CancellationToken ct)
    {
        var all = await db.Rooms.AsNoTracking().Where(r => r.SchoolId == school && r.State == RoomState.InUse && r.Capacity > 0).Select(r => new { r.Code, r.Kind, r.Capacity }).ToListAsync(ct);
        return
        [
            .. all.Where(r => Room.Holds(r.Kind) && r.Kind != RoomKind.Sports).OrderBy(r => r.Kind != RoomKind.Ordinary).ThenBy(r => r.Code, Doors)
                .Select(r => new KitRoom(r.Code, Math.Min(r.Capacity, most))),
        ];
    }

    private static readonly StringComparer Doors = StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering | CompareOptions.IgnoreCase);
}
