using System.Globalization;
using FluentValidation;
using Massar.Features.Exchanges.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Exchanges.PlaceOffer;

public sealed record Query : IQuery<Offer>;

/// <summary>One's own line, as it is being written.</summary>
/// <param name="Version">0 while there is none.</param>
/// <param name="Directorates">Of the academy, to choose from.</param>
/// <param name="Chosen">Whole directorates wished for.</param>
/// <param name="Schools">Codes of the schools wished for.</param>
/// <param name="Against">Why there cannot be a line; null when there can.</param>
public sealed record Offer(int Version, string SchoolAr, string SchoolFr, IReadOnlyList<Choice> Directorates, IReadOnlyList<int> Chosen, string Schools, DateOnly Until, ExchangeRule? Against);

public sealed record Choice(int Id, string Ar, string Fr);

/// <param name="Schools">Codes as typed.</param>
public sealed record Command(string? Version, string[] Directorates, string? Schools, bool IsRemoval) : ICommand
{
    public const string Remove = "remove";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Schools).MaximumLength(200).WithMessage("exchanges.offer.schools.long");
}

public sealed class Handler(MassarDb db, CurrentUser user, ExchangeFiles files, TimeProvider clock) : IQueryHandler<Query, Offer>, ICommandHandler<Command>
{
    public async Task<Outcome<Offer>> Handle(Query query, CancellationToken ct)
    {
        var me = user.EmployeeId ?? 0;
        if ((await files.Of([me], 0, ct)).GetValueOrDefault(me) is not { AcademyPath: { } academy } file)
            return Refusal.NotFound;
        var figures = await ExchangeFigures.Current(db, ct);
        var today = MoroccanDay.Today(clock);
        var offer = await db.ExchangeOffers.AsNoTracking().Include(o => o.Wishes).SingleOrDefaultAsync(o => o.EmployeeId == me, ct);
        int[] wanted = [.. offer?.Wishes.Select(w => w.PlaceId) ?? []];
        var places = await db.Places.AsNoTracking().Where(p => wanted.Contains(p.Id) || (p.Kind == PlaceKind.Directorate && p.Path.StartsWith(academy))).OrderBy(p => p.Code).ToListAsync(ct);
        return new Offer(
            offer?.Version ?? 0, file.PlaceAr, file.PlaceFr, [.. places.Where(p => p.Kind == PlaceKind.Directorate).Select(p => new Choice(p.Id, p.NameAr, p.NameFr))],
            [.. places.Where(p => p.Kind == PlaceKind.Directorate && wanted.Contains(p.Id)).Select(p => p.Id)], string.Join(' ', places.Where(p => p.Kind == PlaceKind.School && wanted.Contains(p.Id)).Select(p => p.Code)),
            today.AddDays(figures.OfferDays), Against(file, figures, today));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var me = user.EmployeeId ?? 0;
        if ((await files.Of([me], 0, ct)).GetValueOrDefault(me) is not { AcademyPath: { } academy } file)
            return Refusal.NotFound;
        var offer = await db.ExchangeOffers.Where(o => o.EmployeeId == me).ForUpdate().SingleOrDefaultAsync(ct);
        if ((offer?.Version ?? 0).ToString(CultureInfo.InvariantCulture) != (string.IsNullOrEmpty(command.Version) ? "0" : command.Version))
            return Refusal.Stale;
        if (offer is not null)
            await db.ExchangeOfferWishes.Where(w => w.OfferId == offer.Id).LoadAsync(ct);
        if (command.IsRemoval)
        {
            if (offer is null)
                return Refusal.NotFound;
            db.ExchangeOffers.Remove(offer);
            await db.SaveChangesAsync(ct);
            return Done.It;
        }

        var (figures, today) = (await ExchangeFigures.Current(db, ct), MoroccanDay.Today(clock));
        if (Against(file, figures, today) is { } against)
            return against.AsRefusal();
        var (places, wrong) = await Read(command, file, academy, ct);
        if (wrong is not null)
            return wrong;
        if (offer is null)
            db.ExchangeOffers.Add(offer = new ExchangeOffer { EmployeeId = me, PlaceId = file.PlaceId, PlacePath = file.PlacePath, GroupCode = file.Group!, Until = today });
        (offer.PlaceId, offer.PlacePath, offer.GroupCode, offer.Until) = (file.PlaceId, file.PlacePath, file.Group!, today.AddDays(figures.OfferDays));
        offer.Want(places);
        // Other places on the same day are a change, too.
        if (offer.Id != 0)
            db.Entry(offer).Property(o => o.Until).IsModified = true;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    // A movement or a decision under way may be over when somebody answers: they are asked about with the proposal, not with the line.
    private static ExchangeRule? Against(ExchangeFile file, ExchangeFigures figures, DateOnly today) =>
        file.Judge(figures, today).FirstOrDefault(r => !r.Holds && r.Code is ("teacher" or "school" or "titular" or "years" or "active"));

    private async Task<(List<(int Id, string Path)> Places, Refusal? Wrong)> Read(Command command, ExchangeFile file, string academy, CancellationToken ct)
    {
        int[] directorates = [.. command.Directorates.Select(d => int.TryParse(d, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0).Distinct()];
        string[] codes = [.. Digits.ToLatin(BidiSafe.Clean(command.Schools)).ToUpperInvariant().Split([' ', ',', ';', '،'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];
        if (directorates.Length + codes.Length == 0)
            return ([], Refusal.Invalid("Schools", "exchanges.offer.nothing"));
        if (directorates.Length + codes.Length > ExchangeOffer.MostWishes)
            return ([], Refusal.Invalid("Schools", "exchanges.offer.too-many", ExchangeOffer.MostWishes));
        var found = await db.Places.AsNoTracking()
            .Where(p => p.Path.StartsWith(academy) && ((p.Kind == PlaceKind.Directorate && directorates.Contains(p.Id)) || (p.Kind == PlaceKind.School && codes.Contains(p.Code) && db.Schools.Any(s => s.Id == p.Id && s.IsPublic && s.ClosedOn == null))))
            .Select(p => new { p.Id, p.Path, p.Kind, p.Code }).ToListAsync(ct);
        if (codes.FirstOrDefault(c => !found.Exists(f => f.Kind == PlaceKind.School && f.Code == c)) is { } unknown)
            return ([], Refusal.Invalid("Schools", "exchanges.offer.unknown", unknown));
        if (found.Exists(f => f.Id == file.PlaceId))
            return ([], Refusal.Invalid("Schools", "exchanges.offer.own"));
        return ([.. found.Select(f => (f.Id, f.Path))], null);
    }
}
