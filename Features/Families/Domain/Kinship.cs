using Massar.Features.StaffMerges.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Families.Domain;

/// <summary>Who of the staff is the spouse or the other parent of a child of somebody of the staff, as far as either file knows: nobody decides about one's own family.</summary>
public static class Kinship
{
    /// <summary>Oneself and the family: those about whom one decides nothing. One statement; empty for who is no employee.</summary>
    public static async Task<IReadOnlyList<long>> WithSelf(MassarDb db, long? employee, CancellationToken ct) =>
        employee is { } me ? [me, .. await Of(db, me, ct)] : [];

    /// <summary>
    /// One statement; none for who is no employee. What somebody else declared counts once the office has entered it: nobody shuts an
    /// officer out of his own case by naming him.
    /// </summary>
    public static async Task<IReadOnlyList<long>> Of(MassarDb db, long? employee, CancellationToken ct)
    {
        if (employee is not { } me)
            return [];
        // A file that went into another one of the same person counts as that person: its card, its children, and who is named by it.
        var merged = db.StaffMerges.Where(m => m.State == StaffMergeState.Done);
        var own = merged.Where(m => m.KeptEmployeeId == me);
        // So does a second file with one's own card that nobody has merged yet.
        return await (from c in db.EmployeeChildren where c.EmployeeId == me join o in db.Employees on c.OtherParentCin equals o.Cin select o.Id)
            .Union(from e in db.Employees where e.Id == me join o in db.Employees on e.Cin equals o.Cin select o.Id)
            .Union(from f in db.FamilyEvents where f.EmployeeId == me && f.State != FamilyState.Refused && f.State != FamilyState.Cancelled join o in db.Employees on f.OtherCin equals o.Cin select o.Id)
            .Union(from e in db.Employees where e.Id == me join c in db.EmployeeChildren on e.Cin equals c.OtherParentCin select c.EmployeeId)
            .Union(from e in db.Employees where e.Id == me join f in db.FamilyEvents on e.Cin equals f.OtherCin where f.State == FamilyState.Entered || f.State == FamilyState.Decided select f.EmployeeId)
            .Union(from c in db.EmployeeChildren where c.EmployeeId == me join o in db.Employees on c.OtherParentCin equals o.Cin join m in merged on o.Id equals m.OtherEmployeeId select m.KeptEmployeeId)
            .Union(from f in db.FamilyEvents where f.EmployeeId == me && f.State != FamilyState.Refused && f.State != FamilyState.Cancelled join o in db.Employees on f.OtherCin equals o.Cin join m in merged on o.Id equals m.OtherEmployeeId select m.KeptEmployeeId)
            .Union(from m in own join c in db.EmployeeChildren on m.OtherEmployeeId equals c.EmployeeId join o in db.Employees on c.OtherParentCin equals o.Cin select o.Id)
            .Union(from m in own join e in db.Employees on m.OtherEmployeeId equals e.Id join c in db.EmployeeChildren on e.Cin equals c.OtherParentCin select c.EmployeeId)
            .Union(from m in own join e in db.Employees on m.OtherEmployeeId equals e.Id join f in db.FamilyEvents on e.Cin equals f.OtherCin where f.State == FamilyState.Entered || f.State == FamilyState.Decided select f.EmployeeId)
            .Union(from e in db.Employees where e.Id == me join c in db.EmployeeChildren on e.Cin equals c.OtherParentCin join m in merged on c.EmployeeId equals m.OtherEmployeeId select m.KeptEmployeeId)
            .Where(id => id != me).ToListAsync(ct);
    }
}
