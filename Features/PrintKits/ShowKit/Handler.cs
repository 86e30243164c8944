using Massar.Features.PrintKits.Domain;
using Massar.Features.PrintKits.Parts;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PrintKits.ShowKit;

public sealed record Query(long Id) : IQuery<Kit>;

public sealed record FileQuery(long Id) : IQuery<KitParts>;

/// <param name="Job">For the one who ordered it.</param>
/// <param name="Size">Bytes of the file; 0 while it is not there, or no more.</param>
/// <param name="GoesOn">The day after which the file is taken away.</param>
public sealed record Kit(long Id, Season Season, int Year, DateTime AskedAt, int? Pupils, int? Pages, long Size, int Classes, long? Job, WorkState? State, DateOnly GoesOn);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Kit>, IQueryHandler<FileQuery, KitParts>
{
    public async Task<Outcome<Kit>> Handle(Query request, CancellationToken cancellationToken)
    {
        var kit = await db.PrintKits.At(user).AsNoTracking().SingleOrDefaultAsync(k => k.Id == request.Id, cancellationToken);
        if (kit is null || !Seasons.MayPrintSchool(user, kit.Season)) return Refusal.NotFound;
        var sizes = await db.PrintKitParts.Where(p => p.KitId == kit.Id).Select(p => p.Bytes.Length).ToListAsync(cancellationToken);
        var classes = await db.PrintKitClasses.CountAsync(c => c.KitId == kit.Id, cancellationToken);
        var key = PrintKit.WorkKey(kit.Id);
        var job = await db.WorkItems.AsNoTracking().Where(w => w.Key == key).Select(w => new { w.Id, w.State }).SingleOrDefaultAsync(cancellationToken);
        return new Kit(kit.Id, kit.Season, kit.SchoolYearId, kit.AskedAt, kit.Pupils, kit.Pages, kit.Pages is null ? 0 : sizes.Sum(s => (long)s), classes, kit.AskedByAccountId == user.AccountId ? job?.Id : null, job?.State,
            MoroccanDay.Of(new DateTimeOffset(DateTime.SpecifyKind(kit.AskedAt, DateTimeKind.Utc))).AddDays(PrintKit.KeptDays));
    }

    public async Task<Outcome<KitParts>> Handle(FileQuery request, CancellationToken cancellationToken)
    {
        var kit = await db.PrintKits.At(user).AsNoTracking().SingleOrDefaultAsync(k => k.Id == request.Id, cancellationToken);
        if (kit is null || !Seasons.MayPrintSchool(user, kit.Season)) return Refusal.NotFound;
        var sizes = await db.PrintKitParts.Where(p => p.KitId == kit.Id).Select(p => p.Bytes.Length).ToListAsync(cancellationToken);
        // Not before it is whole: then it is known whom it names.
        return sizes.Count == 0 || kit is not { Pages: not null, Pupils: { } pupils } ? Refusal.NotFound : new KitParts(kit.Id, Seasons.Code(kit.Season), sizes.Count, sizes.Sum(s => (long)s), Math.Max(1, pupils));
    }
}
