using System.Globalization;
using System.Text.Json;
using Massar.Features.Attendance.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.ProposeTimetable;

/// <summary>Makes the week of a proposal. It writes nothing but the proposal: the timetable changes when the head accepts it.</summary>
public sealed class MakeWeek(MassarDb db, UnitOfWork unit, Planning planning) : IWork
{
    /// <summary>Lessons placed between two reports.</summary>
    private const int Chunk = 500;

    /// <summary>So many times as many steps as there are lessons: beyond, what is left has no place.</summary>
    private const int Patience = 60;

    public static string Kind => "timetable-proposal";

    public static bool IsLong => true;

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = long.Parse(item.Payload, CultureInfo.InvariantCulture);
        var proposal = await db.TimetableProposals.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct);
        // Made already, or thrown away while it waited.
        if (proposal is not { State: ProposalState.Waiting } || await planning.Read(proposal.SchoolId, ct) is not { } plan)
            return;

        var draft = WeekDraft.Of(plan, proposal.KeepsLessons, [.. proposal.Doubles.Split(' ', StringSplitOptions.RemoveEmptyEntries)], proposal.From);
        var (units, solver) = (draft.Problem.Units.Count, new WeekSolver(draft.Problem, proposal.Seed));
        for (var steps = 0; steps < Patience * Math.Max(1, units) && solver.Advance(Chunk); steps += Chunk)
        {
            await progress.Report(solver.PlacedCount, 0, units, ct);
            if (await progress.ShouldStop(ct))
                return;
        }

        solver.Polish(units * 6);
        var week = draft.Read(solver.Result());
        await unit.Run("Timetables.MakeWeek", async token =>
        {
            var made = await db.TimetableProposals.SingleAsync(p => p.Id == id, token);
            if (made.State != ProposalState.Waiting)
                return;
            (made.State, made.Week) = (ProposalState.Ready, JsonSerializer.Serialize(week));
            await db.SaveChangesAsync(token);
        }, ct);
        await progress.Report(week.Lessons.Count, week.Unplaced.Count, units, ct);
        item.Result = JsonSerializer.Serialize(new { address = Links.Proposal(id) }, JsonSerializerOptions.Web);
    }
}
