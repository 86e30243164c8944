using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ValidateRequests;

/// <param name="State">"turn" (the default) for what waits for this office, "all", or one state.</param>
/// <param name="Category">Code of a movement category.</param>
/// <param name="School">Code of a school, or part of its name.</param>
/// <param name="Kind">Kind of request.</param>
/// <param name="Priority">"waiting" for claims to decide, "accepted" for those that hold.</param>
/// <param name="Q">Part of a name in either script, or a payroll number.</param>
public sealed record Filter(string? State, string? Category, string? School, string? Kind, string? Priority, string? Q)
{
    /// <summary>The filter in an address.</summary>
    internal string Address => $"State={Part(State)}&Category={Part(Category)}&Kind={Part(Kind)}&Priority={Part(Priority)}&School={Part(School)}&Q={Part(Q)}";

    private static string Part(string? value) => Uri.EscapeDataString(value ?? "");
}

/// <param name="Chosen">Numbers of requests that are ticked when the page opens.</param>
public sealed record Query(Filter Filter, int Page, IReadOnlyList<long> Chosen) : IQuery<Requests>;

/// <summary>The same list without pages, for files.</summary>
public sealed record ExportQuery(Filter Filter) : IQuery<IReadOnlyList<Row>>;

/// <summary>One page of the list.</summary>
/// <param name="Categories">Categories that have campaigns, with their names.</param>
/// <param name="WaitingContests">Contested data that wait for the directorate.</param>
public sealed record Requests(
    IReadOnlyList<Row> Rows, int Total, int Page, Filter Filter, IReadOnlyList<long> Chosen, Office Office, IReadOnlyList<Category> Categories, int WaitingContests, DateOnly Today) : IShowsPersons
{
    public int Pages => Math.Max(1, (Total + Listing.PageSize - 1) / Listing.PageSize);

    int IShowsPersons.PersonsShown => Rows.Count;
}

public sealed record Category(string Code, string NameAr, string NameFr);

public sealed record Row(
    long Id, int Version, long EmployeeId, string NameAr, string NameLatin, string Ppr, string GradeCode, string PlaceCode, string PlaceAr, string PlaceFr,
    int CampaignId, string CampaignAr, string CampaignFr, int SchoolYearId, RequestKind? Kind, RequestState State, DateTime StateSince, DateTime? SubmittedAt, decimal Points, bool HasClaim, bool HasPriority, DateOnly DirectorateUntil, DateOnly AcademyUntil)
{
    public string Number => MovementRequest.NumberOf(SchoolYearId, Id);

    public DateOnly Due => State is RequestState.Submitted ? DirectorateUntil : AcademyUntil;
}

/// <summary>Finds the requests of an office.</summary>
public sealed class Listing(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Requests>, IQueryHandler<ExportQuery, IReadOnlyList<Row>>
{
    public const int PageSize = 20;

    /// <summary>More rows than an academy has participants; a file beyond it would not open anyway.</summary>
    public const int MostRows = 20_000;

    public async Task<Outcome<Requests>> Handle(Query request, CancellationToken cancellationToken)
    {
        var office = user.OfficeOf()!.Value;
        var filtered = Rows(request.Filter, office);
        var total = await filtered.CountAsync(cancellationToken);
        var page = Math.Clamp(request.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await filtered.Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        var categories = await (
            from category in db.Nomenclatures
            where category.List == MovementCategories.List && db.Campaigns.Any(c => c.CategoryCode == category.Code)
            orderby category.Order
            select new Category(category.Code, category.NameAr, category.NameFr)).ToListAsync(cancellationToken);
        var contests = office == Office.Directorate ? await db.DatumContests.InTerritoryOf(user).CountAsync(c => c.State == ContestState.Asked, cancellationToken) : 0;
        return new Requests(rows, total, page, request.Filter, request.Chosen, office, categories, contests, MoroccanDay.Today(clock));
    }

    public async Task<Outcome<IReadOnlyList<Row>>> Handle(ExportQuery request, CancellationToken cancellationToken) =>
        await Rows(request.Filter, user.OfficeOf()!.Value).Take(MostRows).ToListAsync(cancellationToken);

    private IQueryable<Row> Rows(Filter filter, Office office)
    {
        var requests = db.MovementRequests.AsNoTracking().InTerritoryOf(user);
        if (filter.State is null or "" or "turn")
        {
            requests = office == Office.Directorate
                ? requests.Where(r => r.State == RequestState.Submitted || r.State == RequestState.ReturnedByAcademy)
                : office == Office.Academy ? requests.Where(r => r.State == RequestState.DirectorateValidated)
                : requests.Where(r => r.State == RequestState.AcademyValidated);
        }
        else if (Enum.TryParse<RequestState>(filter.State, out var state))
        {
            requests = requests.Where(r => r.State == state);
        }

        if (filter.Category is { Length: > 0 } category)
            requests = requests.Where(r => r.Campaign.CategoryCode == category);
        if (Enum.TryParse<RequestKind>(filter.Kind, out var kind))
            requests = requests.Where(r => r.SubmittedKind == kind);

        if (filter.Priority is "waiting" or "accepted")
        {
            var claimed = filter.Priority == "waiting" ? ClaimState.Claimed : ClaimState.Accepted;
            requests = requests.Where(r => db.PriorityClaims.Any(c => c.CampaignId == r.CampaignId && c.EmployeeId == r.EmployeeId && c.State == claimed));
        }

        var employees = db.Employees.AsNoTracking();
        if (filter.Q?.Trim() is { Length: > 0 } q)
        {
            var digits = Digits.ToLatin(q);
            var (arabic, latin) = (ArabicFolding.Fold(q), ArabicFolding.FoldLatin(q));
            employees = digits.All(char.IsAsciiDigit)
                ? employees.Where(e => e.Ppr.StartsWith(digits))
                : employees.Where(e => (arabic != "" && e.SearchKey.Contains(arabic)) || (latin != "" && e.SearchKey.Contains(latin)));
        }

        var places = db.Places.AsNoTracking();
        if (filter.School?.Trim() is { Length: > 0 } school)
            places = places.Where(p => p.Code == school || p.NameAr.Contains(school) || p.NameFr.Contains(school));

        return
            from r in requests
            join employee in employees on r.EmployeeId equals employee.Id
            join place in places on r.PlaceId equals place.Id
            orderby r.SubmittedAt, r.Id
            select new Row(
                r.Id, r.Version, r.EmployeeId, employee.LastNameAr + " " + employee.FirstNameAr, employee.LastNameLatin + " " + employee.FirstNameLatin, employee.Ppr, r.GradeCode,
                place.Code, place.NameAr, place.NameFr, r.CampaignId, r.Campaign.NameAr, r.Campaign.NameFr, r.Campaign.SchoolYearId, r.SubmittedKind, r.State, r.StateSince, r.SubmittedAt, r.Points,
                db.PriorityClaims.Any(c => c.CampaignId == r.CampaignId && c.EmployeeId == r.EmployeeId && c.State == ClaimState.Claimed),
                db.PriorityClaims.Any(c => c.CampaignId == r.CampaignId && c.EmployeeId == r.EmployeeId && c.State == ClaimState.Accepted),
                r.Campaign.DirectorateUntil, r.Campaign.AcademyUntil);
    }
}
