using System.Globalization;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.SetNextSchool;

public sealed record Query : IQuery<Endings>;

/// <summary>The levels after which pupils leave this school for another.</summary>
public sealed record Endings(IReadOnlyList<Ending> Lines);

/// <param name="Chosen">The school that takes them; none while it is not said.</param>
public sealed record Ending(string Level, string NameAr, string NameFr, int? Chosen, IReadOnlyList<Choice> Schools);

public sealed record Choice(int Id, string NameAr, string NameFr);

public sealed record Command(string? Level, string? School) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Endings>, ICommandHandler<Command>
{
    private const int MostSchools = 150;

    public async Task<Outcome<Endings>> Handle(Query request, CancellationToken cancellationToken)
    {
        var (place, year) = (user.PlaceId, (await RollOverCalendar.Of(db, user.PlacePath, MoroccanDay.Today(clock), cancellationToken)).FromYear);
        var rule = await Destinations.At(db, place, year, cancellationToken);
        var chosen = await db.NextSchools.AsNoTracking().Where(n => n.SchoolId == place).ToDictionaryAsync(n => n.LevelCode, n => n.ToSchoolId, cancellationToken);
        var here = rule.Offers.Where(o => o.School == place).Select(o => o.Level).ToHashSet();
        var ends = rule.Levels.Where(l => here.Contains(l.Code) && rule.After(l) is { Count: > 0 } after && !after.Any(a => here.Contains(a.Code))).ToList();
        var wanted = ends.SelectMany(l => rule.After(l)).Select(l => l.Code).Distinct().ToList();
        var directorate = string.Concat("/", string.Concat(Tree.Above(user.PlacePath).Take(3).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i}/"))));
        var schools = wanted.Count == 0 ? [] : await (
            from p in db.Places.Open(db)
            where p.Path.StartsWith(directorate) && p.Kind == PlaceKind.School && p.Id != place
            join c in db.Classes on p.Id equals c.SchoolId
            where (c.SchoolYearId == year || c.SchoolYearId == year + 1) && wanted.Contains(c.LevelCode)
            select new { p.Id, p.NameAr, p.NameFr, c.LevelCode }).Distinct().OrderBy(p => p.NameFr).ThenBy(p => p.Id).Take(MostSchools).ToListAsync(cancellationToken);
        return new Endings([.. ends.Select(l =>
        {
            var after = rule.After(l).Select(a => a.Code).ToHashSet();
            return new Ending(l.Code, l.NameAr, l.NameFr, chosen.TryGetValue(l.Code, out var school) ? school : null,
                [.. schools.Where(s => after.Contains(s.LevelCode)).DistinctBy(s => s.Id).Select(s => new Choice(s.Id, s.NameAr, s.NameFr))]);
        })]);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
    {
        var asked = await Handle(new Query(), cancellationToken);
        if (asked.Value.Lines.FirstOrDefault(l => l.Level == command.Level) is not { } ending) return Refusal.NotFound;
        if (!int.TryParse(command.School, NumberStyles.None, CultureInfo.InvariantCulture, out var school) || ending.Schools.All(s => s.Id != school))
            return Refusal.Invalid($"School{ending.Level}", "enrollments.next-school.needed");
        var (place, level) = (user.PlaceId, ending.Level);
        var row = await db.NextSchools.SingleOrDefaultAsync(n => n.SchoolId == place && n.LevelCode == level, cancellationToken);
        if (row is null) db.NextSchools.Add(new NextSchool { SchoolId = place, LevelCode = level, ToSchoolId = school });
        else row.ToSchoolId = school;
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}
