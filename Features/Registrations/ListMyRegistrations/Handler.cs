using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.ListMyRegistrations;

public sealed record Query : IQuery<Mine>;

public sealed record Mine(IReadOnlyList<Line> Lines);

/// <param name="IsJoined">Another guardian's request that this telephone joined.</param>
/// <param name="IsUnsent">A correction is prepared, or still to be made, and not sent.</param>
public sealed record Line(long Id, string Number, string ChildAr, string ChildLatin, RegistrationState State, DateTime CreatedAt, bool IsJoined, bool IsUnsent);

public sealed class Handler(MassarDb db, Family family) : IQueryHandler<Query, Mine>
{
    private const int Most = 20;

    public async Task<Outcome<Mine>> Handle(Query query, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var rows = await db.Registrations.AsNoTracking()
            .Where(r => (r.Phone == phone && r.State != RegistrationState.Merged) || db.RegistrationParties.Any(p => p.RegistrationId == r.Id && p.Phone == phone))
            .OrderByDescending(r => r.Id).Take(Most)
            .Select(r => new { r.Id, r.SchoolYearId, r.ChildAr, r.ChildLatin, r.State, r.CreatedAt, r.Phone }).ToListAsync(ct);
        return new Mine([.. rows.Select(r => new Line(r.Id, Registration.NumberOf(r.SchoolYearId, r.Id), r.ChildAr, r.ChildLatin, r.State, r.CreatedAt, r.Phone != phone,
            r.Phone == phone && r.State == RegistrationState.ToCorrect))]);
    }
}
