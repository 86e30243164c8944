using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.PrepareFamilyAllowances;

/// <param name="Employee">One alone; null for all of the office.</param>
public sealed record Query(long? Employee) : IQuery<Ready>;

/// <summary>Whose declarations are on the file and in no decision yet.</summary>
public sealed record Ready(long? Employee, IReadOnlyList<Case> Cases) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Cases.Count;
}

/// <param name="Stamp">What was read, so that nothing else is decided.</param>
/// <param name="IsOwn">It concerns the reader, or the reader's spouse or child.</param>
public sealed record Case(
    string Stamp, long EmployeeId, string NameAr, string NameLatin, string Ppr, IReadOnlyList<FamilyEventLine> Events, DateOnly EffectiveOn, int OldChildren, int NewChildren, decimal OldAllowance, decimal NewAllowance, IReadOnlyList<Guard> Guards, bool IsOwn)
{
    public bool IsFree => !IsOwn && Guards.All(g => g.Holds);
}

/// <param name="Lines">Stamps of the cases.</param>
public sealed record Command(string[] Lines) : ICommand<Prepared>;

/// <param name="Decision">The one decision, when it is one.</param>
/// <param name="LeftOut">Cases a guard stands against.</param>
public sealed record Prepared(long Batch, int Count, int LeftOut, long? Decision);

public sealed class Handler(MassarDb db, CurrentUser user, CaseReader cases, ProcedureBook book, TimeProvider clock) : IQueryHandler<Query, Ready>, ICommandHandler<Command, Prepared>
{
    /// <summary>So many declarations are looked at at once; the oldest first.</summary>
    private const int Most = 300;

    private static readonly DecisionKind Kind = DecisionKinds.Find(FamilyAllowance.KindCode)!;

    public async Task<Outcome<Ready>> Handle(Query query, CancellationToken ct)
    {
        var events = db.FamilyEvents.Below(user).ToDecide(db);
        if (query.Employee is { } employee)
            events = events.Where(e => e.EmployeeId == employee);
        return new Ready(query.Employee, [.. (await cases.Families(events, 0, Most, ct)).Select(c => new Case(StampOf(c), c.Employee.Id, c.Employee.FullNameAr, c.Employee.FullNameLatin, c.Employee.Ppr, c.Family!.Events, c.Facts.From,
            c.Family.Before.Count, c.Family.After.Count, c.Family.Before.Amount, c.Family.After.Amount, Kind.Judge(c), IsOwn(c)))]);
    }

    public async Task<Outcome<Prepared>> Handle(Command command, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var inForce = await book.InForce(db, Kind.Code, MoroccanDay.Of(now), ct);
        if (inForce.IsRefused)
            return inForce.Refusal!;
        var procedure = inForce.Value;
        var wanted = command.Lines.OfType<string>().DistinctBy(EmployeeOf).ToDictionary(EmployeeOf);
        if (wanted.Count == 0)
            return Refusal.Conflict("decisions.family.choose");

        // Two managers preparing at once wait here for each other, so that nobody gets two decisions.
        await db.Places.Where(p => p.Id == user.PlaceId).ForUpdate().SingleAsync(ct);
        var ids = wanted.Keys.ToList();
        var found = await cases.Families(db.FamilyEvents.Below(user).ToDecide(db).Where(e => ids.Contains(e.EmployeeId)), 0, Most, ct);
        if (found.Count < wanted.Count)
            return await db.FamilyEvents.Below(user).Where(e => ids.Contains(e.EmployeeId)).Select(e => e.EmployeeId).Distinct().CountAsync(ct) < wanted.Count ? Refusal.NotFound : FamilyEvent.Changed;
        if (found.Exists(c => StampOf(c) != wanted[c.Employee.Id]))
            return Refusal.Stale;
        if (found.Exists(IsOwn))
            return Decision.OwnCase;
        var free = found.Where(c => Kind.Judge(c).All(g => g.Holds)).OrderBy(c => c.Employee.Ppr, StringComparer.Ordinal).ToList();
        if (free.Count == 0)
            return Kind.Judge(found[0]).First(g => !g.Holds).AsRefusal();

        var batch = new DecisionBatch { Kind = Kind.Code, PlaceId = user.PlaceId, PlacePath = user.PlacePath, AsOf = MoroccanDay.Of(now), LineCount = free.Count, CreatedAt = now, CreatedByAccountId = user.AccountId };
        db.DecisionBatches.Add(batch);
        await db.SaveChangesAsync(ct);
        var drafts = free.ConvertAll(c => (Case: c, Decision: Kind.Draft(c, procedure, (user.PlaceId, user.PlacePath), user.AccountId, now, batch: batch.Id)));
        db.Decisions.AddRange(drafts.Select(d => d.Decision));
        await db.SaveChangesAsync(ct);
        var of = drafts.SelectMany(d => d.Case.Family!.Events.Select(e => (Event: e.Id, Decision: d.Decision.Id))).ToDictionary(d => d.Event, d => d.Decision);
        var declarations = of.Keys.ToList();
        foreach (var declaration in await db.FamilyEvents.Where(e => declarations.Contains(e.Id)).ToListAsync(ct))
            declaration.DecisionId = of[declaration.Id];
        await db.SaveChangesAsync(ct);
        return new Prepared(batch.Id, free.Count, found.Count - free.Count, free.Count == 1 ? drafts[0].Decision.Id : null);
    }

    private bool IsOwn(DecisionCase c) => user.EmployeeId is { } me && (c.Employee.Id == me || c.Family!.RelatedEmployeeId == me);

    private static string StampOf(DecisionCase c) => string.Create(CultureInfo.InvariantCulture, $"{c.Employee.Id}:{string.Join('-', c.Family!.Events.OrderBy(e => e.Id).Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Id}.{e.Version}")))}");

    private static long EmployeeOf(string stamp) => long.TryParse(stamp.Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
}
