using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ListAppeals;

/// <param name="State">waiting (also without it), answered, all.</param>
/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? State, int Page, bool IsWhole) : IQuery<Appeals>;

/// <summary>One page of appeals, the nearest deadline first.</summary>
public sealed record Appeals(string State, int Total, int Page, IReadOnlyList<AppealLine> Lines) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="AgainstKey">Text key of the list of promotion; null for a decision, which has its name.</param>
/// <param name="Number">Of the decision, or the year of the list.</param>
/// <param name="IsSilent">Its day is past without an answer.</param>
public sealed record AppealLine(long Id, string Ppr, string NameAr, string NameLatin, string? AgainstKey, string? AgainstAr, string? AgainstFr, string Number, DateTime AskedAt, DateOnly DueOn, DecisionAppealState State, bool IsSilent)
{
    public string StateKey => IsSilent ? "decisions.appeal.state.Silent" : $"decisions.appeal.state.{State}";
}

/// <remarks>Three statements.</remarks>
public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Appeals>
{
    private const int Most = 5_000;

    internal static readonly string[] States = ["waiting", "answered", "all"];

    public async Task<Outcome<Appeals>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var (today, state) = (MoroccanDay.Today(clock), States.Contains(query.State) ? query.State! : States[0]);
        var appeals = db.DecisionAppeals.Below(user, await Kinship.WithSelf(db, user.EmployeeId, ct), db);
        appeals = state switch
        {
            "waiting" => appeals.Waiting(db),
            "answered" => appeals.Waiting(db, wait: false),
            _ => appeals,
        };
        var total = query.IsWhole ? 0 : await appeals.CountAsync(ct);
        var page = Math.Clamp(query.Page, 1, Math.Max(1, (total + Appeals.PageSize - 1) / Appeals.PageSize));
        var fallen = db.Decisions.ComeToNothing();
        var rows = await (
            from a in appeals
            join e in db.Employees on a.EmployeeId equals e.Id
            join d in db.Decisions on a.DecisionId equals (long?)d.Id into decisions
            from d in decisions.DefaultIfEmpty()
            join p in db.DecisionProcedures on d.ProcedureId equals p.Id into procedures
            from p in procedures.DefaultIfEmpty()
            join t in db.PromotionTables on a.TableId equals (long?)t.Id into tables
            from t in tables.DefaultIfEmpty()
            orderby a.DueOn, a.Id
            select new
            {
                a.Id,
                e.Ppr,
                Ar = e.LastNameAr + " " + e.FirstNameAr,
                Latin = e.LastNameLatin + " " + e.FirstNameLatin,
                a.AskedAt,
                a.DueOn,
                State = a.State == DecisionAppealState.TakenBack && fallen.Any(f => f.Id == a.SecondDecisionId) ? DecisionAppealState.Asked : a.State,
                Number = d == null ? null : d.Number,
                KindAr = p == null ? null : p.NameAr,
                KindFr = p == null ? null : p.NameFr,
                Year = t == null ? null : (int?)t.Year,
                Way = t == null ? null : (PromotionWay?)t.Way,
            }).AsNoTracking().Skip(query.IsWhole ? 0 : (page - 1) * Appeals.PageSize).Take(query.IsWhole ? Most : Appeals.PageSize).ToListAsync(ct);
        return new Appeals(state, query.IsWhole ? rows.Count : total, page, rows.ConvertAll(r => new AppealLine(r.Id, r.Ppr, r.Ar, r.Latin, r.Way is { } way ? $"decisions.promotion.way.{way}" : null, r.KindAr, r.KindFr,
            r.Number ?? r.Year?.ToString(CultureInfo.InvariantCulture) ?? "", r.AskedAt, r.DueOn, r.State, r.State is DecisionAppealState.Asked && r.DueOn < today)));
    }
}
