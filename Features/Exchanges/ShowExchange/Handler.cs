using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Features.Exchanges.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Installations.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Exchanges.ShowExchange;

public sealed record Query(long Id) : IQuery<CaseView>;

/// <summary>One exchange as one reader may see it.</summary>
/// <param name="Acts">What the reader may do now.</param>
/// <param name="Rules">Conditions of the reader who is asked, or of all for the office whose turn it is.</param>
/// <param name="Turn">The office that answers now.</param>
public sealed record CaseView(
    long Id, int Version, ExchangeState State, string? EndCode, bool IsMine, bool IsAsked, string GroupCode, DateOnly EffectiveOn, DateOnly AnswerUntil, IReadOnlyList<PartyView> Parties, IReadOnlyList<PersonRules> Rules,
    PlaceName? Turn, bool HasRecord, IReadOnlyList<NoteView> Notes, IReadOnlyList<string> Acts) : IShowsPersons
{
    int IShowsPersons.PersonsShown => IsMine ? 0 : Parties.Count;
}

/// <param name="NameAr">Null until he has accepted, for the others: a proposal names nobody but its author.</param>
/// <param name="Decision">For whom may open it: one's own, once it is on its way.</param>
public sealed record PartyView(int Order, bool IsMe, string? NameAr, string? NameLatin, string? Ppr, PlaceName From, PlaceName To, bool HasAccepted, string? HeadRemark, long? Decision, DecisionState? DecisionState, long? Installation, InstallationState? InstallationState, DateOnly? DueOn);

public sealed record PersonRules(string NameAr, string NameLatin, IReadOnlyList<ExchangeRule> Rules);

public sealed record PlaceName(string Ar, string Fr);

public sealed record NoteView(string What, DateTime At, string? Code, string? Remark, string? WhoAr, string? WhoLatin, PlaceName? Office);

public sealed class Handler(MassarDb db, CurrentUser user, ExchangeFiles files, TimeProvider clock) : IQueryHandler<Query, CaseView>
{
    public async Task<Outcome<CaseView>> Handle(Query query, CancellationToken ct)
    {
        var exchange = await db.Exchanges.VisibleTo(user).AsNoTracking().Include(e => e.Parties.OrderBy(p => p.Order)).Include(e => e.Notes.OrderBy(n => n.Order)).AsSplitQuery().SingleOrDefaultAsync(e => e.Id == query.Id, ct);
        if (exchange is null)
            return Refusal.NotFound;

        var batch = exchange.BatchId ?? 0;
        var people = exchange.Parties.Select(p => p.EmployeeId).ToList();
        var rows = await (
            from e in db.Employees
            where people.Contains(e.Id)
            join d in db.Decisions.Where(d => d.BatchId == batch) on e.Id equals d.EmployeeId into decisions
            from d in decisions.DefaultIfEmpty()
            join i in db.Installations on d.Id equals i.DecisionId into installations
            from i in installations.DefaultIfEmpty()
            select new
            {
                e.Id,
                e.Ppr,
                NameAr = e.LastNameAr + " " + e.FirstNameAr,
                NameLatin = e.LastNameLatin + " " + e.FirstNameLatin,
                Decision = (long?)d.Id,
                DecisionState = (DecisionState?)d.State,
                Installation = (long?)i.Id,
                InstallationState = (InstallationState?)i.State,
                DueOn = (DateOnly?)i.DueOn,
            }).AsNoTracking().ToDictionaryAsync(e => e.Id, ct);
        List<int> ids = [.. exchange.Parties.SelectMany(p => new[] { p.FromPlaceId, p.ToPlaceId }), .. exchange.Notes.Select(n => n.PlaceId).OfType<int>(), .. new[] { exchange.TurnPlaceId }.OfType<int>()];
        var places = await db.Places.Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, Name = new PlaceName(p.NameAr, p.NameFr) }).AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Name, ct);

        var (mine, now) = (exchange.PartyOf(user.EmployeeId), clock.GetUtcNow().UtcDateTime);
        var today = MoroccanDay.Of(now);
        bool Knows(ExchangeParty party) => party.AcceptedAt is not null || party == mine || mine is null;
        bool IsBelow(ExchangeParty party) => party.FromPath.StartsWith(user.PlacePath, StringComparison.Ordinal);
        // What a head says is for the offices, and for his own school.
        bool Hears(ExchangeParty? party) => mine is null && (user.Has(Permissions.Agree) || (party is not null && IsBelow(party)));
        var acts = new List<string>();
        var isAsked = exchange.State is ExchangeState.Proposed && mine is { AcceptedAt: null } && today <= exchange.AnswerUntil;
        if (isAsked)
            acts.AddRange(exchange.IsPast(now) ? [TakeStep.Command.Refuse] : [TakeStep.Command.Accept, TakeStep.Command.Refuse]);
        else if (mine is not null && exchange.State is ExchangeState.Proposed or ExchangeState.AtOffices && mine?.AcceptedAt is not null)
            acts.Add(TakeStep.Command.Withdraw);
        if (mine is null && exchange.State is ExchangeState.AtOffices)
        {
            if (user.Has(Permissions.Remark) && exchange.MayRemark(user.PlaceId) && exchange.Parties.Any(p => p.FromPlaceId == user.PlaceId))
                acts.Add(TakeStep.Command.Remark);
            if (user.Has(Permissions.Agree) && exchange.TurnPlaceId == user.PlaceId && !(await Kinship.Of(db, user.EmployeeId, ct)).Any(people.Contains) && !await HasAnswered(exchange.Id, ct))
                acts.AddRange(exchange.IsPast(now) ? [TakeStep.Command.Reject] : [TakeStep.Command.Agree, TakeStep.Command.Reject]);
        }

        return new CaseView(
            exchange.Id, exchange.Version, exchange.State, exchange.EndCode, mine is not null, isAsked, exchange.GroupCode, exchange.EffectiveOn, exchange.AnswerUntil,
            [.. exchange.Parties.Select(p => (Party: p, Row: rows[p.EmployeeId])).Select(p => new PartyView(
                p.Party.Order, p.Party == mine, Knows(p.Party) ? p.Row.NameAr : null, Knows(p.Party) ? p.Row.NameLatin : null, mine is null && IsBelow(p.Party) ? p.Row.Ppr : null,
                places[p.Party.FromPlaceId], places[p.Party.ToPlaceId], p.Party.AcceptedAt is not null, Hears(p.Party) ? p.Party.HeadRemark : null,
                p.Party == mine && p.Row.DecisionState is not DecisionState.Draft ? p.Row.Decision : null, p.Row.DecisionState, p.Party == mine || IsBelow(p.Party) && mine is null ? p.Row.Installation : null, p.Row.InstallationState, p.Row.DueOn))],
            await Rules(exchange, isAsked, acts, ct), exchange.TurnPlaceId is { } turn ? places[turn] : null, exchange.RecordId is not null,
            [.. exchange.Notes.Where(n => n.What != "remark" || Hears(exchange.Parties.FirstOrDefault(p => p.FromPlaceId == n.PlaceId))).Select(n => new NoteView(
                n.What, n.At, n.Code, n.What is "rejected" or "remark" or "refused" or "withdrawn" ? n.Remark : null,
                n.EmployeeId is { } who && exchange.PartyOf(who) is { } party && Knows(party) ? rows[who].NameAr : null, n.EmployeeId is { } by && exchange.PartyOf(by) is { } other && Knows(other) ? rows[by].NameLatin : null,
                n.PlaceId is { } place ? places[place] : null))],
            acts);
    }

    // Nobody answers for two offices, whichever account he wears.
    private async Task<bool> HasAnswered(long id, CancellationToken ct)
    {
        var (hands, employee) = ((await Hands.Of(db, user, ct)).Accounts, user.EmployeeId);
        return await db.ExchangeAgreements.AnyAsync(a => a.ExchangeId == id && ((a.AccountId != null && hands.Contains(a.AccountId.Value)) || (employee != null && a.EmployeeId == employee)), ct);
    }

    // Read by who has to say yes: one's own, or everybody's for the office.
    private async Task<IReadOnlyList<PersonRules>> Rules(Exchange exchange, bool isAsked, List<string> acts, CancellationToken ct)
    {
        if (!isAsked && !acts.Contains(TakeStep.Command.Reject))
            return [];
        var read = await files.Of(isAsked ? [user.EmployeeId!.Value] : [.. exchange.Parties.Select(p => p.EmployeeId)], exchange.Id, ct);
        var (figures, today) = (await ExchangeFigures.Current(db, ct), MoroccanDay.Today(clock));
        return [.. exchange.Parties.Where(p => read.ContainsKey(p.EmployeeId)).Select(p => read[p.EmployeeId]).Select(f => new PersonRules(f.NameAr, f.NameLatin, f.Judge(figures, today)))];
    }
}
