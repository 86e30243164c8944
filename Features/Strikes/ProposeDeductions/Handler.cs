using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Features.Strikes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Lists = Massar.Features.Strikes.Domain.Scopes;

namespace Massar.Features.Strikes.ProposeDeductions;

/// <param name="Ripe">How many it was for when the list was read; it must still be so.</param>
/// <param name="Lines">The absences chosen.</param>
public sealed record Command(long Id, string? Ripe, long[] Lines) : ICommand<Proposed>;

/// <summary>What became of the list: drafts on the manager's desk, and who was left and why.</summary>
/// <param name="Batch">The drafts; null when there are none.</param>
public sealed record Proposed(long Id, DateOnly Day, long? Batch, int Count, IReadOnlyList<LeftOut> Left) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Left.Count;
}

/// <param name="Why">Text key.</param>
/// <param name="Args">What the text is filled with.</param>
public sealed record LeftOut(string NameAr, string NameLatin, string Why, IReadOnlyList<string> Args);

public sealed class Handler(MassarDb db, CurrentUser user, StrikeDesk desk, CaseReader cases, ProcedureBook book, TimeProvider clock) : ICommandHandler<Command, Proposed>
{
    public async Task<Outcome<Proposed>> Handle(Command command, CancellationToken ct)
    {
        var (id, own, now) = (command.Id, await desk.Own(ct), clock.GetUtcNow().UtcDateTime);
        var today = MoroccanDay.Of(now);
        // The list is held: of two orders at once the second finds what the first proposed.
        if (await Lists.Below(db.StrikeDays, user).Where(d => d.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } list)
            return Refusal.NotFound;
        var absences = await Lists.Below(db.StrikeAbsences, user, own).Where(a => a.StrikeDayId == id).OrderBy(a => a.Id).ForUpdate().ToListAsync(ct);
        // A proposal that was refused or given up leaves the absence where it was.
        List<long?> proposed = [.. absences.Where(a => a.State is StrikeState.Proposed).Select(a => a.DecisionId)];
        var ended = await db.Decisions.Fallen().Where(d => proposed.Contains(d.Id)).Select(d => (long?)d.Id).ToListAsync(ct);
        foreach (var absence in absences.Where(a => a.State is StrikeState.Proposed && ended.Contains(a.DecisionId)))
            absence.FallBack();
        var reached = await db.StrikeAbsences.Where(a => a.StrikeDayId == id).Reached(db).Select(a => a.Id).ToListAsync(ct);
        List<StrikeAbsence> ripe = [.. absences.Where(a => a.IsRipe(today, reached.Contains(a.Id)))];
        if (command.Ripe != ripe.Count.ToString(CultureInfo.InvariantCulture))
            return Refusal.Stale;
        if (ripe.Count == 0)
            return StrikeAbsence.Changed;
        // Each by choice: what was refused or given up once comes back only when somebody asks for it again.
        if (command.Lines.Length == 0)
            return Refusal.Conflict("strikes.propose.nobody").Next("strikes.propose.nobody.next");
        if (command.Lines.Except(ripe.Select(a => a.Id)).Any())
            return Refusal.Stale;
        ripe.RemoveAll(a => !command.Lines.Contains(a.Id));
        var inForce = await book.InForce(db, StrikeDesk.Kind, today, ct);
        if (inForce.IsRefused)
            return inForce.Refusal!;

        var (procedure, kind, day) = (inForce.Value, DecisionKinds.Find(StrikeDesk.Kind)!, list.Day);
        List<long> people = [.. ripe.Select(a => a.EmployeeId)];
        _ = await db.Employees.Where(e => people.Contains(e.Id)).OrderBy(e => e.Id).Select(e => e.Id).ForUpdate().ToListAsync(ct);
        var (left, drafted) = (new List<LeftOut>(), new List<(StrikeAbsence Absence, DecisionCase Case)>());
        foreach (var absence in ripe)
        {
            var judged = await cases.WithStrikes((await cases.Read(db.Employees, absence.EmployeeId, new CaseFacts(day, Cause: StrikeDesk.Cause, Days: 1), 0, ct))!, 0, ct);
            var (ar, latin) = (judged.Employee.FullNameAr, judged.Employee.FullNameLatin);
            if (kind.Judge(judged).FirstOrDefault(g => !g.Holds) is { } against)
                left.Add(new LeftOut(ar, latin, against.Says().Key, [.. against.Args.Select(a => $"{a}")]));
            else
                drafted.Add((absence, judged));
        }

        if (drafted.Count == 0)
            return new Proposed(list.Id, day, null, 0, left);
        var batch = new DecisionBatch { Kind = kind.Code, PlaceId = user.PlaceId, PlacePath = user.PlacePath, AsOf = day, LineCount = drafted.Count, CreatedAt = now, CreatedByAccountId = user.AccountId };
        db.DecisionBatches.Add(batch);
        await db.SaveChangesAsync(ct);
        var decisions = drafted.ConvertAll(d => (d.Absence, Decision: kind.Draft(d.Case, procedure, (user.PlaceId, user.PlacePath), user.AccountId, now, batch: batch.Id)));
        db.Decisions.AddRange(decisions.Select(d => d.Decision));
        await db.SaveChangesAsync(ct);
        foreach (var (absence, decision) in decisions)
            absence.Propose(decision.Id);
        await db.SaveChangesAsync(ct);
        return new Proposed(list.Id, day, batch.Id, drafted.Count, left);
    }
}
