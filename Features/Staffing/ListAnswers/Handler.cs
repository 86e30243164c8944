using System.Text.Json.Serialization;
using Massar.Features.Reference.Domain;
using Massar.Features.Staffing.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Staffing.ListAnswers;

/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? State, int Page, bool IsWhole) : IQuery<Inbox>;

/// <param name="Waiting">Answers nobody has decided on.</param>
public sealed record Inbox(string State, IReadOnlyList<Line> Lines, int Total, int Page, int Waiting, DateOnly Today, [property: JsonIgnore] IReadOnlyList<FlagReason> Reasons) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;

    public FlagReason? Reason(string code) => Reasons.FirstOrDefault(r => r.Code == code);

    int IShowsPersons.PersonsShown => Lines.Count(l => l.EmployeeId is not null);
}

/// <param name="Due">The figures the answer was given for.</param>
public sealed record Line(
    long Id, int SchoolId, string SchoolAr, string SchoolFr, FlagRule Rule, string Key, long? EmployeeId, string? NameAr, string? NameLatin, string? ClassName, string SubjectCode, decimal Due, decimal Taught, string ReasonCode, decimal? Hours,
    string Reference, DateTime AnsweredAt, FlagState State);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Inbox>
{
    private const int Most = 20_000;

    public async Task<Outcome<Inbox>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var year = await db.CurrentYear(ct);
        var below = db.FlagCases.Below(user).Where(c => c.SchoolYearId == year);
        var state = query.State is "all" or nameof(FlagState.Returned) or nameof(FlagState.Accepted) ? query.State : nameof(FlagState.Sent);
        var counts = await below.GroupBy(c => c.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var rows = state == "all" ? below : Enum.Parse<FlagState>(state) is var one ? below.Where(c => c.State == one) : below;
        var total = state == "all" ? counts.Values.Sum() : counts.GetValueOrDefault(Enum.Parse<FlagState>(state));
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Inbox.PageSize - 1) / Inbox.PageSize));
        var lines = await (
            from c in rows.OrderBy(c => c.AnsweredAt).ThenBy(c => c.Id).Skip((page - 1) * Inbox.PageSize).Take(query.IsWhole ? Most : Inbox.PageSize)
            join p in db.Places on c.SchoolId equals p.Id
            join e in db.Employees on c.EmployeeId equals (long?)e.Id into people
            from e in people.DefaultIfEmpty()
            join made in db.Classes on c.ClassId equals (int?)made.Id into classes
            from made in classes.DefaultIfEmpty()
            orderby c.AnsweredAt, c.Id
            select new Line(
                c.Id, c.SchoolId, p.NameAr, p.NameFr, c.Rule, c.FlagKey, c.EmployeeId, e == null ? null : e.LastNameAr + " " + e.FirstNameAr, e == null ? null : e.LastNameLatin + " " + e.FirstNameLatin, made == null ? null : made.Name, c.SubjectCode,
                c.Due, c.Taught, c.ReasonCode, c.Hours, c.Reference, c.AnsweredAt, c.State)).AsNoTracking().ToListAsync(ct);
        return new Inbox(state, lines, total, page, counts.GetValueOrDefault(FlagState.Sent), MoroccanDay.Today(clock), await FlagReasons.All(db, ct));
    }
}
