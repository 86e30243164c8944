using System.Globalization;
using System.Text.Json;
using Massar.Features.Certificates.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Certificates.IssueForClass;

public sealed record Query(int? Chosen) : IQuery<Classes>;

public sealed record Classes(IReadOnlyList<ClassLine> Lines, IReadOnlyList<BatchLine> Batches, int? Chosen);

public sealed record ClassLine(int Id, string Name, int Pupils);

public sealed record BatchLine(long Id, string ClassName, CertificatePurpose Purpose, DateTime AskedAt);

public sealed record Command(string? Class, string? Purpose) : ICommand<Started>;

/// <param name="Job">The background work to watch.</param>
public sealed record Started(long Batch, long Job);

public sealed class Handler(MassarDb db, CurrentUser user, WorkDesk work, TimeProvider clock) : IQueryHandler<Query, Classes>, ICommandHandler<Command, Started>
{
    public async Task<Outcome<Classes>> Handle(Query query, CancellationToken ct)
    {
        var classes = await Mine().OrderBy(c => c.LevelCode).ThenBy(c => c.Name)
            .Select(c => new ClassLine(c.Id, c.Name, db.Enrollments.Count(e => e.ClassId == c.Id && e.State == EnrollmentState.Active))).Take(200).ToListAsync(ct);
        var batches = await (
                from batch in db.CertificateBatches.Where(b => b.PlaceId == user.PlaceId)
                join schoolClass in db.Classes on batch.ClassId equals schoolClass.Id
                orderby batch.AskedAt descending
                select new BatchLine(batch.Id, schoolClass.Name, batch.Purpose, batch.AskedAt))
            .Take(10).ToListAsync(ct);
        return new Classes(classes, batches, query.Chosen);
    }

    public async Task<Outcome<Started>> Handle(Command command, CancellationToken ct)
    {
        var id = int.Parse(command.Class!, CultureInfo.InvariantCulture);
        if (!await Mine().AnyAsync(c => c.Id == id, ct)) return Refusal.NotFound;
        var count = await db.Enrollments.CountAsync(e => e.ClassId == id && e.State == EnrollmentState.Active, ct);
        if (count == 0) return Refusal.Conflict("certificates.class.empty");

        var batch = new CertificateBatch
        {
            PlaceId = user.PlaceId,
            ClassId = id,
            Purpose = Enum.Parse<CertificatePurpose>(command.Purpose!),
            AskedByAccountId = user.AccountId,
            AskedAt = clock.GetUtcNow().UtcDateTime,
        };
        db.CertificateBatches.Add(batch);
        await db.SaveChangesAsync(ct);
        var item = work.Queue<MakeBatch>(CertificateBatch.WorkKey(batch.Id), JsonSerializer.Serialize(batch.Id), total: count);
        await db.SaveChangesAsync(ct);
        return new Started(batch.Id, item.Id);
    }

    private IQueryable<Massar.Features.Classes.Domain.SchoolClass> Mine() => db.Classes.Where(c => c.SchoolId == user.PlaceId && db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent));
}
