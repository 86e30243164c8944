using Massar.Features.Files.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.Domain;

/// <summary>Gets ready what a page of the form shows: choices, files, proposals. Asks only for what its parts need.</summary>
public sealed class FormDesk(MassarDb db, Residence residence)
{
    public async Task<FormParts> Of(Registration registration, Answers answers, IReadOnlyCollection<Topic> topics, CancellationToken ct)
    {
        var proposals = Proposals.For(topics, answers);
        var shown = answers.Copy();
        foreach (var (field, latin) in proposals)
            shown[field] = latin;
        bool Has(string topic) => topics.Any(t => t.Code == topic);
        return new FormParts(registration.Id, shown, proposals.Keys.ToHashSet())
        {
            Directorates = Has("area") ? await Places(PlaceKind.Directorate, null, ct) : [],
            Communes = Has("area") && answers.Number("Directorate") is { } directorate ? await Places(PlaceKind.Commune, directorate, ct) : [],
            Zones = Has("zone") && answers.Number("Commune") is { } commune ? await Zones(commune, ct) : [],
            Schools = Has("school") && answers.Number("Commune") is { } own ? await Schools(own, ct) : [],
            ZoneSchoolId = registration.ZoneSchoolId,
            SchoolId = registration.SchoolId,
            Photo = Has("photo") ? await File(registration.PhotoId, ct) : null,
            Proof = Has("proof") ? await File(registration.ProofId, ct) : null,
        };
    }

    // Only directorates below which a primary school is known: the others could not be answered.
    private Task<List<Choice>> Places(PlaceKind kind, int? parent, CancellationToken ct) =>
        db.Places.AsNoTracking().Where(p => p.Kind == kind && (parent == null || p.ParentId == parent)
                && (kind != PlaceKind.Directorate || db.Places.Any(c => c.ParentId == p.Id && c.Kind == PlaceKind.Commune)))
            .OrderBy(p => p.Code).Select(p => new Choice(p.Id, p.NameAr, p.NameFr)).ToListAsync(ct);

    private Task<List<Choice>> Zones(int commune, CancellationToken ct) =>
        db.SchoolZones.AsNoTracking().Where(z => z.CommuneId == commune && db.Schools.Any(s => s.Id == z.SchoolId && s.ClosedOn == null && s.IsPublic && s.Cycles.Contains("PRI")))
            .OrderBy(z => z.NameAr).Select(z => new Choice(z.Id, z.NameAr, z.NameFr)).ToListAsync(ct);

    private async Task<IReadOnlyList<Choice>> Schools(int commune, CancellationToken ct)
    {
        var path = await db.Places.Where(p => p.Id == commune).Select(p => p.Path).SingleOrDefaultAsync(ct);
        return path is null ? [] : await residence.Schools(path).OrderBy(s => s.Place.NameAr).Take(60).Select(s => new Choice(s.Id, s.Place.NameAr, s.Place.NameFr)).ToListAsync(ct);
    }

    private Task<Guid?> File(long? id, CancellationToken ct) =>
        db.StoredFiles.Where(f => f.Id == id).Select(f => (Guid?)f.PublicId).SingleOrDefaultAsync(ct);

    /// <summary>Stores an upload and hangs it on the request; the text key of what is wrong with it, or null.</summary>
    public static async Task<FileReading?> Read(string? topic, byte[]? upload, DateTime now, CancellationToken ct) =>
        upload is not { Length: > 0 } ? null
        : topic switch
        {
            "photo" => await FileIntake.Read(FileKind.Photo, upload, now, ct),
            "proof" => await FileIntake.Read(FileKind.ResidenceProof, upload, now, ct),
            _ => null,
        };
}
