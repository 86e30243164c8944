using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.Domain;

/// <summary>The line before the head's desk, in the order in which files were sent.</summary>
public static class Queue
{
    private static readonly RegistrationState[] Waiting = [RegistrationState.Sent, RegistrationState.UnderCheck];

    /// <summary>
    /// How many requests of the same school and year wait before this one; null when it waits for nobody there. A file sent back
    /// corrected keeps its first day. Counted from the index by school, year and state: tens of rows.
    /// </summary>
    public static async Task<int?> Ahead(this MassarDb db, RegistrationState state, int? school, int year, DateTime? sent, long id, CancellationToken ct)
    {
        if (school is null || sent is null || !Waiting.Contains(state))
            return null;
        return await db.Registrations.CountAsync(
            r => r.SchoolId == school && r.SchoolYearId == year && Waiting.Contains(r.State) && (r.SubmittedAt < sent || (r.SubmittedAt == sent && r.Id < id)), ct);
    }
}
