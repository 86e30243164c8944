using System.Globalization;
using FluentValidation;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.ConfirmEntry;

/// <param name="Level">One level only.</param>
public sealed record Query(string? Level, int? Page) : IQuery<Expected>;

/// <summary>Those the school expects this year and has not seen, those given up among them.</summary>
/// <param name="Late">Expected after the days that were left for coming.</param>
public sealed record Expected(int Year, DateOnly Earliest, DateOnly Today, string? Level, IReadOnlyList<Choice> Levels, IReadOnlyList<Line> Lines, int Page, int Pages, int Total, DateOnly LateFrom) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Choice(string Code, string NameAr, string NameFr, int Pupils);

public sealed record Line(long Enrollment, string Code, string NameAr, string NameLatin, string LevelAr, string LevelFr, EnrollmentState State);

public sealed record Command(IReadOnlyList<long> Enrollments, string? Day) : ICommand<Confirmed>;

public sealed record Confirmed(int Pupils);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Enrollments).Must(e => e.Count is > 0 and <= 200).WithMessage("enrollments.choose-pupils").OverridePropertyName("Pupil");
        RuleFor(c => c.Day).Must(d => TypedDay.Read(d) is not null).WithMessage("enrollments.day-wrong");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Expected>, ICommandHandler<Command, Confirmed>
{
    private const int PageSize = 40;

    public async Task<Outcome<Expected>> Handle(Query request, CancellationToken cancellationToken)
    {
        var today = MoroccanDay.Today(clock);
        var calendar = await EntryCalendar.Of(db, today, cancellationToken);
        var waiting = Waiting(calendar.Year);
        var levels = await (
            from g in waiting.GroupBy(e => e.LevelCode).Select(g => new { Code = g.Key, Count = g.Count() })
            join level in db.Levels on g.Code equals level.Code
            orderby level.Order, level.Code
            select new Choice(level.Code, level.NameAr, level.NameFr, g.Count)).ToListAsync(cancellationToken);
        var only = levels.Find(l => l.Code == request.Level)?.Code;
        if (only is not null) waiting = waiting.Where(e => e.LevelCode == only);
        var total = levels.Where(l => only is null || l.Code == only).Sum(l => l.Pupils);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(request.Page ?? 1, 1, pages);
        var lines = await (
            from e in waiting
            join p in db.Pupils on e.PupilId equals p.Id
            join level in db.Levels on e.LevelCode equals level.Code
            orderby e.State, level.Order, p.LastNameAr, p.FirstNameAr, e.Id
            select new Line(e.Id, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, level.NameAr, level.NameFr, e.State))
            .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        return new Expected(calendar.Year, calendar.YearStarts, today, only, levels, lines, page, pages, total, calendar.LateFrom);
    }

    public async Task<Outcome<Confirmed>> Handle(Command command, CancellationToken cancellationToken)
    {
        var today = MoroccanDay.Today(clock);
        var calendar = await EntryCalendar.Of(db, today, cancellationToken);
        var day = TypedDay.Read(command.Day)!.Value;
        if (day < calendar.YearStarts || day > today) return Refusal.Invalid("Day", "enrollments.day-between", Formats.ShortDate(calendar.YearStarts), Formats.ShortDate(today));
        var ids = command.Enrollments.Distinct().ToList();
        var found = await Waiting(calendar.Year).Where(e => ids.Contains(e.Id)).ToListAsync(cancellationToken);
        if (found.Count != ids.Count) return Refusal.Conflict("enrollments.entry.gone").Next("enrollments.entry.gone.next");

        // A pupil is counted once: who sits at another school this year comes by a transfer. The pupils' rows are held, so that two schools do not confirm one at once.
        var (pupils, place, year) = (found.ConvertAll(e => e.PupilId), user.PlaceId, calendar.Year);
        _ = await db.Pupils.Where(p => pupils.Contains(p.Id)).OrderBy(p => p.Id).Select(p => p.Id).ForUpdate().ToListAsync(cancellationToken);
        var elsewhere = await (
            from e in db.Enrollments
            where pupils.Contains(e.PupilId) && e.SchoolYearId == year && e.SchoolId != place && e.State == EnrollmentState.Active
            join p in db.Pupils on e.PupilId equals p.Id
            orderby e.Id
            select p.LastNameAr + " " + p.FirstNameAr + " (" + p.MassarCode + ")").FirstOrDefaultAsync(cancellationToken);
        if (elsewhere is not null) return Refusal.Conflict("enrollments.entry.elsewhere", elsewhere).Next("enrollments.entry.elsewhere.next");

        foreach (var enrollment in found)
            (enrollment.State, enrollment.EnteredOn) = (EnrollmentState.Active, day);
        await db.SaveChangesAsync(cancellationToken);
        return new Confirmed(found.Count);
    }

    private IQueryable<Enrollment> Waiting(int year) => db.Enrollments.At(user).OfLivingFiles(db).Where(e => e.SchoolYearId == year && (e.State == EnrollmentState.Expected || e.State == EnrollmentState.NotJoined));
}
