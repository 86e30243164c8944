using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.ListPupils;

/// <param name="School">Null for the place of the hat.</param>
/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? Words, int? Class, string? State, int? School, int Page, bool IsWhole) : IQuery<Listed>;

/// <param name="SchoolId">Null when an office has chosen no school yet.</param>
/// <param name="IsOwn">The school of the hat: its address needs no number.</param>
public sealed record Listed(Query Query, int? SchoolId, bool IsOwn, string? SchoolAr, string? SchoolFr, int Year, IReadOnlyList<ClassChoice> Classes, IReadOnlyList<Line> Lines, int Total, int Page) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;

    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record ClassChoice(int Id, string Name);

public sealed record Line(
    long Id, string MassarCode, string NameAr, string NameLatin, Sex Sex, DateOnly BirthDate, string? LevelAr, string? LevelFr, string? ClassName, DateOnly EnteredOn, DateOnly? LeftOn, EnrollmentState State);

public sealed class Handler(MassarDb db, CurrentUser user, LookBook looks, TimeProvider clock) : IQueryHandler<Query, Listed>
{
    private const int Most = 20_000;

    public async Task<Outcome<Listed>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;

        var (wanted, path) = (query.School ?? user.PlaceId, user.PlacePath);
        var place = await db.Places.AsNoTracking().Where(p => p.Id == wanted && p.Path.StartsWith(path))
            .Select(p => new { p.Id, p.Kind, p.NameAr, p.NameFr, Year = db.SchoolYears.Where(y => y.IsCurrent).Select(y => y.Id).First() }).SingleOrDefaultAsync(ct);
        if (place is null)
            return Refusal.NotFound;
        if (place.Kind is not (PlaceKind.School or PlaceKind.Annex))
            return query.School is null ? new Listed(query, null, true, place.NameAr, place.NameFr, place.Year, [], [], 0, 1) : Refusal.NotFound;

        var (school, year) = (place.Id, place.Year);
        var classes = query.IsWhole ? [] : await db.Classes.AsNoTracking().Where(c => c.SchoolId == school && c.SchoolYearId == year).OrderBy(c => c.Name).Select(c => new ClassChoice(c.Id, c.Name)).ToListAsync(ct);
        var lines = Narrowed(db.Enrollments.Where(e => e.SchoolId == school && e.SchoolYearId == year), query);
        var people = lines.Join(db.Pupils, e => e.PupilId, p => p.Id, (e, p) => new Pair { Enrollment = e, Pupil = p });
        var code = MassarCode.Read(query.Words)?.Value;
        // By an old code the file that stayed is found, and the lines of the old one.
        var living = code is null ? null : await db.LivingCode(code, ct);
        people = code is not null
            ? people.Where(r => r.Pupil.MassarCode == code || r.Pupil.MassarCode == living)
            : people.NamedLike(r => r.Pupil.SearchKey, BidiSafe.Clean(query.Words));

        var total = query.IsWhole ? 0 : await people.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Listed.PageSize - 1) / Listed.PageSize));
        var shown = await (
                from r in people
                join level in db.Levels on r.Enrollment.LevelCode equals level.Code into levels
                from level in levels.DefaultIfEmpty()
                join schoolClass in db.Classes on r.Enrollment.ClassId equals (int?)schoolClass.Id into own
                from schoolClass in own.DefaultIfEmpty()
                orderby r.Pupil.LastNameAr, r.Pupil.FirstNameAr, r.Pupil.Id, r.Enrollment.Id
                select new Line(
                    r.Pupil.Id, r.Pupil.MassarCode, r.Pupil.LastNameAr + " " + r.Pupil.FirstNameAr, r.Pupil.LastNameLatin + " " + r.Pupil.FirstNameLatin, r.Pupil.Sex, r.Pupil.BirthDate,
                    level.NameAr, level.NameFr, schoolClass.Name, r.Enrollment.EnteredOn, r.Enrollment.LeftOn, r.Enrollment.State))
            .AsNoTracking().Skip((page - 1) * Listed.PageSize).Take(query.IsWhole ? Most : Listed.PageSize).ToListAsync(ct);
        // The list of a school or a class is daily work; whoever is looked for by name or code is not.
        if (!query.IsWhole && BidiSafe.Clean(query.Words).Length > 0)
            looks.Note(user, LookPurposes.Search, shown.Select(l => l.Id));
        return new Listed(query, school, school == user.PlaceId, place.NameAr, place.NameFr, year, classes, shown, query.IsWhole ? shown.Count : total, page);
    }

    private static IQueryable<Enrollment> Narrowed(IQueryable<Enrollment> lines, Query query)
    {
        if (query.Class is { } chosen)
            lines = lines.Where(e => e.ClassId == chosen);
        return query.State switch
        {
            "all" => lines,
            "expected" => lines.Where(e => e.State == EnrollmentState.Expected || e.State == EnrollmentState.NotJoined),
            "left" => lines.Where(e => e.State != EnrollmentState.Active && e.State != EnrollmentState.Expected && e.State != EnrollmentState.NotJoined),
            _ => lines.Where(e => e.State == EnrollmentState.Active),
        };
    }

    private sealed class Pair
    {
        public required Enrollment Enrollment { get; init; }

        public required Pupil Pupil { get; init; }
    }
}
