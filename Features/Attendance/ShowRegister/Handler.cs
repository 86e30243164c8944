using Massar.Features.Attendance.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.ShowRegister;

/// <param name="Class">The first of the school when it is not said.</param>
/// <param name="Month">yyyy-MM; the newest of the year when it is not said.</param>
public sealed record Query(int? Class, string? Month) : IQuery<Register>;

/// <param name="Classes">To choose from, by level and name.</param>
/// <param name="Months">To choose from, the newest first.</param>
/// <param name="Sheet">Null where the school has no class this year.</param>
public sealed record Register(IReadOnlyList<ClassChoice> Classes, IReadOnlyList<DateOnly> Months, DateOnly Month, MonthSheet? Sheet) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Sheet?.Lines.Count ?? 0;
}

public sealed record ClassChoice(int Id, string Name);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Register>
{
    public async Task<Outcome<Register>> Handle(Query request, CancellationToken cancellationToken)
    {
        var today = MoroccanDay.Today(clock);
        var classes = await (
            from c in db.Classes.InSchoolsOf(user, db)
            where db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent)
            join place in db.Places on c.SchoolId equals place.Id
            orderby c.LevelCode, c.Name
            select new { Class = c, place.NameAr, place.NameFr }).AsNoTracking().Take(200).ToListAsync(cancellationToken);
        if (request.Class is { } asked && classes.TrueForAll(c => c.Class.Id != asked)) return Refusal.NotFound;
        if ((classes.Find(c => c.Class.Id == request.Class) ?? classes.FirstOrDefault()) is not { } chosen) return new Register([], [], today, null);

        var year = chosen.Class.SchoolYearId;
        var first = SchoolMonth.Read(request.Month, year, today);
        var month = await SchoolMonth.Of(db, year, first, today, cancellationToken);
        return new Register([.. classes.Select(c => new ClassChoice(c.Class.Id, c.Class.Name))], [.. SchoolMonth.Of(year, today)], first,
            await MonthReading.Of(db, chosen.Class, chosen.NameAr, chosen.NameFr, month, cancellationToken));
    }
}
