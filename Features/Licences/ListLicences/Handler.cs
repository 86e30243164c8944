using System.Globalization;
using Massar.Features.Licences.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.ListLicences;

/// <param name="State">"counts" (also without it), "expiring", "expired", "none" for schools without one, "all", or a state by name.</param>
/// <param name="Words">A name, a GRESA code or a number.</param>
public sealed record Query(string? State, string? Words, int Page, bool IsWhole) : IQuery<Register>;

/// <param name="Expiring">Licences whose last day is near.</param>
/// <param name="None">Private schools that are open without one that counts.</param>
/// <param name="Cases">Files under way.</param>
public sealed record Register(Query Query, IReadOnlyList<Line> Lines, int Total, int Page, DateOnly Today, int Expiring, int Expired, int Suspended, int None, int Cases)
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;
}

/// <param name="Id">Of the licence; null for a school without one.</param>
public sealed record Line(long? Id, int? SchoolId, string? Number, string? GresaCode, string NameAr, string NameFr, string DirectorateAr, string DirectorateFr, string Cycles, DateOnly? StartsOn, DateOnly? ExpiresOn, LicenceState? State)
{
    public bool IsExpired(DateOnly today) => State is LicenceState.Valid or LicenceState.Suspended && ExpiresOn < today;
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Register>
{
    private const int Most = 10_000;

    public async Task<Outcome<Register>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var near = today.AddDays((await LicenceFigures.Current(db, ct)).Alarms[0]);
        var visible = db.SchoolLicences.VisibleTo(user);
        var bare = db.Schools.Below(user).Open().Where(s => !s.IsPublic && !db.SchoolLicences.Any(l => l.LiveKey == s.Id));
        var counts = await db.Places.Where(p => p.Id == user.PlaceId).Select(p => new
        {
            Expiring = visible.Count(l => l.State == LicenceState.Valid && l.ExpiresOn >= today && l.ExpiresOn <= near),
            Expired = visible.Count(l => l.LiveKey != null && l.ExpiresOn < today),
            Suspended = visible.Count(l => l.State == LicenceState.Suspended),
            None = bare.Count(),
            Cases = db.LicenceCases.VisibleTo(user).Count(c => c.State == CaseState.Study || c.State == CaseState.Commission || c.State == CaseState.Returned),
        }).SingleAsync(ct);
        var (words, code) = (BidiSafe.Clean(query.Words), GresaCode.Read(query.Words)?.Value);
        var (lines, total, page) = query.State == "none" ? await Bare(bare, query, words, code, ct) : await Licences(Narrowed(visible, query.State, today, near), query, words, code, ct);
        return new Register(query, lines, query.IsWhole ? lines.Count : total, page, today, counts.Expiring, counts.Expired, counts.Suspended, counts.None, counts.Cases);
    }

    private static IQueryable<SchoolLicence> Narrowed(IQueryable<SchoolLicence> licences, string? state, DateOnly today, DateOnly near) => state switch
    {
        "all" => licences,
        "expiring" => licences.Where(l => l.State == LicenceState.Valid && l.ExpiresOn >= today && l.ExpiresOn <= near),
        "expired" => licences.Where(l => l.LiveKey != null && l.ExpiresOn < today),
        _ when Enum.TryParse<LicenceState>(state, out var one) && Enum.IsDefined(one) => licences.Where(l => l.State == one),
        _ => licences.Where(l => l.State == LicenceState.Valid || l.State == LicenceState.Suspended),
    };

    private async Task<(IReadOnlyList<Line> Lines, int Total, int Page)> Licences(IQueryable<SchoolLicence> licences, Query query, string words, string? code, CancellationToken ct)
    {
        if (code is not null)
            licences = licences.Where(l => db.Schools.Any(s => s.Id == l.SchoolId && s.GresaCode == code));
        else if (words.Split('/') is [var number, var year] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y))
            licences = licences.Where(l => l.Number == n && l.Year == y);
        else if (words.Length > 0)
            licences = licences.Where(l => l.NameAr.Contains(words) || l.NameFr.Contains(words));
        var total = query.IsWhole ? 0 : await licences.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Register.PageSize - 1) / Register.PageSize));
        var rows = await (
            from l in licences.OrderBy(l => l.ExpiresOn).ThenBy(l => l.Id).Skip((page - 1) * Register.PageSize).Take(query.IsWhole ? Most : Register.PageSize)
            join directorate in db.Places on l.PlaceId equals directorate.Id
            join s in db.Schools on l.SchoolId equals (int?)s.Id into schools
            from s in schools.DefaultIfEmpty()
            orderby l.ExpiresOn, l.Id
            select new { l.Id, l.SchoolId, l.Number, l.Year, GresaCode = (string?)s.GresaCode, l.NameAr, l.NameFr, DirectorateAr = directorate.NameAr, DirectorateFr = directorate.NameFr, l.Cycles, l.StartsOn, l.ExpiresOn, l.State }).AsNoTracking().ToListAsync(ct);
        return ([.. rows.Select(l => new Line(l.Id, l.SchoolId, Formats.RegisterNumber(l.Number, l.Year), l.GresaCode, l.NameAr, l.NameFr, l.DirectorateAr, l.DirectorateFr, l.Cycles, l.StartsOn, l.ExpiresOn, l.State))], total, page);
    }

    private async Task<(IReadOnlyList<Line> Lines, int Total, int Page)> Bare(IQueryable<School> schools, Query query, string words, string? code, CancellationToken ct)
    {
        if (code is not null)
            schools = schools.Where(s => s.GresaCode == code);
        else if (words.Length > 0)
            schools = schools.Where(s => s.Place.NameAr.Contains(words) || s.Place.NameFr.Contains(words));
        var total = query.IsWhole ? 0 : await schools.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Register.PageSize - 1) / Register.PageSize));
        var rows = await (
            from s in schools.OrderBy(s => s.Place.NameAr).ThenBy(s => s.Id).Skip((page - 1) * Register.PageSize).Take(query.IsWhole ? Most : Register.PageSize)
            join commune in db.Places on s.Place.ParentId equals (int?)commune.Id
            join above in db.Places on commune.ParentId equals (int?)above.Id
            orderby s.Place.NameAr, s.Id
            select new Line(null, s.Id, null, s.GresaCode, s.Place.NameAr, s.Place.NameFr, above.NameAr, above.NameFr, s.Cycles, null, null, null)).AsNoTracking().ToListAsync(ct);
        return (rows, total, page);
    }
}
