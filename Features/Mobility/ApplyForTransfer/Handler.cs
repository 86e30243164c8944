using System.Globalization;
using Massar.Features.Mobility.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.MySql.Query;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ApplyForTransfer;

public sealed record Query(int Campaign, int? Academy, int? Directorate, int? Commune) : IQuery<Preparation>;

public sealed record PlacesQuery(int Campaign, int? Academy, int? Directorate, int? Commune) : IQuery<Places>;

/// <summary>A request as it is being prepared.</summary>
/// <param name="HasUnsent">Wishes or kind differ from what was sent last.</param>
/// <param name="Locked">Why nothing can be changed now.</param>
/// <param name="Lost">Wishes that cannot be sent any more.</param>
/// <param name="Reopened">After a return: the only things that can be changed.</param>
public sealed record Preparation(
    CampaignHead Campaign, long? RequestId, int Version, RequestState? State, RequestKind Kind, string? Note, IReadOnlyList<NamedPlace> Wishes,
    IReadOnlyList<LostWish> Lost, Refusal? Locked, bool WasSent, bool HasUnsent, IReadOnlyList<string> Reopened, DateOnly? CorrectUntil, string? Remark, Places Places);

/// <summary>The lists that lead to a place. A list is empty until the one before it is chosen.</summary>
public sealed record Places(
    int Campaign, int Version, WishKind Kind, CampaignScope Scope, IReadOnlyList<NamedPlace> Academies, IReadOnlyList<NamedPlace> Directorates,
    IReadOnlyList<NamedPlace> Communes, IReadOnlyList<NamedPlace> Schools, int? Academy, int? Directorate, int? Commune);

/// <param name="Do">kind, add, up:PLACE, down:PLACE, remove:PLACE.</param>
public sealed record Command(int Campaign, int Version, string? Do, string? Kind, string? Note, int? Place) : ICommand;

public sealed class Handler(MassarDb db, PhaseDesk phases, CurrentUser user, TimeProvider clock)
    : IQueryHandler<Query, Preparation>, IQueryHandler<PlacesQuery, Places>, ICommandHandler<Command>
{
    public async Task<Outcome<Preparation>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (await Own(request.Campaign, cancellationToken) is not { } own)
            return Refusal.NotFound;
        var campaign = own.Campaign;

        var mine = await db.MovementRequests.AsNoTracking().Include(r => r.Wishes).OwnedBy(user).SingleOrDefaultAsync(r => r.CampaignId == campaign.Id, cancellationToken);
        var sent = mine is { Submissions: > 0 }
            ? await db.Submissions.Where(s => s.RequestId == mine.Id && s.Number == mine.Submissions).SelectMany(s => s.Wishes).OrderBy(w => w.Order).Select(w => w.PlaceId).ToListAsync(cancellationToken)
            : [];
        var order = mine?.Wishes.OrderBy(w => w.Order).Select(w => w.PlaceId).ToList() ?? [];
        var today = MoroccanDay.Today(clock);
        var places = await Lists(own, mine?.Version ?? 0, new PlacesQuery(request.Campaign, request.Academy, request.Directorate, request.Commune), order, cancellationToken);
        var locked = mine is null ? campaign.Closed(today)
            : mine.State == RequestState.ToCorrect && MovementRequest.Split(mine.Reopened) is { Count: > 0 } things ? mine.Locked(campaign, things[0], today)
            : mine.Locked(campaign, Correctable.Wishes, today);
        locked ??= await Out(own, mine, cancellationToken);
        return new Preparation(
            CampaignHead.Of(campaign), mine?.Id, mine?.Version ?? 0, mine?.State, mine?.Kind ?? RequestKind.Ordinary, mine?.Note,
            [.. order.Select(id => places.Named[id])], mine?.Lost(campaign, places.Wished, today) ?? [], locked, mine?.Submissions > 0,
            mine is { Submissions: > 0 } && (!sent.SequenceEqual(order) || mine.SubmittedKind != mine.Kind), MovementRequest.Split(mine?.Reopened), mine?.CorrectUntil,
            mine?.State == RequestState.ToCorrect ? mine.Remark : null, places.Lists);
    }

    public async Task<Outcome<Places>> Handle(PlacesQuery request, CancellationToken cancellationToken)
    {
        if (await Own(request.Campaign, cancellationToken) is not { } own)
            return Refusal.NotFound;
        var version = await db.MovementRequests.OwnedBy(user).Where(r => r.CampaignId == request.Campaign).Select(r => (int?)r.Version).SingleOrDefaultAsync(cancellationToken) ?? 0;
        return (await Lists(own, version, request, [], cancellationToken)).Lists;
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
    {
        if (await Own(command.Campaign, cancellationToken) is not { } own)
            return Refusal.NotFound;
        var (campaign, today, by) = (own.Campaign, MoroccanDay.Today(clock), user.Acting(clock));

        var mine = await db.MovementRequests.Include(r => r.Wishes).OwnedBy(user).ForUpdate().SingleOrDefaultAsync(r => r.CampaignId == campaign.Id, cancellationToken);
        if ((mine?.Version ?? 0) != command.Version)
            return Refusal.Stale;
        if (await Out(own, mine, cancellationToken) is { } left)
            return left;
        if (mine is null)
        {
            if (campaign.Closed(today) is { } closed)
                return closed;
            mine = new MovementRequest
            {
                CampaignId = campaign.Id,
                EmployeeId = own.EmployeeId,
                PlaceId = own.PlaceId,
                PlacePath = own.PlacePath,
                GradeCode = own.GradeCode,
                StateSince = by.At,
                Version = 1,
            };
            db.MovementRequests.Add(mine);
        }
        else if (mine.Locked(campaign, command.Do == "kind" ? Correctable.Kind : Correctable.Wishes, today) is { } locked)
        {
            return locked;
        }

        if (await Carry(command, mine, campaign, by, cancellationToken) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    // Who got a post in an earlier phase asks for no other; to the phase of surplus people are called.
    private async Task<Refusal?> Out(Participant own, MovementRequest? mine, CancellationToken ct) =>
        own.Campaign.IsSurplus && mine is not { IsObliged: true } ? Refusal.Conflict("mobility.surplus.only-called").Next("mobility.next.directorate")
        : own.WasRun ? await phases.Moved(own.Campaign, own.EmployeeId, ct)
        : null;

    private async Task<Refusal?> Carry(Command command, MovementRequest mine, Campaign campaign, Domain.Actor by, CancellationToken ct)
    {
        switch (command.Do?.Split(':'))
        {
            case ["kind"]:
                mine.Choose(Enum.Parse<RequestKind>(command.Kind!), command.Note, by);
                return null;
            case ["add"]:
                var id = command.Place!.Value;
                if (campaign.IsSurplus && !await IsShort(campaign, mine, id, ct))
                    return Refusal.Invalid("Place", "mobility.surplus.not-short");
                return (await db.WishedPlaces([id], ct)).TryGetValue(id, out var place)
                    ? mine.Add(campaign, place, by)
                    : Refusal.Invalid("Place", "mobility.wish.choose");
            case ["up", var which] when int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var up):
                return mine.Shift(up, -1, by);
            case ["down", var which] when int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var down):
                return mine.Shift(down, 1, by);
            case ["remove", var which] when int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var gone):
                return mine.Remove(gone, by);
            default:
                return Refusal.NotFound;
        }
    }

    private async Task<bool> IsShort(Campaign campaign, MovementRequest mine, int place, CancellationToken ct)
    {
        var employee = mine.EmployeeId;
        var group = PostGroup.Of(campaign.Grades, mine.GradeCode, await db.Employees.Where(e => e.Id == employee).Select(e => e.DisciplineCode).SingleAsync(ct));
        return await db.VacantPosts.AnyAsync(p => p.CampaignId == campaign.Id && p.PlaceId == place && p.GroupCode == group && p.Seats > 0, ct);
    }

    /// <param name="WasRun">Took part in another movement of the year whose result is out: worth a look whether he moved.</param>
    private sealed record Participant(Campaign Campaign, long EmployeeId, int PlaceId, string PlacePath, string GradeCode, bool WasRun);

    /// <summary>The campaign, if it is announced and reaches the reader's workplace.</summary>
    private async Task<Participant?> Own(int campaignId, CancellationToken ct)
    {
        var me = user.EmployeeId ?? 0;
        var row = await (
            from campaign in db.Campaigns.AsNoTracking().Announced()
            from employee in db.Employees.Where(e => e.Id == me)
            where campaign.Id == campaignId
            select new
            {
                campaign,
                employee.Id,
                employee.PlaceId,
                employee.PlacePath,
                employee.GradeCode,
                WasRun = db.RunOutcomes.Any(o => o.EmployeeId == me && db.AssignmentRuns.Any(r => r.Id == o.RunId && r.PublishAt != null && r.PublishAt <= DateTime.UtcNow
                    && db.Campaigns.Any(c => c.Id == r.CampaignId && c.Id != campaign.Id && c.SchoolYearId == campaign.SchoolYearId))),
            }).SingleOrDefaultAsync(ct);
        return row is null || !row.campaign.Reaches(row.PlacePath) ? null : new Participant(row.campaign, row.Id, row.PlaceId, row.PlacePath, row.GradeCode, row.WasRun);
    }

    /// <summary>All lists, and the names of the wishes, in one statement.</summary>
    private async Task<(Places Lists, IReadOnlyDictionary<int, NamedPlace> Named, IReadOnlyDictionary<int, WishedPlace> Wished)> Lists(
        Participant own, int version, PlacesQuery chosen, IReadOnlyList<int> wished, CancellationToken ct)
    {
        var (campaign, today, cycle) = (own.Campaign, MoroccanDay.Today(clock), MovementCategories.CycleOf(own.GradeCode) ?? "");
        var root = Territory.LastOf(campaign.PlacePath);
        var academy = campaign.Scope switch { CampaignScope.National => chosen.Academy, CampaignScope.Regional => root, _ => null };
        var directorate = campaign.Scope == CampaignScope.Local ? root : chosen.Directorate;
        var path = campaign.PlacePath;
        int[] parents = [.. new[] { campaign.Scope == CampaignScope.National ? root : (int?)null, academy, directorate, chosen.Commune }.OfType<int>()];
        int[] ids = [.. wished];
        var found = await (
            from p in db.Places.AsNoTracking()
            join within in db.Places on p.ParentId equals within.Id into above
            from within in above.DefaultIfEmpty()
            join school in db.Schools on p.Id equals school.Id into schools
            from school in schools.DefaultIfEmpty()
            where ids.Contains(p.Id) || (p.ParentId != null && parents.Contains(p.ParentId!.Value) && p.Path.StartsWith(path) && p.Kind != PlaceKind.Annex
                && (school == null || (school.IsPublic && (school.ClosedOn == null || school.ClosedOn >= today) && school.Cycles.Contains(cycle))))
            orderby p.Code
            select new
            {
                p.Id,
                p.Kind,
                p.Path,
                p.ParentId,
                p.NameAr,
                p.NameFr,
                WithinAr = (string?)within.NameAr,
                WithinFr = (string?)within.NameFr,
                School = school == null ? null : new WishedSchool(school.IsPublic, school.Cycles, school.ClosedOn),
            }).Take(2000).ToListAsync(ct);

        // What does not hang together was left over from an earlier choice: the lists below it are empty. Nobody wishes for where he is.
        IReadOnlyList<NamedPlace> Of(PlaceKind kind, int? parent) =>
            parent is null ? [] : [.. found.Where(f => f.Kind == kind && f.ParentId == parent && !(WishReading.KindOf(kind) == campaign.WishKind && own.PlacePath.StartsWith(f.Path, StringComparison.Ordinal))).Select(f => new NamedPlace(f.Id, f.NameAr, f.NameFr))];
        var academies = campaign.Scope == CampaignScope.National ? Of(PlaceKind.Academy, root) : [];
        var directorates = campaign.Scope == CampaignScope.Local ? [] : Of(PlaceKind.Directorate, academy);
        if (campaign.Scope != CampaignScope.Local && !directorates.Any(d => d.Id == directorate))
            directorate = null;
        var communes = Of(PlaceKind.Commune, directorate);
        var commune = communes.Any(c => c.Id == chosen.Commune) ? chosen.Commune : null;
        var lists = new Places(
            campaign.Id, version, campaign.WishKind, campaign.Scope, academies, directorates, communes, Of(PlaceKind.School, commune), academy, directorate, commune);
        var chosenPlaces = found.Where(f => ids.Contains(f.Id)).ToList();
        return (
            lists, chosenPlaces.ToDictionary(f => f.Id, f => new NamedPlace(f.Id, f.NameAr, f.NameFr, f.WithinAr, f.WithinFr)),
            chosenPlaces.ToDictionary(f => f.Id, f => new WishedPlace(f.Id, WishReading.KindOf(f.Kind), f.Path, f.NameAr, f.NameFr, f.School)));
    }
}
