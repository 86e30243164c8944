using System.Globalization;
using FluentValidation;
using Massar.Features.Documents.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.PublishCards;

public sealed record Query(int? Year, int? Semester) : IQuery<Waiting>;

/// <summary>Classes with cards that families do not have yet.</summary>
public sealed record Waiting(int Year, int Semester, IReadOnlyList<WaitingClass> Classes, string Date, string Time);

public sealed record WaitingClass(int ClassId, string Name, int Cards, DateTime? OpenFrom);

public sealed record Command(int Year, int Semester, IReadOnlyList<int> Classes, string? Date, string? Time) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Waiting>, ICommandHandler<Command>
{
    /// <summary>Classes of one order.</summary>
    public const int Most = 100;

    public async Task<Outcome<Waiting>> Handle(Query query, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var year = query.Year is > 0 ? query.Year.Value : await db.CurrentYear(ct);
        var semester = query.Semester is 2 ? 2 : 1;
        var classes = await (
            from council in db.Councils.At(user)
            where council.SchoolYearId == year && council.Semester == semester && council.State == CouncilState.Signed && (council.CardsOpenFrom == null || council.CardsOpenFrom > now)
                && db.ReportCards.Any(r => r.ClassId == council.ClassId && r.Semester == semester && r.DocumentId != null)
            join c in db.Classes on council.ClassId equals c.Id
            orderby c.Name
            select new WaitingClass(c.Id, c.Name, db.ReportCards.Count(r => r.ClassId == c.Id && r.Semester == semester && r.DocumentId != null), council.CardsOpenFrom)).AsNoTracking().Take(Most).ToListAsync(ct);
        var local = MoroccanDay.Local(now);
        return new Waiting(year, semester, classes, DateOnly.FromDateTime(local.Hour < 17 ? local : local.AddDays(1)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "17:00");
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;

        var now = clock.GetUtcNow().UtcDateTime;
        var at = MoroccanHour.Utc(TypedDay.Read(command.Date)!.Value, MoroccanHour.Time(command.Time)!.Value);
        if (at < now.AddMinutes(-1)) return Refusal.Invalid("Time", "report-cards.publish.past");
        if (at > now.AddYears(1)) return Refusal.Invalid("Date", "report-cards.publish.far");

        var ids = command.Classes;
        var councils = await db.Councils.At(user).Where(c => c.SchoolYearId == command.Year && c.Semester == command.Semester && ids.Contains(c.ClassId)).ForUpdate().ToListAsync(ct);
        if (councils.Count != ids.Count) return Refusal.NotFound;
        foreach (var council in councils)
        {
            if (council.State != CouncilState.Signed) return Refusal.Conflict("report-cards.publish.not-signed");
            // What families have is not taken away by a later hour.
            if (council.CardsOpenFrom <= now) return Refusal.Conflict("report-cards.publish.already");
            // A card holds the marks: nobody has it before the last of those who wait for them.
            var (its, semester) = (council.ClassId, council.Semester);
            if (await db.Assessments.Where(a => a.ClassId == its && a.Semester == semester && a.LaterAt > at).MaxAsync(a => a.LaterAt, ct) is not null) return Refusal.Invalid("Time", "report-cards.publish.before-marks");
            council.CardsOpenFrom = at;
        }

        await db.SaveChangesAsync(ct);
        // The councils' lines of the audit trail say it for all their cards.
        var papers = db.ReportCards.Where(r => ids.Contains(r.ClassId) && r.Semester == command.Semester && r.DocumentId != null).Select(r => r.DocumentId!.Value);
        await db.IssuedDocuments.Where(d => papers.Contains(d.Id)).ExecuteUpdateAsync(s => s.SetProperty(d => d.OpenFrom, at).SetProperty(d => d.Version, d => d.Version + 1), ct);
        return Done.It;
    }
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Classes).NotEmpty().WithMessage("report-cards.publish.none-chosen");
        RuleFor(c => c.Classes).Must(c => c.Count <= Handler.Most).WithMessage("report-cards.publish.too-many").WithState(_ => new object[] { Handler.Most });
        RuleFor(c => c.Date).Must(d => TypedDay.Read(d) is not null).WithMessage("report-cards.publish.date");
        RuleFor(c => c.Time).Must(t => MoroccanHour.Time(t) is not null).WithMessage("report-cards.publish.time");
    }
}
