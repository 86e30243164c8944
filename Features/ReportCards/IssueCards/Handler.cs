using System.Text.Json;
using Massar.Features.Reference.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.IssueCards;

public sealed record Query(int? Year, int? Semester, int? Chosen) : IQuery<Ready>;

/// <summary>Classes whose minutes are signed.</summary>
/// <param name="Issued">Cards of the semester that are out, whenever they were made.</param>
public sealed record Ready(int Year, int Semester, int? Chosen, int Issued, IReadOnlyList<ReadyLine> Classes, IReadOnlyList<BatchLine> Batches);

public sealed record ReadyLine(int Id, string Name);

public sealed record BatchLine(long Id, string? ClassName, int Semester, int Year, DateTime AskedAt);

public sealed record Command(int Year, int Semester, int? Class) : ICommand<Started>;

/// <param name="Job">The background work to watch.</param>
public sealed record Started(long Batch, long Job);

public sealed class Handler(MassarDb db, CurrentUser user, WorkDesk work, TimeProvider clock) : IQueryHandler<Query, Ready>, ICommandHandler<Command, Started>
{
    /// <summary>Orders of one account that are not done yet: they stand in one line with everybody's messages.</summary>
    public const int MostOpen = 5;

    public async Task<Outcome<Ready>> Handle(Query query, CancellationToken ct)
    {
        var year = query.Year is > 0 ? query.Year.Value : await db.CurrentYear(ct);
        var semester = query.Semester is 2 ? 2 : 1;
        var classes = await (
            from council in db.Councils.At(user)
            where council.SchoolYearId == year && council.Semester == semester && council.State == CouncilState.Signed
            join c in db.Classes on council.ClassId equals c.Id
            orderby c.Name
            select new ReadyLine(c.Id, c.Name)).AsNoTracking().Take(200).ToListAsync(ct);
        var batches = await (
            from batch in db.CardBatches.At(user)
            join c in db.Classes on batch.ClassId equals (int?)c.Id into some
            from c in some.DefaultIfEmpty()
            orderby batch.AskedAt descending
            select new BatchLine(batch.Id, c.Name, batch.Semester, batch.SchoolYearId, batch.AskedAt)).AsNoTracking().Take(10).ToListAsync(ct);
        var issued = await (
            from c in db.Classes.At(user)
            where c.SchoolYearId == year
            join card in db.ReportCards on c.Id equals card.ClassId
            where card.Semester == semester && card.DocumentId != null
            select card.Id).CountAsync(ct);
        return new Ready(year, semester, query.Chosen, issued, classes, batches);
    }

    public async Task<Outcome<Started>> Handle(Command command, CancellationToken ct)
    {
        var signed = db.Councils.At(user).Where(c => c.SchoolYearId == command.Year && c.Semester == command.Semester);
        if (command.Class is { } id)
        {
            if (!await db.Classes.At(user).AnyAsync(c => c.Id == id && c.SchoolYearId == command.Year, ct)) return Refusal.NotFound;
            signed = signed.Where(c => c.ClassId == id);
        }

        if (!await signed.AnyAsync(c => c.State == CouncilState.Signed, ct)) return Refusal.Conflict("report-cards.issue.none").Next("report-cards.issue.none.next");
        var me = user.AccountId;
        // Two orders at once are counted one after the other.
        _ = await db.Accounts.Where(a => a.Id == me).Select(a => a.Id).ForUpdate().SingleAsync(ct);
        if (await db.WorkItems.CountAsync(w => w.Kind == MakeCards.Kind && w.AccountId == me && (w.State == WorkState.Waiting || w.State == WorkState.Running), ct) >= MostOpen)
            return Refusal.Conflict("report-cards.issue.many").Next("report-cards.issue.many.next");
        var batch = new CardBatch
        {
            SchoolId = user.PlaceId,
            SchoolYearId = command.Year,
            Semester = command.Semester,
            ClassId = command.Class,
            AskedByAccountId = user.AccountId,
            AskedAt = clock.GetUtcNow().UtcDateTime,
        };
        db.CardBatches.Add(batch);
        await db.SaveChangesAsync(ct);
        var item = work.Queue<MakeCards>(CardBatch.WorkKey(batch.Id), JsonSerializer.Serialize(batch.Id));
        await db.SaveChangesAsync(ct);
        return new Started(batch.Id, item.Id);
    }
}
