using Massar.Features.Accounts.Domain;
using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registry.ShowChange;

public sealed record Query(long Id) : IQuery<Case>;

/// <param name="Obstacles">What stands in its way now.</param>
/// <param name="Acts">What the person may do: decide, withdraw, correct.</param>
/// <param name="LicenceCase">The file it is decided with.</param>
public sealed record Case(ChangeSheet Sheet, IReadOnlyList<Refusal> Obstacles, IReadOnlyList<string> Acts, long? LicenceCase) : IShowsPersons
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
        if (change.IsLicensed)
            return new Case(sheet.SeenBy(user), [], [], await db.LicenceCases.Where(c => c.ChangeId == change.Id).Select(c => (long?)c.Id).FirstOrDefaultAsync(ct));
        List<string> acts = [];
        if (change.State.IsLive() && user.Has(Permissions.Decide) && change.AcademyId == user.PlaceId && !(await Hands.Of(db, user, ct)).Did(change.ProposedByAccountId))
            acts.Add("decide");
        if (change.State == ChangeState.Proposed && isOurs)
            acts.Add("withdraw");
        if (change.State == ChangeState.Returned && isOurs)
            acts.Add("correct");
        return new Case(sheet.SeenBy(user), change.State.IsLive() ? await desk.Obstacles(change, sheet.Plan, ct) : [], acts, null);
    }
}
