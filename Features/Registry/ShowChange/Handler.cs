using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Registry.ShowChange;

public sealed record Query(long Id) : IQuery<Case>;

/// <param name="Obstacles">What stands in its way now.</param>
/// <param name="Acts">What the person may do: decide, withdraw, correct.</param>
public sealed record Case(ChangeSheet Sheet, IReadOnlyList<Refusal> Obstacles, IReadOnlyList<string> Acts) : IShowsPersons
{
    int IShowsPersons.PersonsShown => ((IShowsPersons)Sheet).PersonsShown;
}

public sealed class Handler(MassarDb db, CurrentUser user, ChangeDesk desk) : IQueryHandler<Query, Case>
{
    public async Task<Outcome<Case>> Handle(Query query, CancellationToken ct)
    {
        if (await ChangeSheet.Of(db, desk, db.SchoolChanges.VisibleTo(user), query.Id, ct) is not { } sheet)
            return Refusal.NotFound;
        var (change, isOurs) = (sheet.Change, user.Has(Permissions.Propose) && sheet.Change.PlaceId == user.PlaceId);
        List<string> acts = [];
        if (change.State.IsLive() && user.Has(Permissions.Decide) && change.AcademyId == user.PlaceId && change.ProposedByAccountId != user.AccountId)
            acts.Add("decide");
        if (change.State == ChangeState.Proposed && isOurs)
            acts.Add("withdraw");
        if (change.State == ChangeState.Returned && isOurs)
            acts.Add("correct");
        return new Case(sheet.SeenBy(user), change.State.IsLive() ? await desk.Obstacles(change, sheet.Plan, ct) : [], acts);
    }
}
