using FluentValidation;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.ListNotJoined;

public sealed record Query(int? Page) : IQuery<Missing>;

/// <summary>The whole list, for a file that leaves the house: needs a fresh second factor.</summary>
public sealed record FileQuery : IQuery<Whole>;

public sealed record Whole(int Year, IReadOnlyList<Line> Lines);

/// <summary>Those who were expected and did not come: the days for coming are over.</summary>
/// <param name="LateFrom">First day somebody expected counts as late.</param>
public sealed record Missing(int Year, DateOnly LateFrom, bool IsLate, IReadOnlyList<Line> Lines, int Page, int Pages, int Total) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Line(long Enrollment, string Code, string NameAr, string NameLatin, string LevelAr, string LevelFr, EnrollmentState State);

/// <summary>Writes down that these did not join.</summary>
public sealed record Command(IReadOnlyList<long> Enrollments) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Enrollments).Must(e => e.Count is > 0 and <= 200).WithMessage("enrollments.choose-pupils").OverridePropertyName("Pupil");
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Missing>, IQueryHandler<FileQuery, Whole>, ICommandHandler<Command>
{
    private const int PageSize = 20;

    /// <summary>More pupils than any school has.</summary>
    private const int Most = 20_000;

    public async Task<Outcome<Missing>> Handle(Query request, CancellationToken cancellationToken)
    {
        var today = MoroccanDay.Today(clock);
        var calendar = await EntryCalendar.Of(db, today, cancellationToken);
        var missing = Late(calendar, today);
        var total = await missing.CountAsync(cancellationToken);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(request.Page ?? 1, 1, pages);
        return new Missing(calendar.Year, calendar.LateFrom, today >= calendar.LateFrom, await Lines(missing).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken), page, pages, total);
    }

    public async Task<Outcome<Whole>> Handle(FileQuery request, CancellationToken cancellationToken)
    {
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        var today = MoroccanDay.Today(clock);
        var calendar = await EntryCalendar.Of(db, today, cancellationToken);
        return new Whole(calendar.Year, await Lines(Late(calendar, today)).Take(Most).ToListAsync(cancellationToken));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
    {
        var today = MoroccanDay.Today(clock);
        var calendar = await EntryCalendar.Of(db, today, cancellationToken);
        if (today < calendar.LateFrom) return Refusal.Conflict("enrollments.not-joined.early", Formats.ShortDate(calendar.LateFrom)).Next("enrollments.not-joined.early.next");
        var ids = command.Enrollments.Distinct().ToList();
        var found = await db.Enrollments.At(user).Where(e => e.SchoolYearId == calendar.Year && e.State == EnrollmentState.Expected && ids.Contains(e.Id)).ToListAsync(cancellationToken);
        if (found.Count != ids.Count) return Refusal.Conflict("enrollments.entry.gone").Next("enrollments.entry.gone.next");
        foreach (var enrollment in found) enrollment.State = EnrollmentState.NotJoined;
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    // Before the days are over only those already given up are on the list.
    private IQueryable<Enrollment> Late(EntryCalendar calendar, DateOnly today)
    {
        var isLate = today >= calendar.LateFrom;
        return db.Enrollments.At(user).OfLivingFiles(db).Where(e => e.SchoolYearId == calendar.Year && (e.State == EnrollmentState.NotJoined || (isLate && e.State == EnrollmentState.Expected)));
    }

    private IQueryable<Line> Lines(IQueryable<Enrollment> enrollments) =>
        from e in enrollments
        join p in db.Pupils on e.PupilId equals p.Id
        join level in db.Levels on e.LevelCode equals level.Code
        orderby e.State, level.Order, p.LastNameAr, p.FirstNameAr, e.Id
        select new Line(e.Id, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, level.NameAr, level.NameFr, e.State);
}
