using Massar.Features.StaffMerges.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.Domain;

/// <summary>
/// The accounts of one person. Where a rule asks for somebody else, another account of the same person is nobody else: one of the same staff file,
/// of a file that was merged with it, of a second file with the same identity card that nobody has merged yet, or of the guardian with that card.
/// </summary>
public sealed class Hands
{
    private readonly IReadOnlyList<long> accounts;

    private Hands(long account, IReadOnlyList<long> accounts) => (Account, this.accounts) = (account, accounts);

    /// <summary>The account that acts now.</summary>
    public long Account { get; }

    /// <summary>All of them, with that one.</summary>
    public IReadOnlyList<long> Accounts => accounts;

    /// <summary>Whether this person did what an account did; nobody did what no account did.</summary>
    public bool Did(long? account) => account is { } one && accounts.Contains(one);

    /// <summary>One account, of which nothing else is asked: for planted data.</summary>
    public static Hands Only(long account) => new(account, [account]);

    /// <summary>Those of who is signed in. One statement.</summary>
    public static Task<Hands> Of(MassarDb db, CurrentUser user, CancellationToken ct) => Of(db, user.AccountId, user.EmployeeId, user.GuardianId, ct);

    /// <summary>Those of the person an account belongs to. One statement.</summary>
    /// <param name="employeeId">Of the account.</param>
    /// <param name="guardianId">Of the account.</param>
    public static async Task<Hands> Of(MassarDb db, long account, long? employeeId, long? guardianId, CancellationToken ct)
    {
        // No file and no guardian has the number 0.
        var (me, employee, guardian) = (account, employeeId ?? 0, guardianId ?? 0);
        if (employee == 0 && guardian == 0) return Only(me);
        var files = FilesOf(db, employee);
        return new Hands(me, await db.Accounts.Where(a => a.Id == me).Select(a => a.Id)
            .Union(from f in files join a in db.Accounts on (long?)f equals a.EmployeeId select a.Id)
            .Union(from a in db.Accounts where a.GuardianId == guardian select a.Id)
            .Union(from g in db.Guardians where g.Id == guardian && g.Cin != null join e in db.Employees on g.Cin equals e.Cin join a in db.Accounts on (long?)e.Id equals a.EmployeeId select a.Id)
            .Union(from e in db.Employees where e.Id == employee join g in db.Guardians.Where(g => g.Cin != null) on e.Cin equals g.Cin join a in db.Accounts on (long?)g.Id equals a.GuardianId select a.Id)
            .Union(from one in db.Guardians where one.Id == guardian && one.Cin != null join g in db.Guardians on one.Cin equals g.Cin join a in db.Accounts on (long?)g.Id equals a.GuardianId select a.Id)
            .ToListAsync(ct));
    }

    /// <summary>The staff files of one person: the one given, those merged with it, and any other with the same identity card.</summary>
    /// <param name="employee">0 for who is no employee: none.</param>
    public static IQueryable<long> FilesOf(MassarDb db, long employee) =>
        (from e in db.Employees where e.Id == employee join o in db.Employees on e.Cin equals o.Cin select o.Id)
        .Union(from m in db.StaffMerges where m.State == StaffMergeState.Done && m.KeptEmployeeId == employee select m.OtherEmployeeId)
        .Union(from m in db.StaffMerges where m.State == StaffMergeState.Done && m.OtherEmployeeId == employee select m.KeptEmployeeId);
}
