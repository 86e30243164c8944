using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ListAppeals;

/// <param name="State">Asked (the default), Accepted, Refused, or all.</param>
/// <param name="IsWhole">All of them, for a file.</param>
public sealed record Query(string? State, int Page, bool IsWhole) : IQuery<Found>;

public sealed record Found(IReadOnlyList<Row> Rows, int Total, int Page, string State) : IShowsPersons
{
    public int Pages => Math.Max(1, (Total + Handler.PageSize - 1) / Handler.PageSize);

    int IShowsPersons.PersonsShown => Rows.Count;
}

public sealed record Row(long Id, AppealState State, DateTime AskedAt, string NameAr, string NameLatin, string Ppr, string CampaignAr, string CampaignFr);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Found>
{
    internal const int PageSize = 20;

    public async Task<Outcome<Found>> Handle(Query request, CancellationToken cancellationToken)
    {
        var state = request.State is "all" ? (AppealState?)null : Enum.TryParse<AppealState>(request.State, out var asked) && Enum.IsDefined(asked) ? asked : AppealState.Asked;
        var appeals = from campaign in db.Campaigns.RunBy(user) join appeal in db.RunAppeals on campaign.Id equals appeal.CampaignId select new { Campaign = campaign, Appeal = appeal };
        if (state is { } wanted)
            appeals = appeals.Where(a => a.Appeal.State == wanted);
        var total = await appeals.CountAsync(cancellationToken);
        var page = request.IsWhole ? 1 : Math.Clamp(request.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await (
            from a in appeals
            join employee in db.Employees on a.Appeal.EmployeeId equals employee.Id
            orderby a.Appeal.AskedAt, a.Appeal.Id
            select new Row(a.Appeal.Id, a.Appeal.State, a.Appeal.AskedAt, employee.LastNameAr + " " + employee.FirstNameAr, employee.LastNameLatin + " " + employee.FirstNameLatin, employee.Ppr, a.Campaign.NameAr, a.Campaign.NameFr))
            .AsNoTracking().Skip((page - 1) * PageSize).Take(request.IsWhole ? ListMoves.Handler.MostRows : PageSize).ToListAsync(cancellationToken);
        return new Found(rows, total, page, state?.ToString() ?? "all");
    }
}
