using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.MovePromotionLine;

public sealed record Query(long Line) : IQuery<Entry>;

/// <summary>One line before the commission.</summary>
/// <param name="Posts">What the quota gives the grade; null by exam.</param>
/// <param name="On">How many of the grade are on the list.</param>
public sealed record Entry(
    long Id, int Version, long Table, int Year, PromotionWay Way, string NameAr, string NameLatin, string Ppr, string GradeAr, string GradeFr, int? Rank, decimal? Points, decimal? Mark, decimal? Rating, DateOnly? GradeSince, bool IsOn,
    string? MovedFor, int? Posts, int On) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

/// <param name="On">"true" onto the list, "false" off it.</param>
/// <param name="Version">The line as it was read.</param>
public sealed record Command(long Line, string? On, string? Reason, string? Version) : ICommand<Moved>;

public sealed record Moved(long Table, bool IsOn);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command, Moved>
{
    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        var found = await (
            from l in db.PromotionLines
            where l.Id == query.Line
            join t in db.PromotionTables.InReachOf(user) on l.TableId equals t.Id
            join e in db.Employees on l.EmployeeId equals e.Id
            join g in db.StaffGrades on l.GradeCode equals g.Code into grades
            from g in grades.DefaultIfEmpty()
            select new
            {
                Line = l,
                Table = t,
                NameAr = e.LastNameAr + " " + e.FirstNameAr,
                NameLatin = e.LastNameLatin + " " + e.FirstNameLatin,
                e.Ppr,
                GradeAr = g == null ? l.GradeCode : g.CadreAr + "، " + g.GradeAr,
                GradeFr = g == null ? l.GradeCode : g.CadreFr + ", " + g.GradeFr,
                Eligible = db.PromotionLines.Count(o => o.TableId == l.TableId && o.GradeCode == l.GradeCode && o.Rank != null),
                On = db.PromotionLines.Count(o => o.TableId == l.TableId && o.GradeCode == l.GradeCode && o.IsOn),
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        return found is not { Line: var line, Table: var table } ? Refusal.NotFound : new Entry(line.Id, line.Version, table.Id, table.Year, table.Way, found.NameAr, found.NameLatin, found.Ppr, found.GradeAr, found.GradeFr,
            line.Rank, line.Points, line.Mark, line.Rating, line.GradeSince, line.IsOn, line.MovedFor, table.Way is PromotionWay.Choice ? PromotionRules.PostsOf(found.Eligible, table.Quota) : null, found.On);
    }

    public async Task<Outcome<Moved>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Line;
        var of = await db.PromotionLines.Where(l => l.Id == id).Select(l => (long?)l.TableId).SingleOrDefaultAsync(ct);
        // The list is held: two who give the last post of a grade come one after the other.
        var table = await db.PromotionTables.InReachOf(user).Where(t => t.Id == of).ForUpdate().SingleOrDefaultAsync(ct);
        if (table is null)
            return Refusal.NotFound;
        var line = await db.PromotionLines.Where(l => l.Id == id).ForUpdate().SingleAsync(ct);
        if (table.Sits(await Hands.Of(db, user, ct)) is { } refusal)
            return refusal;
        // Nor does anybody ranked in the same grade: a rival taken off leaves a post.
        var (list, grade) = (table.Id, line.GradeCode);
        if ((await db.PromotionLines.Where(l => l.Id == id || (l.TableId == list && l.GradeCode == grade && l.Rank != null)).About(db, user.EmployeeId, ct)).Count > 0)
            return Decision.OwnCase;
        if (line.Version.ToString(CultureInfo.InvariantCulture) != command.Version)
            return Refusal.Stale;
        if (command.On is not ("true" or "false"))
            return Refusal.Invalid("On", "decisions.promotion.choose");

        var now = clock.GetUtcNow().UtcDateTime;
        int? free = table.Way is PromotionWay.Choice
            ? PromotionRules.PostsOf(await db.PromotionLines.CountAsync(l => l.TableId == list && l.GradeCode == grade && l.Rank != null, ct), table.Quota) - await db.PromotionLines.CountAsync(l => l.TableId == list && l.GradeCode == grade && l.IsOn, ct)
            : null;
        if (line.Move(command.On == "true", command.Reason, free, user.AccountId, now) is { } not)
            return not;
        table.ChangedAt = now;
        await db.SaveChangesAsync(ct);
        return new Moved(table.Id, line.IsOn);
    }
}
