using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Portal.ShowHome;

public sealed record Query : IQuery<Home>;

/// <summary>The hat's place, or nothing for a visitor.</summary>
public sealed record Home(string? PlaceAr, string? PlaceFr);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Home>
{
    public async Task<Outcome<Home>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (!user.IsSignedIn)
            return new Home(null, null);
        return await db.Places.Where(p => p.Id == user.PlaceId).Select(p => new Home(p.NameAr, p.NameFr)).SingleOrDefaultAsync(cancellationToken)
            ?? new Home(null, null);
    }
}
