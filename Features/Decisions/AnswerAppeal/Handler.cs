using FluentValidation;
using Massar.Features.Decisions.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.AnswerAppeal;

public sealed record Query(long Appeal) : IQuery<AppealCase>;

/// <summary>Everything an answer needs to see.</summary>
/// <param name="Against">The decision; null for a list of promotion.</param>
/// <param name="Table">The list of promotion.</param>
/// <param name="Second">The decision that takes the other back, on its way or signed.</param>
/// <param name="Waits">An answer may be given.</param>
/// <param name="Hindrance">Text key of why the reader does not answer it; null for who may.</param>
public sealed record AppealCase(
    long Id, int Version, DecisionAppealState State, bool Waits, bool IsSilent, string Reason, DateTime AskedAt, DateOnly DueOn, string? Answer, DateTime? AnsweredAt, string? ByAr, string? ByLatin,
    string NameAr, string NameLatin, string Ppr, RelatedDecision? Against, string? KindAr, string? KindFr, long? Table, int? Year, PromotionWay? Way, bool IsTakenBack, RelatedDecision? Second, string? Hindrance) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

public sealed record Command(long Appeal, int Version, string? Ruling, string? Answer) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public const string Kept = "kept";

    public const string Accepted = "accepted";

    public Validator()
    {
        RuleFor(c => c.Ruling).Must(r => r is Kept or Accepted).WithMessage("decisions.appeal.ruling-needed");
        RuleFor(c => c.Answer).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).WithMessage("decisions.appeal.answer-needed");
        RuleFor(c => c.Answer).MaximumLength(DecisionAppeal.ReasonLength).WithMessage("decisions.remark-long").WithState(_ => new object[] { DecisionAppeal.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, AppealDesk desk, ProcedureBook book, Facts facts, TimeProvider clock) : IQueryHandler<Query, AppealCase>, ICommandHandler<Command>
{
    public async Task<Outcome<AppealCase>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Appeal;
        var found = await (
            from a in db.DecisionAppeals.Below(user, await Kinship.WithSelf(db, user.EmployeeId, ct), db)
            where a.Id == id
            join e in db.Employees on a.EmployeeId equals e.Id
            join d in db.Decisions on a.DecisionId equals (long?)d.Id into decisions
            from d in decisions.DefaultIfEmpty()
            join t in db.PromotionTables on a.TableId equals (long?)t.Id into tables
            from t in tables.DefaultIfEmpty()
            join w in db.Accounts on a.AnsweredByAccountId equals (long?)w.Id into accounts
            from w in accounts.DefaultIfEmpty()
            select new
            {
                Appeal = a,
                e.Ppr,
                Ar = e.LastNameAr + " " + e.FirstNameAr,
                Latin = e.LastNameLatin + " " + e.FirstNameLatin,
                Decision = d,
                Year = t == null ? null : (int?)t.Year,
                Way = t == null ? null : (PromotionWay?)t.Way,
                ByAr = w == null ? null : w.NameAr,
                ByLatin = w == null ? null : w.NameLatin,
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;
        var (appeal, decision, today) = (found.Appeal, found.Decision, MoroccanDay.Today(clock));
        var procedure = decision is null ? null : await book.Of(db, decision.ProcedureId, ct);
        var (second, fell) = (await Second(appeal, ct), await Fell(appeal, ct));
        return new AppealCase(appeal.Id, appeal.Version, appeal.State, appeal.Waits(fell), appeal.Waits(fell) && appeal.DueOn < today, appeal.Reason, appeal.AskedAt, appeal.DueOn, appeal.Answer, appeal.AnsweredAt,
            found.ByAr, found.ByLatin, found.Ar, found.Latin, found.Ppr, decision is null ? null : new RelatedDecision(decision.Id, decision.Number, decision.SignedAt), procedure?.NameAr, procedure?.NameFr, appeal.TableId, found.Year, found.Way,
            decision is { WithdrawsId: null }, second, (await desk.Against(appeal, ct))?.Reason.Key);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, path) = (command.Appeal, user.PlacePath);
        var appeal = await db.DecisionAppeals.Where(a => a.Id == id && a.PlacePath.StartsWith(path) && !db.Decisions.Any(d => d.Id == a.DecisionId && d.ErasedAt != null)).ForUpdate().SingleOrDefaultAsync(ct);
        if (appeal is null)
            return Refusal.NotFound;
        if (await desk.Against(appeal, ct) is { } against)
            return against;
        if (appeal.Version != command.Version)
            return Refusal.Stale;
        var (answer, state, second) = (BidiSafe.CleanLinesOrNull(command.Answer)!, DecisionAppealState.Kept, (RelatedDecision?)null);
        if (command.Ruling == Validator.Accepted)
        {
            var taken = appeal.DecisionId is { } first && await db.Decisions.AnyAsync(d => d.Id == first && d.WithdrawsId == null, ct);
            // A decision is taken back by a decision, which has its own visas and its own signature.
            if (taken && (second = await Second(appeal, ct)) is null)
                return Refusal.Conflict("decisions.appeal.no-second").Next("decisions.appeal.no-second-next");
            state = taken ? DecisionAppealState.TakenBack : DecisionAppealState.TakenUp;
        }

        if (appeal.Decide(state, answer, second?.Id, await Fell(appeal, ct), user.AccountId, clock.GetUtcNow().UtcDateTime) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(ct);
        await facts.Tell(new DecisionAppealed(appeal.Id, appeal.EmployeeId, appeal.PlaceId, appeal.DecisionId is { } decision ? Links.AppealMine(decision) : Links.AppealList(appeal.TableId!.Value), appeal.DueOn, IsAnswered: true, appeal.Version), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    private async Task<RelatedDecision?> Second(DecisionAppeal appeal, CancellationToken ct)
    {
        var first = appeal.DecisionId ?? 0;
        return await db.Decisions.Where(d => d.WithdrawsId == first && d.State != DecisionState.Refused && d.State != DecisionState.Withdrawn && d.ErasedAt == null).OrderByDescending(d => d.Id)
            .Select(d => new RelatedDecision(d.Id, d.Number, d.SignedAt)).FirstOrDefaultAsync(ct);
    }

    private async Task<bool> Fell(DecisionAppeal appeal, CancellationToken ct) =>
        appeal.SecondDecisionId is { } second && await db.Decisions.ComeToNothing().AnyAsync(d => d.Id == second, ct);
}
