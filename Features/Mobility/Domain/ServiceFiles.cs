using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.Domain;

/// <summary>Reads a participant's file: the employee's own records and, for one campaign, the contests that were accepted.</summary>
public sealed class ServiceFiles(MassarDb db)
{
    /// <summary>Two statements; null when there is no such employee.</summary>
    public async Task<ServiceFile?> Of(long employeeId, int campaignId, CancellationToken ct)
    {
        var row = await (
            from e in db.Employees.AsNoTracking()
            join place in db.Places on e.PlaceId equals place.Id
            where e.Id == employeeId
            select new
            {
                Employee = e,
                place.NameAr,
                place.NameFr,
                Spouse = db.Places.Where(p => p.Id == e.SpouseCommuneId).Select(p => new { p.NameAr, p.NameFr }).FirstOrDefault(),
                Workplaces = (
                    from p in db.Postings
                    join at in db.Places on p.PlaceId equals at.Id
                    where p.EmployeeId == e.Id
                    select new Workplace(p.PlaceId, p.PlacePath, at.NameAr, at.NameFr, p.StartsOn, p.EndsOn, db.Schools.Any(s => s.Id == p.PlaceId && !s.IsUrban))).ToList(),
                Children = db.EmployeeChildren.Where(c => c.EmployeeId == e.Id).Select(c => new { c.Id, c.BirthDate }).ToList(),
            }).SingleOrDefaultAsync(ct);
        if (row is null)
            return null;

        var contests = await db.DatumContests.AsNoTracking()
            .Where(c => c.CampaignId == campaignId && c.EmployeeId == employeeId && c.State == ContestState.Accepted)
            .OrderByDescending(c => c.DecidedAt)
            .Select(c => new { c.Datum, c.AssertedValue, c.DecidedAt })
            .ToListAsync(ct);

        var person = row.Employee;
        return new ServiceFile
        {
            EmployeeId = person.Id,
            Ppr = person.Ppr,
            NameAr = person.FullNameAr,
            NameLatin = person.FullNameLatin,
            GradeCode = person.GradeCode,
            Sex = person.Sex,
            BirthDate = person.BirthDate,
            RecruitedOn = person.RecruitedOn,
            MaritalStatus = person.MaritalStatus,
            SpouseCommuneId = person.SpouseCommuneId,
            SpouseCommuneAr = row.Spouse?.NameAr,
            SpouseCommuneFr = row.Spouse?.NameFr,
            PlaceId = person.PlaceId,
            PlacePath = person.PlacePath,
            PlaceAr = row.NameAr,
            PlaceFr = row.NameFr,
            Workplaces = row.Workplaces,
            ChildrenBornOn = [.. row.Children.Select(c => c.BirthDate)],
            Accepted = [.. contests.Select(c => new AcceptedDatum(c.Datum, c.AssertedValue, MoroccanDay.Of(c.DecidedAt!.Value)))],
        };
    }
}
