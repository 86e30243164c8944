using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ListMoves;

/// <param name="Campaign">Number of a campaign; without it the one published last.</param>
/// <param name="Way">"in" for who comes to the territory, "out" for who leaves it; everybody without.</param>
/// <param name="Q">Part of a name in either script, or a payroll number.</param>
public sealed record Filter(int? Campaign, string? Way, string? Q);

public sealed record Query(Filter Filter, int Page) : IQuery<Moves>;

/// <summary>The same list without pages, for files.</summary>
public sealed record ExportQuery(Filter Filter) : IQuery<IReadOnlyList<Row>>;

/// <summary>One page of the list.</summary>
/// <param name="Campaigns">Published ones that touch the territory, the newest first.</param>
public sealed record Moves(IReadOnlyList<Row> Rows, int Total, int Page, Filter Filter, IReadOnlyList<PublishedCampaign> Campaigns) : IShowsPersons
{
    public int Pages => Math.Max(1, (Total + Handler.PageSize - 1) / Handler.PageSize);

    int IShowsPersons.PersonsShown => Rows.Count;
}

public sealed record PublishedCampaign(int Id, long Run, string NameAr, string NameFr);

/// <summary>Somebody who moved.</summary>
/// <param name="Wish">Which of his wishes it was.</param>
public sealed record Row(
    long EmployeeId, string NameAr, string NameLatin, string Ppr, string Group, string? DisciplineAr, string? DisciplineFr, string FromCode, string FromAr, string FromFr, string ToCode, string ToAr, string ToFr, int Wish);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Moves>, IQueryHandler<ExportQuery, IReadOnlyList<Row>>
{
    public const int PageSize = 20;

    /// <summary>More rows than an academy has movers.</summary>
    public const int MostRows = 20_000;

    public async Task<Outcome<Moves>> Handle(Query request, CancellationToken cancellationToken)
    {
        var campaigns = await Campaigns(cancellationToken);
        var filter = request.Filter with { Campaign = request.Filter.Campaign ?? campaigns.FirstOrDefault()?.Id };
        if (campaigns.Count == 0 && filter.Campaign is null)
            return new Moves([], 0, 1, filter, campaigns);
        if (campaigns.FirstOrDefault(c => c.Id == filter.Campaign) is not { } campaign)
            return Refusal.NotFound;
        var total = await Outcomes(campaign.Run, filter).CountAsync(cancellationToken);
        var page = Math.Clamp(request.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        return new Moves(await Rows(campaign.Run, filter).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken), total, page, filter, campaigns);
    }

    public async Task<Outcome<IReadOnlyList<Row>>> Handle(ExportQuery request, CancellationToken cancellationToken)
    {
        var campaigns = await Campaigns(cancellationToken);
        return (request.Filter.Campaign is { } id ? campaigns.FirstOrDefault(c => c.Id == id) : campaigns.FirstOrDefault()) is { } campaign
            ? await Rows(campaign.Run, request.Filter).Take(MostRows).ToListAsync(cancellationToken)
            : Refusal.NotFound;
    }

    private Task<List<PublishedCampaign>> Campaigns(CancellationToken ct) => (
        from campaign in db.Campaigns.Covering(user)
        join run in db.AssignmentRuns.Published() on campaign.Id equals run.CampaignId
        orderby run.PublishAt descending, run.Id descending
        select new PublishedCampaign(campaign.Id, run.Id, campaign.NameAr, campaign.NameFr)).AsNoTracking().Take(50).ToListAsync(ct);

    private IQueryable<RunOutcome> Outcomes(long run, Filter filter)
    {
        var path = user.PlacePath;
        var moved = db.RunOutcomes.AsNoTracking().Where(o => o.RunId == run && o.Wish > 0);
        moved = filter.Way switch
        {
            "in" => moved.Where(o => o.ToPath.StartsWith(path)),
            "out" => moved.Where(o => o.FromPath.StartsWith(path)),
            _ => moved.InTerritoryOf(user),
        };
        if (filter.Q?.Trim() is not { Length: > 0 } q)
            return moved;
        var digits = Digits.ToLatin(q);
        var (arabic, latin) = (ArabicFolding.Fold(q), ArabicFolding.FoldLatin(q));
        var isNumber = digits.All(char.IsAsciiDigit);
        return moved.Where(o => db.Employees.Any(e => e.Id == o.EmployeeId
            && (isNumber ? e.Ppr.StartsWith(digits) : (arabic != "" && e.SearchKey.Contains(arabic)) || (latin != "" && e.SearchKey.Contains(latin)))));
    }

    private IQueryable<Row> Rows(long run, Filter filter) =>
        from o in Outcomes(run, filter)
        join employee in db.Employees on o.EmployeeId equals employee.Id
        join before in db.Places on o.FromPlaceId equals before.Id
        join after in db.Places on o.ToPlaceId equals after.Id
        join discipline in db.Nomenclatures.Where(n => n.List == "disciplines") on employee.DisciplineCode equals discipline.Code into disciplines
        from discipline in disciplines.DefaultIfEmpty()
        orderby o.ToPath, o.GroupCode, o.Number
        select new Row(
            o.EmployeeId, employee.LastNameAr + " " + employee.FirstNameAr, employee.LastNameLatin + " " + employee.FirstNameLatin, employee.Ppr, o.GroupCode, (string?)discipline.NameAr, (string?)discipline.NameFr,
            before.Code, before.NameAr, before.NameFr, after.Code, after.NameAr, after.NameFr, o.Wish);
}
