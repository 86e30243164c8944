using Massar.Features.PrintKits.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PrintKits.PrintClass;

public sealed record Query(string? Season, int Class) : IQuery<ClassPrint>;

/// <summary>The papers of one class.</summary>
public sealed record ClassPrint(KitHead Head, ClassKit Class);

public sealed class Handler(MassarDb db, CurrentUser user, KitReader reader) : IQueryHandler<Query, ClassPrint>
{
    public async Task<Outcome<ClassPrint>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (Seasons.Read(request.Season) is not { } season || !Seasons.MayPrint(user, season)) return Refusal.NotFound;
        var year = await db.CurrentYear(cancellationToken);
        if (!await reader.Classes(user.PlaceId, year, season, Seasons.OnlySigned(user)).AnyAsync(c => c.Id == request.Class, cancellationToken)) return Refusal.NotFound;
        return await reader.Read(user.PlaceId, request.Class, season, cancellationToken) is { } read
            ? new ClassPrint(await reader.Head(user.PlaceId, year, season, cancellationToken), read)
            : Refusal.NotFound;
    }
}
