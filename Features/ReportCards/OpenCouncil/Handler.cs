using System.Globalization;
using Massar.Features.Classes.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.OpenCouncil;

public sealed record Query(int ClassId, int Semester) : IQuery<Session>;

/// <summary>What the form starts from: the open council's, or today with the head and the class's teachers.</summary>
public sealed record Session(ClassHead Head, string HeldOn, string Present, string? Observations, int? Version)
{
    /// <summary>Why no council opens today, with the day on which it may or might; null once it is open.</summary>
    public Refusal? Closed { get; init; }
}

/// <param name="Present">One person a line.</param>
public sealed record Command(int ClassId, int Semester, string? HeldOn, string? Present, string? Observations, int? Version) : ICommand;

public sealed class Handler(MassarDb db, ClassReports reports, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Session>, ICommandHandler<Command>
{
    public async Task<Outcome<Session>> Handle(Query query, CancellationToken ct)
    {
        if (await reports.Head(db.Classes.At(user), query.ClassId, query.Semester, ct) is not { } head) return Refusal.NotFound;
        var council = await db.Councils.AsNoTracking().SingleOrDefaultAsync(c => c.ClassId == query.ClassId && c.Semester == query.Semester, ct);
        if (council is not null) return new Session(head, TypedDay.Iso(council.HeldOn), council.Present, council.Observations, council.Version);

        var today = MoroccanDay.Today(clock);
        // Those who teach the class now; of a year gone by, those who taught it at its end.
        var end = new DateOnly(head.YearId + 1, 6, 1);
        var at = today < end ? today : end;
        var teachers = await (
            from t in db.TeachingAssignments.LiveOn(at)
            where t.ClassId == query.ClassId
            join e in db.Employees on t.EmployeeId equals e.Id
            orderby e.LastNameAr, e.FirstNameAr
            select e.LastNameAr + " " + e.FirstNameAr).Distinct().ToListAsync(ct);
        return new Session(head, TypedDay.Iso(today), string.Join('\n', [user.Session.NameAr, .. teachers.Order(StringComparer.Ordinal)]), null, null) { Closed = await db.CouncilClosed(head, today, ct) };
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        if (await reports.Head(db.Classes.At(user), command.ClassId, command.Semester, ct) is not { } head) return Refusal.NotFound;
        var day = TypedDay.Read(command.HeldOn)!.Value;
        if (day > MoroccanDay.Today(clock)) return Refusal.Invalid("HeldOn", "report-cards.session.future");
        if (day < new DateOnly(head.YearId, 9, 1)) return Refusal.Invalid("HeldOn", "report-cards.session.before-year");

        var present = string.Join('\n', Lines(command.Present));
        var observations = BidiSafe.CleanOrNull(command.Observations);
        var council = (await db.Councils.Where(c => c.ClassId == command.ClassId && c.Semester == command.Semester).ForUpdate().ToListAsync(ct)).SingleOrDefault();
        if (council is null)
        {
            if (await db.CouncilClosed(head, MoroccanDay.Today(clock), ct) is { } closed) return closed;
            db.Councils.Add(new Council
            {
                SchoolId = head.SchoolId,
                SchoolYearId = head.YearId,
                ClassId = command.ClassId,
                Semester = command.Semester,
                State = CouncilState.InSession,
                HeldOn = day,
                Present = present,
                Observations = observations,
            });
        }
        else
        {
            if (council.Version != command.Version) return Refusal.Stale;
            if (council.RefusesLines() is { } refusal) return refusal;
            (council.HeldOn, council.Present, council.Observations) = (day, present, observations);
        }

        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    internal static IEnumerable<string> Lines(string? present) => (present ?? "").Split('\n').Select(l => BidiSafe.Clean(l)).Where(l => l.Length > 0);

}
