using System.Text.Json.Serialization;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registry.Domain;

/// <summary>One line of a change's difference: what is, and what is wanted. Null where there is nothing.</summary>
/// <param name="What">name-ar, name-fr, commune, state (open, closed), into.</param>
public sealed record Difference(string What, string? OldAr, string? OldFr, string? NewAr, string? NewFr);

/// <summary>A step of a change's history.</summary>
public sealed record ChangeStep(ChangeState State, string? ByAr, string? ByLatin, DateTime At, string? Remark);

/// <summary>A change as everybody concerned reads it: the school, the paper, what differs, who goes where, its history.</summary>
/// <param name="Opened">Schools that it opens, or opened.</param>
/// <param name="Plan">Of a split and a merge that is not in force yet.</param>
public sealed record ChangeSheet(
    [property: JsonIgnore] SchoolChange Change, string? GresaCode, string NameAr, string NameFr, string DirectorateAr, string DirectorateFr, string AcademyAr, string AcademyFr,
    IReadOnlyList<Difference> Differences, IReadOnlyList<OpenedSchool> Opened, PupilPlan? Plan, IReadOnlyList<ChangeStep> Steps) : IShowsPersons
{
    public long Id => Change.Id;

    public int Version => Change.Version;

    public ChangeKind Kind => Change.Kind;

    public ChangeState State => Change.State;

    public DateOnly EffectiveOn => Change.EffectiveOn;

    public string Reference => Change.Reference;

    public DateOnly DocumentOn => Change.DocumentOn;

    public int? SchoolId => Change.SchoolId;

    /// <summary>Who only decides learns how many pupils have no place, not who they are.</summary>
    public ChangeSheet SeenBy(CurrentUser user) => Plan is null || user.Has(Permissions.Propose) ? this : this with { Plan = Plan with { NoPlace = [] } };

    int IShowsPersons.PersonsShown => Plan?.NoPlace.Count ?? 0;

    /// <summary>Reads a change; null where it is not in the scope.</summary>
    public static async Task<ChangeSheet?> Of(MassarDb db, ChangeDesk desk, IQueryable<SchoolChange> scope, long id, CancellationToken ct)
    {
        var found = await (
            from c in scope
            where c.Id == id
            join directorate in db.Places on c.PlaceId equals directorate.Id
            join academy in db.Places on c.AcademyId equals academy.Id
            join s in db.Schools on c.SchoolId equals (int?)s.Id into schools
            from s in schools.DefaultIfEmpty()
            join p in db.Places on c.SchoolId equals (int?)p.Id into places
            from p in places.DefaultIfEmpty()
            join x in db.Schools on c.IntoSchoolId equals (int?)x.Id into receivers
            from x in receivers.DefaultIfEmpty()
            join xp in db.Places on c.IntoSchoolId equals (int?)xp.Id into receiverPlaces
            from xp in receiverPlaces.DefaultIfEmpty()
            join was in db.Places on c.WasParentId equals (int?)was.Id into befores
            from was in befores.DefaultIfEmpty()
            join to in db.Places on c.CommuneId equals (int?)to.Id into communes
            from to in communes.DefaultIfEmpty()
            select new
            {
                Change = c,
                DirectorateAr = directorate.NameAr,
                DirectorateFr = directorate.NameFr,
                AcademyAr = academy.NameAr,
                AcademyFr = academy.NameFr,
                GresaCode = (string?)s.GresaCode,
                NameAr = (string?)p.NameAr,
                NameFr = (string?)p.NameFr,
                IntoCode = (string?)x.GresaCode,
                IntoAr = (string?)xp.NameAr,
                IntoFr = (string?)xp.NameFr,
                WasAr = (string?)was.NameAr,
                WasFr = (string?)was.NameFr,
                ToAr = (string?)to.NameAr,
                ToFr = (string?)to.NameFr,
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null)
            return null;

        var change = found.Change;
        var opened = change.Kind is not (ChangeKind.Open or ChangeKind.Split) ? [] : await (
            from p in db.PlannedSchools
            where p.ChangeId == id
            join parent in db.Places on p.ParentId equals parent.Id
            join n in db.Nomenclatures.Where(n => n.List == "institution-natures") on p.Nature equals n.Code into natures
            from n in natures.DefaultIfEmpty()
            orderby p.Order
            select new OpenedSchool(p.GresaCode, p.NameAr, p.NameFr, n.NameAr, n.NameFr, p.Cycles, p.IsPublic, p.IsUrban, parent.NameAr, parent.NameFr, p.AddressAr, p.Phone, p.FirstYearSeats, p.SchoolId)).AsNoTracking().ToListAsync(ct);
        var steps = await (
            from e in db.SchoolChangeEvents
            where e.ChangeId == id
            join a in db.Accounts on e.AccountId equals (long?)a.Id into accounts
            from a in accounts.DefaultIfEmpty()
            orderby e.Id
            select new ChangeStep(e.State, a.NameAr, a.NameLatin, e.At, e.Remark)).AsNoTracking().ToListAsync(ct);

        List<Difference> differences = change.Kind switch
        {
            ChangeKind.Rename => [new("name-ar", change.WasNameAr, change.WasNameAr, change.NameAr, change.NameAr), new("name-fr", change.WasNameFr, change.WasNameFr, change.NameFr, change.NameFr)],
            ChangeKind.Move => [new("commune", found.WasAr, found.WasFr, found.ToAr, found.ToFr)],
            ChangeKind.Open => [],
            _ => [new("state", "open", "open", "closed", "closed")],
        };
        if (found.IntoCode is not null)
            differences.Add(new("into", null, null, $"{found.IntoAr} ({found.IntoCode})", $"{found.IntoFr} ({found.IntoCode})"));

        return new ChangeSheet(
            change, found.GresaCode, found.NameAr ?? opened[0].NameAr, found.NameFr ?? opened[0].NameFr, found.DirectorateAr, found.DirectorateFr, found.AcademyAr, found.AcademyFr,
            differences, opened, change.Kind is ChangeKind.Split or ChangeKind.Merge && change.State.IsLive() ? await desk.PlanOf(change, ct) : null, steps);
    }
}

/// <summary>A school that a change opens.</summary>
/// <param name="SchoolId">Once it is open.</param>
public sealed record OpenedSchool(
    string GresaCode, string NameAr, string NameFr, string? NatureAr, string? NatureFr, string Cycles, bool IsPublic, bool IsUrban, string ParentAr, string ParentFr, string? AddressAr, string? Phone, int FirstYearSeats,
    int? SchoolId);
