using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Resources.GetFile;

public sealed record Query(Guid File) : IQuery<FileToFetch>;

public sealed class Handler(MassarDb db, CurrentUser user, ReadingTally tally, TimeProvider clock) : IQueryHandler<Query, FileToFetch>
{
    public async Task<Outcome<FileToFetch>> Handle(Query query, CancellationToken ct)
    {
        var (file, today) = (query.File, MoroccanDay.Today(clock));
        var may = db.LessonResources.OpenTo(user, db, today);
        var found = await db.ResourceVariants.Where(v => v.PublicId == file && v.ReadyAt != null && v.RemovedAt == null && may.Any(r => r.Id == v.ResourceId))
            .Select(v => new { View = new VariantView(v.Id, v.ResourceId, v.PublicId, v.Kind, v.Length, v.ContentType!), v.Hash, v.ReadyAt }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null) return Refusal.NotFound;
        if (tally.Of(user.AccountId, today) is > 0 and var fetched && fetched >= (await ResourceRules.Current(db, ct)).DailyReadBytes)
            return Refusal.TooMany(TimeSpan.FromHours(1), "resources.daily-read");
        return new FileToFetch(found.View, found.Hash!, found.ReadyAt!.Value);
    }
}
