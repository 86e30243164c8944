using System.Globalization;
using FluentValidation;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.AppealDecision;

/// <param name="Decision">The decision appealed against; or</param>
/// <param name="Table">the list of promotion.</param>
public sealed record Query(long? Decision, long? Table) : IQuery<MyAppeal>;

/// <summary>One's own appeal, or the way to one.</summary>
/// <param name="Label">Number of the decision, or year of the list.</param>
/// <param name="Until">The last day to appeal.</param>
/// <param name="State">Null where there is none.</param>
/// <param name="IsSilent">Its day is past without an answer: silence counts as a refusal.</param>
/// <param name="Second">The decision that takes the other back.</param>
public sealed record MyAppeal(
    long? Decision, long? Table, string NameAr, string NameFr, string Label, DateOnly Until, bool IsOpen, int AnswerDays, int? Version, DecisionAppealState? State, string? Reason, DateTime? AskedAt,
    DateOnly? DueOn, bool IsSilent, string? Answer, DateTime? AnsweredAt, RelatedDecision? Second)
{
    /// <summary>The decision that was to take the other back came to nothing: the appeal waits again.</summary>
    public bool HasFallen { get; init; }

    public bool MayWrite => IsOpen && State is null or DecisionAppealState.Asked && !IsSilent && !HasFallen;
}

/// <param name="Version">Null for a new one.</param>
public sealed record Command(long? Decision, long? Table, int? Version, string? Reason) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).WithMessage("decisions.appeal.reason-needed");
        RuleFor(c => c.Reason).MaximumLength(DecisionAppeal.ReasonLength).WithMessage("decisions.remark-long").WithState(_ => new object[] { DecisionAppeal.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, AppealDesk desk, ProcedureBook book, Facts facts, TimeProvider clock) : IQueryHandler<Query, MyAppeal>, ICommandHandler<Command>
{
    public async Task<Outcome<MyAppeal>> Handle(Query query, CancellationToken ct)
    {
        if (await Target(query.Decision, query.Table, ct) is not { } target)
            return Refusal.NotFound;
        var today = MoroccanDay.Today(clock);
        var until = await desk.Until(target.Known, ct);
        var appeal = await Mine(query.Decision, query.Table).AsNoTracking().SingleOrDefaultAsync(ct);
        var fell = appeal is { State: DecisionAppealState.TakenBack, SecondDecisionId: { } fallen } && await db.Decisions.ComeToNothing().AnyAsync(d => d.Id == fallen, ct);
        var state = fell ? DecisionAppealState.Asked : appeal?.State;
        var second = !fell && appeal?.SecondDecisionId is { } id ? await db.Decisions.Where(d => d.Id == id).Select(d => new RelatedDecision(d.Id, d.Number, d.SignedAt)).SingleAsync(ct) : null;
        return new MyAppeal(query.Decision, query.Table, target.NameAr, target.NameFr, target.Label, until, today <= until, await desk.Number(AppealDesk.AnswerDays, today, ct), appeal?.Version, state, appeal?.Reason, appeal?.AskedAt,
            appeal?.DueOn, state is DecisionAppealState.Asked && appeal!.DueOn < today, appeal?.Answer, appeal?.AnsweredAt, second)
        { HasFallen = fell };
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        if (await Target(command.Decision, command.Table, ct) is not { } target)
            return Refusal.NotFound;
        var (me, now) = (user.EmployeeId!.Value, clock.GetUtcNow().UtcDateTime);
        // The person's own line is held: two windows send one appeal between them.
        await db.Employees.Where(e => e.Id == me).Select(e => e.Id).ForUpdate().SingleAsync(ct);
        var appeal = await Mine(command.Decision, command.Table).SingleOrDefaultAsync(ct);
        if (appeal?.Version != command.Version)
            return Refusal.Stale;
        if (appeal is { State: not DecisionAppealState.Asked })
            return Refusal.Conflict("decisions.appeal.answered").Next("decisions.appeal.answered-next");
        var today = MoroccanDay.Of(now);
        if (await desk.Until(target.Known, ct) is var until && today > until)
            return Refusal.Conflict("decisions.appeal.over", Formats.ShortDate(until)).Next("decisions.appeal.over-next");
        if (appeal is not null && appeal.DueOn < today)
            return Refusal.Conflict("decisions.appeal.silent", Formats.ShortDate(appeal.DueOn)).Next("decisions.appeal.over-next");

        var reason = BidiSafe.CleanLinesOrNull(command.Reason)!;
        if (appeal is not null)
        {
            appeal.Reason = reason;
            await db.SaveChangesAsync(ct);
            return Done.It;
        }

        appeal = new DecisionAppeal
        {
            DecisionId = command.Decision,
            TableId = command.Table,
            EmployeeId = me,
            PlaceId = target.PlaceId,
            PlacePath = target.PlacePath,
            Reason = reason,
            AskedAt = now,
            DueOn = today.AddDays(await desk.Number(AppealDesk.AnswerDays, today, ct)),
        };
        db.DecisionAppeals.Add(appeal);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new DecisionAppealed(appeal.Id, me, target.PlaceId, command.Decision is { } decision ? Links.AppealMine(decision) : Links.AppealList(command.Table!.Value), appeal.DueOn, IsAnswered: false, appeal.Version), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    private IQueryable<DecisionAppeal> Mine(long? decision, long? table)
    {
        var me = user.EmployeeId ?? 0;
        return decision is { } one ? db.DecisionAppeals.Where(a => a.DecisionId == one && a.EmployeeId == me) : db.DecisionAppeals.Where(a => a.TableId == table && a.EmployeeId == me);
    }

    // A decision that he was given notice of and that counts; a closed list whose commission did not promote him. What he appealed against before stays readable when it is taken back.
    private async Task<Appealable?> Target(long? decision, long? table, CancellationToken ct)
    {
        var me = user.EmployeeId ?? 0;
        if (decision is { } id)
        {
            var found = await db.Decisions.About(user).Where(d => d.Id == id && d.NotifiedAt != null && (d.State == DecisionState.Notified || db.DecisionAppeals.Any(a => a.DecisionId == id && a.EmployeeId == me)))
                .Select(d => new { d.ProcedureId, d.Number, NotifiedAt = d.NotifiedAt!.Value, d.PlaceId, d.PlacePath }).SingleOrDefaultAsync(ct);
            if (found is null)
                return null;
            var procedure = await book.Of(db, found.ProcedureId, ct);
            return new Appealable(found.PlaceId, found.PlacePath, procedure.NameAr, procedure.NameFr, found.Number ?? "", found.NotifiedAt);
        }

        var list = await (
            from t in db.PromotionTables
            where t.Id == table && t.State == PromotionState.Closed && db.PromotionLines.Any(l => l.TableId == t.Id && l.EmployeeId == me && !l.IsOn)
            select new { t.PlaceId, t.PlacePath, t.Year, t.Way, ClosedAt = t.ClosedAt!.Value }).SingleOrDefaultAsync(ct);
        if (list is null)
            return null;
        var key = $"decisions.promotion.way.{list.Way}";
        return new Appealable(list.PlaceId, list.PlacePath, Infrastructure.Localization.Words.All.Say("ar", key), Infrastructure.Localization.Words.All.Say("fr", key), list.Year.ToString(CultureInfo.InvariantCulture), list.ClosedAt);
    }

    private sealed record Appealable(int PlaceId, string PlacePath, string NameAr, string NameFr, string Label, DateTime Known);
}
