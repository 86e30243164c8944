using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Reference.Domain;

/// <summary>Questions about school years.</summary>
public static class SchoolYears
{
    /// <summary>The number of the one school year that is current.</summary>
    public static Task<int> CurrentYear(this MassarDb db, CancellationToken ct) => db.SchoolYears.Where(y => y.IsCurrent).Select(y => y.Id).SingleAsync(ct);
}
