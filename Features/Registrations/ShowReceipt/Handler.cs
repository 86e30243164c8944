using System.Text;
using System.Text.Json.Serialization;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using QRCoder;

namespace Massar.Features.Registrations.ShowReceipt;

public sealed record Query(long Id) : IQuery<Paper>;

/// <summary>What the receipt says.</summary>
/// <param name="Ahead">Requests that wait before it at its school; null when it waits no longer.</param>
/// <param name="Modules">The QR code as an SVG path on a grid of <paramref name="Size"/> by <paramref name="Size"/>; it leads to the request's page.</param>
public sealed record Paper(
    long Id, string Number, string ChildAr, string ChildLatin, string? SchoolAr, string? SchoolFr, DateTime SentAt, DateOnly? DueOn, int? Ahead,
    [property: JsonIgnore] string Modules, [property: JsonIgnore] int Size);

public sealed class Handler(MassarDb db, Family family, IConfiguration configuration, TimeProvider clock) : IQueryHandler<Query, Paper>
{
    public async Task<Outcome<Paper>> Handle(Query query, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var found = await (
            from r in db.Registrations.AsNoTracking()
            where r.Id == query.Id && r.SubmittedAt != null && (r.Phone == phone || db.RegistrationParties.Any(p => p.RegistrationId == r.Id && p.Phone == phone && p.State == PartyState.Accepted))
            join p in db.Places on r.SchoolId equals p.Id into places
            from place in places.DefaultIfEmpty()
            select new { Request = r, r.Id, r.SchoolYearId, r.ChildAr, r.ChildLatin, r.SubmittedAt, r.State, r.SchoolId, Ar = (string?)place!.NameAr, Fr = (string?)place.NameFr }).SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;
        if (await db.SightOf(found.Request, phone, clock.GetUtcNow().UtcDateTime, ct) is { IsRefused: true } closed)
            return closed.Refusal!;
        var (modules, size) = Draw((configuration["Massar:PublicAddress"] ?? "").TrimEnd('/') + Links.Follow(found.Id));
        return new Paper(found.Id, Registration.NumberOf(found.SchoolYearId, found.Id), found.ChildAr, found.ChildLatin, found.Ar, found.Fr,
            found.SubmittedAt!.Value, RegistrationStates.DueOn(RegistrationState.Sent, found.SubmittedAt.Value),
            await db.Ahead(found.State, found.SchoolId, found.SchoolYearId, found.SubmittedAt, found.Id, ct), modules, size);
    }

    // One path of horizontal runs: a third of the weight of one rectangle a module.
    private static (string Path, int Size) Draw(string address)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(address, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        var rows = code.ModuleMatrix;
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Count; x++)
            {
                if (!rows[y][x])
                    continue;
                var start = x;
                while (x + 1 < rows[y].Count && rows[y][x + 1])
                    x++;
                path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{start} {y}h{x - start + 1}v1h-{x - start + 1}z");
            }
        }

        return (path.ToString(), rows.Count);
    }
}
