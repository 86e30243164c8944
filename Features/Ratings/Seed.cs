using Massar.Features.Accounts;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees;
using Massar.Features.Ratings.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Ratings;

/// <summary>
/// The five numbers behind last year's ratings of the demo directorate's schools, and this year's: at the school of the well-known head some lines written and
/// some not, at two other schools lines that wait for the directorate, one of them returned.
/// </summary>
public sealed class Seed : ISeed
{
    private const int OtherSchools = 2;

    /// <summary>After the totals.</summary>
    public int Order => 141;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededAccounts>());
        var (home, director) = (accounts.Demo(Roles.Head), accounts.Demo(Roles.ProvincialDirector));
        var heads = accounts.Of(Roles.Head).DistinctBy(a => a.PlaceId).ToDictionary(a => a.PlaceId);
        heads[home.PlaceId] = home;
        var rules = new RatingRules(Reference.Domain.YearFigures.Delivered);
        var now = rules.YearOn(years.Today);
        decimal[] most = [.. Enumerable.Range(0, RatingRules.Criteria.Count).Select(rules.Most)];
        List<int> places = [home.PlaceId, .. schools.Schools.Where(s => s.IsPublic && s.Id != home.PlaceId && heads.ContainsKey(s.Id) && s.Directorate.Id == schools.Directorate.Id).Take(OtherSchools).Select(s => s.Id)];
        var totals = (await seeding.Db.StaffRatings.AsNoTracking().Where(r => r.Year == now - 1).Select(r => new { r.EmployeeId, r.Points }).ToListAsync(ct)).ToDictionary(r => r.EmployeeId, r => r.Points);
        var staff = seeding.Of<SeededEmployees>().Staff.Where(e => places.Contains(e.PlaceId)).ToLookup(e => e.PlaceId);
        var paths = await seeding.Db.Places.AsNoTracking().Where(p => places.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Path, ct);
        List<RatingLine> lines = [];
        foreach (var place in places)
        {
            var head = heads[place];
            var rated = staff[place].Where(e => e.Id != head.EmployeeId).OrderBy(e => e.Id).ToList();
            foreach (var (employee, index) in rated.Select((e, i) => (e, i)))
            {
                if (totals.TryGetValue(employee.Id, out var total))
                    Line(employee.Id, place, now - 1, total, RatingState.Fixed);
                // Of the school the demo shows a third is still empty, and nothing has been handed over.
                if (place != home.PlaceId)
                    Line(employee.Id, place, now, 15 + index % 4, index == 1 ? RatingState.Returned : RatingState.Sent);
                else if (index % 3 != 0)
                    Line(employee.Id, place, now, 15 + index % 4, RatingState.Draft);
            }

            void Line(long employee, int at, int year, decimal total, RatingState state)
            {
                var line = new RatingLine { Id = seeding.NextId<RatingLine>(), EmployeeId = employee, Year = year, PlaceId = at, PlacePath = paths[at] };
                line.Plant(Shares(total, most), head.Id, director.Id, state, new DateTime(year + (year < now ? 1 : 0), year < now ? 1 : years.Today.Month, 12, 9, 0, 0, DateTimeKind.Utc));
                lines.Add(line);
            }
        }

        await seeding.Insert(lines, ct);
    }

    // The total laid on the five criteria, quarter by quarter, as far as each goes.
    private static decimal?[] Shares(decimal total, decimal[] most)
    {
        var shares = most.Select(m => Math.Floor(total * m / 20 * 4) / 4).ToArray();
        for (var i = 0; shares.Sum() < total; i = (i + 1) % shares.Length)
            if (shares[i] < most[i])
                shares[i] += Math.Min(Math.Min(0.25m, most[i] - shares[i]), total - shares.Sum());
        return [.. shares];
    }
}
