using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Transfers.Domain;

/// <summary>A line of one of the ministry's lists.</summary>
public sealed record Term(string Code, string NameAr, string NameFr);

public static class Terms
{
    /// <summary>The lines of a list in the ministry's order.</summary>
    public static async Task<IReadOnlyList<Term>> TermsOf(this MassarDb db, string list, CancellationToken ct) =>
        await db.Nomenclatures.AsNoTracking().Where(n => n.List == list).OrderBy(n => n.Order).ThenBy(n => n.Id).Select(n => new Term(n.Code, n.NameAr, n.NameFr)).ToListAsync(ct);

    /// <summary>Whether the list has this code.</summary>
    public static Task<bool> HasTerm(this MassarDb db, string list, string? code, CancellationToken ct) => db.Nomenclatures.AnyAsync(n => n.List == list && n.Code == code, ct);
}
