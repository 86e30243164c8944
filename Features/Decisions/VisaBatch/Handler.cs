using FluentValidation;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.VisaBatch;

/// <summary>A decision as it was read.</summary>
public sealed record Line(long Decision, int Version);

public sealed record Command(Line[] Lines, string? Act, string? Reason, string? Remark) : ICommand<Result>;

/// <summary>What became of each line.</summary>
public sealed record Result(DecisionAct Act, int Done, IReadOnlyList<LeftLine> Left);

/// <summary>A line nothing was done to, and why.</summary>
public sealed record LeftLine(long Decision, string NameAr, string NameLatin, string ReasonKey);

public sealed class Validator : AbstractValidator<Command>
{
    public const int MostLines = 50;

    public Validator()
    {
        RuleFor(c => c.Lines).Must(l => !l.Contains(null!)).WithMessage("ui.bad-request");
        RuleFor(c => c.Lines).NotEmpty().WithMessage("decisions.choose-somebody");
        RuleFor(c => c.Lines).Must(l => l.Length <= MostLines).WithMessage("decisions.at-most").WithState(_ => new object[] { MostLines });
        RuleFor(c => c.Act).Must(a => Handler.Read(a) is not null).WithMessage("decisions.act-needed");
        RuleFor(c => c.Reason).Must((c, reason) => Handler.Read(c.Act) is not { } act || DecisionFlow.ReasonsOf(act) is not { Count: > 0 } reasons || reasons.Contains(reason))
            .WithMessage("decisions.reason-needed");
        RuleFor(c => c.Remark).MaximumLength(Decision.RemarkLength).WithMessage("decisions.remark-long").WithState(_ => new object[] { Decision.RemarkLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, ProcedureBook book, OfficeHabits habits, WholeBatch whole, PaperDesk papers, TimeProvider clock) : ICommandHandler<Command, Result>
{
    public async Task<Outcome<Result>> Handle(Command command, CancellationToken ct)
    {
        var act = Read(command.Act)!.Value;
        var asked = command.Lines.DistinctBy(l => l.Decision).ToDictionary(l => l.Decision, l => l.Version);
        var ids = asked.Keys.ToList();
        // Locked in the order of their numbers, so that two piles meeting in the middle wait instead of blocking each other.
        var decisions = await db.Decisions.InReachOf(user).Where(d => ids.Contains(d.Id)).OrderBy(d => d.Id).ForUpdate().ToListAsync(ct);
        if (decisions.Count < asked.Count)
            return Refusal.NotFound;
        if (DecisionFlow.OneKind(decisions.Select(d => d.Kind)) is { } mixed)
            return mixed;

        await db.DecisionVisas.Where(v => ids.Contains(v.DecisionId)).OrderBy(v => v.Id).LoadAsync(ct);
        var people = decisions.ConvertAll(d => d.EmployeeId);
        var names = await db.Employees.Where(e => people.Contains(e.Id))
            .Select(e => new { e.Id, Ar = e.LastNameAr + " " + e.FirstNameAr, Latin = e.LastNameLatin + " " + e.FirstNameLatin }).ToDictionaryAsync(e => e.Id, ct);

        var (who, now, left) = (await (await DecisionActor.Of(user).WithKin(db, ct)).WithCompanions(db, decisions, ct), clock.GetUtcNow().UtcDateTime, new List<LeftLine>());
        var procedures = new Dictionary<int, DecisionProcedure>();
        foreach (var id in decisions.Select(d => d.ProcedureId).Distinct())
            procedures[id] = await book.Of(db, id, ct);
        var lines = await papers.Of(decisions.Select(d => (d, procedures[d.ProcedureId])), ct);
        foreach (var decision in decisions)
        {
            var procedure = procedures[decision.ProcedureId];
            var refusal = !decision.IsAsRead(asked[decision.Id], procedure)
                ? Refusal.Stale
                : (who.IsConcernedBy(decision) ? null : PaperDesk.Against(lines.GetValueOrDefault(decision.Id) ?? [], act, who.Role)) ?? decision.Record(act, procedure, who, now, command.Reason, command.Remark, await habits.Of(procedure, decision.PlacePath, ct));
            if (refusal is not null)
                left.Add(new LeftLine(decision.Id, names[decision.EmployeeId].Ar, names[decision.EmployeeId].Latin, refusal.Fields.Values.FirstOrDefault()?.Key ?? refusal.Reason.Key));
            else
                await whole.Fall(decision, who, now, ct);
        }

        await db.SaveChangesAsync(ct);
        return new Result(act, decisions.Count - left.Count, left);
    }

    internal static DecisionAct? Read(string? typed) => typed switch
    {
        "Granted" => DecisionAct.Granted,
        "Returned" => DecisionAct.Returned,
        "Refused" => DecisionAct.Refused,
        _ => null,
    };
}
