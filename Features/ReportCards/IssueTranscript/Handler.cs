using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.IssueTranscript;

public sealed record Command(long Pupil, int Year) : ICommand<Made>;

/// <param name="Card">Where its file is.</param>
public sealed record Made(long Card);

public sealed class Handler(MassarDb db, CardDesk desk, CurrentUser user, TimeProvider clock) : ICommandHandler<Command, Made>
{
    public async Task<Outcome<Made>> Handle(Command command, CancellationToken ct)
    {
        var cards = await db.ReportCards.ReadableBy(user, db, MoroccanDay.Today(clock))
            .Where(c => c.PupilId == command.Pupil && c.SchoolYearId == command.Year && c.Semester != ReportCard.WholeYear)
            .Select(c => new { c.Semester, c.SchoolId, c.ClassId }).ToListAsync(ct);
        if (cards.Count == 0) return Refusal.NotFound;
        if (cards.Find(c => c.Semester == 2) is not { } last || !cards.Exists(c => c.Semester == 1)) return Refusal.Conflict("report-cards.transcript.half").Next("report-cards.transcript.half.next");

        // Two askers come one after the other.
        await db.Councils.Where(c => c.ClassId == last.ClassId && c.Semester == 2).Select(c => c.Id).ForUpdate().SingleAsync(ct);
        if (await desk.Ready(last.SchoolId, last.ClassId, 2, ct) is not { } ready) return Refusal.Conflict("report-cards.transcript.reopened").Next("report-cards.transcript.reopened.next");
        if (ready.Room.Class.Pupils.FirstOrDefault(p => p.PupilId == command.Pupil) is not { } pupil) return Refusal.NotFound;

        var made = await desk.IssueTranscript(ready, pupil, clock.GetUtcNow().UtcDateTime.AddMinutes(-1), ct);
        return made.IsRefused ? made.Refusal! : new Made(made.Value);
    }
}
