using Massar.Features.Accounts.Domain;
using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Resources.JudgeResource;

public sealed record Query(long Id) : IQuery<ToJudge>;

/// <param name="IsOwn">The reader, or the reader's family, offered it: somebody else publishes it.</param>
/// <param name="Acts">publish, return, take-back.</param>
public sealed record ToJudge(ResourceView View, IReadOnlyList<VariantView> Variants, bool IsOwn, IReadOnlyList<string> Acts);

/// <param name="Do">publish, return or take-back.</param>
public sealed record Command(long Id, int Version, string? Do, string? Reason) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, ResourceDesk desk, TimeProvider clock) : IQueryHandler<Query, ToJudge>, ICommandHandler<Command>
{
    public async Task<Outcome<ToJudge>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        var resource = await Mine(id).AsNoTracking().SingleOrDefaultAsync(ct);
        if (resource is null) return Refusal.NotFound;
        var view = await db.LessonResources.Where(r => r.Id == id).Named(db).AsNoTracking().SingleAsync(ct);
        var variants = await db.ResourceVariants.Where(v => v.ResourceId == id).Whole().AsNoTracking().ToListAsync(ct);
        var (isAuthor, isOwn) = (await IsAuthor(resource, ct), await desk.IsFamilys(resource, ct));
        List<string> acts = [];
        if (view.State == ResourceState.Offered && !isOwn && !isAuthor && user.Has(Permissions.Judge)) acts.AddRange(["publish", "return"]);
        else if (view.State == ResourceState.Published || (view.State == ResourceState.Offered && isAuthor)) acts.Add("take-back");
        return new ToJudge(view, variants, isOwn || isAuthor, acts);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        if (await Mine(command.Id).ForUpdate().SingleOrDefaultAsync(ct) is not { } resource) return Refusal.NotFound;
        if (resource.Version != command.Version) return Refusal.Stale;
        var (reason, now, hands) = (BidiSafe.CleanOrNull(command.Reason), clock.GetUtcNow().UtcDateTime, await Hands.Of(db, user, ct));
        if (command.Do is not ("publish" or "return" or "take-back")) return Refusal.Invalid("Do", "resources.judge.needed");
        if (command.Do != "publish" && (reason is null || reason.Length > LessonResource.ReasonLength)) return Refusal.Invalid("Reason", "resources.reason.needed", LessonResource.ReasonLength);
        var (judges, isFamily) = (user.Has(Permissions.Judge), await desk.IsFamilys(resource, ct));
        var refusal = command.Do switch
        {
            "publish" when judges => resource.Publish(hands, isFamily, now),
            "return" when judges => resource.Return(reason!, hands, isFamily, now),
            // What waits is withdrawn by its author alone.
            "take-back" when resource.State == ResourceState.Published || hands.Did(resource.OfferedByAccountId) => resource.TakeBack(reason!, user.AccountId, now),
            _ => Refusal.Conflict("resources.judge.not-published"),
        };
        if (refusal is not null) return refusal;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    private IQueryable<LessonResource> Mine(long id)
    {
        var (me, path, judges, offers) = (user.AccountId, user.PlacePath, user.Has(Permissions.Judge), user.Has(Permissions.Offer));
        return db.LessonResources.Where(r => r.Id == id && ((offers && r.OfferedByAccountId == me) || (judges && r.State != ResourceState.Draft && r.PlacePath.StartsWith(path))));
    }

    private async Task<bool> IsAuthor(LessonResource resource, CancellationToken ct) => (await Hands.Of(db, user, ct)).Did(resource.OfferedByAccountId);
}
