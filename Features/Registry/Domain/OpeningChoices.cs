using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registry.Domain;

/// <summary>What a school to open is chosen from.</summary>
public sealed record OpeningChoices(IReadOnlyList<NatureChoice> Natures, IReadOnlyList<PlaceChoice> Communes)
{
    /// <summary>Natures of schools and annexes, and the communes of a directorate.</summary>
    public static async Task<OpeningChoices> Of(MassarDb db, int directorate, CancellationToken ct) => new(
        await db.Nomenclatures.AsNoTracking().Where(n => n.List == "institution-natures" && !NotSchools.Contains(n.Code)).OrderBy(n => n.Order).Select(n => new NatureChoice(n.Code, n.NameAr, n.NameFr)).ToListAsync(ct),
        await CommunesOf(db, directorate, ct));

    public static async Task<IReadOnlyList<PlaceChoice>> CommunesOf(MassarDb db, int directorate, CancellationToken ct) =>
        await db.Places.AsNoTracking().Where(p => p.ParentId == directorate && p.Kind == PlaceKind.Commune).OrderBy(p => p.Code).Select(p => new PlaceChoice(p.Id, p.NameAr, p.NameFr)).ToListAsync(ct);

    // Codes of services, which nobody attends.
    internal static readonly string[] NotSchools = ["DELEGATION", "BOARDING"];
}

public sealed record NatureChoice(string Code, string NameAr, string NameFr);

public sealed record PlaceChoice(int Id, string NameAr, string NameFr);
