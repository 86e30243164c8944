using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.Domain;

/// <summary>Reads a participant's file: the employee's own records and, for one campaign, the contests that were accepted.</summary>
public sealed class ServiceFiles(MassarDb db)
{
    /// <summary>Three statements; null when there is no such employee.</summary>
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
                    select new { Posting = p, at.NameAr, at.NameFr, IsRural = db.Schools.Any(s => s.Id == p.PlaceId && !s.IsUrban) }).ToList(),
            }).SingleOrDefaultAsync(ct);
        if (row is null)
            return null;

        var children = await db.EmployeeChildren.Where(c => c.EmployeeId == employeeId).Select(c => c.BirthDate).ToListAsync(ct);
        var contests = await (
            from c in db.DatumContests.AsNoTracking()
            join commune in db.Places on c.AssertedPlaceId equals commune.Id into communes
            from commune in communes.DefaultIfEmpty()
            join document in db.StoredFiles on c.DocumentId equals document.Id into documents
            from document in documents.DefaultIfEmpty()
            where c.CampaignId == campaignId && c.EmployeeId == employeeId
            orderby c.Id descending
            select new ContestLine(
                c.Datum, c.State, c.AssertedValue, c.DecidedAt, c.DecisionRemark, (Guid?)document.PublicId, (string?)commune.NameAr, (string?)commune.NameFr)).Take(50).ToListAsync(ct);

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
            Workplaces = [.. row.Workplaces.Select(w => w.Posting).WorkedAt(DateTime.MaxValue).Select(p => row.Workplaces.Find(w => w.Posting == p)!)
                .Select(w => new Workplace(w.Posting.PlaceId, w.Posting.PlacePath, w.NameAr, w.NameFr, w.Posting.StartsOn, w.Posting.EndsOn, w.IsRural))],
            ChildrenBornOn = children,
            Contests = contests,
            Accepted = [.. contests.Where(c => c.State == ContestState.Accepted).OrderByDescending(c => c.DecidedAt).Select(c => new AcceptedDatum(c.Datum, c.AssertedValue, MoroccanDay.Of(c.DecidedAt!.Value)))],
        };
    }
}
