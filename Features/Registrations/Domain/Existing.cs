using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.Domain;

/// <summary>A live request that is, or may be, for the same child.</summary>
/// <param name="IsSure">Same birth date, birth-act number, child's name and place of birth; otherwise same birth date and names.</param>
/// <param name="IsOwn">Started from the same telephone.</param>
public sealed record ExistingRequest(long Id, int Year, DateTime SentAt, bool IsSure, bool IsOwn)
{
    public string Number => Registration.NumberOf(Year, Id);
}

/// <summary>One child, one live request.</summary>
public static class Existing
{
    /// <summary>The live request that stands in the way of this one, the sure one first.</summary>
    public static async Task<ExistingRequest?> ExistingFor(this MassarDb db, Registration request, CancellationToken ct)
    {
        var (key, name, year, id) = (request.KeyWhenLive, request.NameKey, request.SchoolYearId, request.Id);
        var found = await db.Registrations.AsNoTracking()
            .Where(r => r.Id != id && r.LiveKey != null && r.SchoolYearId == year && (r.LiveKey == key || (name != "" && r.NameKey == name)))
            .Select(r => new { r.Id, r.LiveKey, r.Phone, r.SubmittedAt, r.CreatedAt }).Take(5).ToListAsync(ct);
        var first = found.OrderByDescending(r => r.LiveKey == key).FirstOrDefault();
        return first is null ? null : new(first.Id, year, first.SubmittedAt ?? first.CreatedAt, first.LiveKey == key, first.Phone == request.Phone);
    }
}
