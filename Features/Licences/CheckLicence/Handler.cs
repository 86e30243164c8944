using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.CheckLicence;

/// <param name="Words">A GRESA code, or a part of the school's name.</param>
/// <param name="Network">From where, to slow copying down.</param>
public sealed record Query(string? Words, string Network) : IQuery<Checked>;

/// <param name="IsShort">Too little was typed to look.</param>
/// <param name="HasMore">More schools are called so than are shown.</param>
public sealed record Checked(string? Typed, bool IsShort, IReadOnlyList<Line> Lines, bool HasMore);

/// <param name="State">valid, expired, suspended, none.</param>
public sealed record Line(string GresaCode, string NameAr, string NameFr, string ParentAr, string ParentFr, string State, string? Cycles, DateOnly? ExpiresOn);

public sealed class Handler(MassarDb db, CheckLimits limits, TimeProvider clock) : IQueryHandler<Query, Checked>
{
    private const int Shortest = 3;
    private const int Longest = 60;
    private const int Most = 10;

    public async Task<Outcome<Checked>> Handle(Query query, CancellationToken ct)
    {
        var words = BidiSafe.Clean(query.Words, Longest);
        if (words.Length == 0)
            return new Checked(null, false, [], false);
        if (words.Length < Shortest)
            return new Checked(words, true, [], false);
        if (limits.Spend(query.Network) is { } wait)
            return Refusal.TooMany(wait, "licences.check.wait");
        var schools = db.Schools.AsNoTracking().Where(s => !s.IsPublic && s.ClosedOn == null);
        schools = GresaCode.Read(words) is { } code ? schools.Where(s => s.GresaCode == code.Value) : schools.Where(s => s.Place.NameAr.Contains(words) || s.Place.NameFr.Contains(words));
        var today = MoroccanDay.Today(clock);
        var found = await (
            from s in schools.OrderBy(s => s.GresaCode).Take(Most + 1)
            join p in db.Places on s.Place.ParentId equals (int?)p.Id
            join l in db.SchoolLicences on (int?)s.Id equals l.LiveKey into licences
            from l in licences.DefaultIfEmpty()
            orderby s.GresaCode
            select new { s.GresaCode, s.Place.NameAr, s.Place.NameFr, ParentAr = p.NameAr, ParentFr = p.NameFr, State = (LicenceState?)l.State, Cycles = (string?)l.Cycles, ExpiresOn = (DateOnly?)l.ExpiresOn }).ToListAsync(ct);
        return new Checked(words, false,
            [.. found.Take(Most).Select(f => new Line(f.GresaCode, f.NameAr, f.NameFr, f.ParentAr, f.ParentFr, f.State is not { } state ? "none" : state == LicenceState.Suspended ? "suspended" : f.ExpiresOn < today ? "expired" : "valid", f.Cycles, f.ExpiresOn))],
            found.Count > Most);
    }
}
