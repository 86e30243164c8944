using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.Domain;

/// <summary>Judges a password that a person chooses, with what anybody around the person knows of them.</summary>
public sealed class PasswordChoice(MassarDb db, PasswordPolicy policy, TimeProvider clock)
{
    /// <summary>The reason to refuse, at the field <c>Password</c>; null when the password may be used.</summary>
    public async Task<Refusal?> Judge(Account account, string password, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var isStaff = account.TotpSecret is not null
            || (await db.Hats.AsNoTracking().LiveOn(today).Where(h => h.AccountId == account.Id).Select(h => h.Role).ToListAsync(ct)).Any(Roles.NeedsSecondFactor);
        var holder = isStaff ? PasswordHolder.WithSecondFactor : PasswordHolder.PasswordOnly;
        var problem = policy.Check(password, holder, await WordsOf(account, ct));
        return problem is null ? null : Refusal.Invalid("Password", problem.Key, problem.Limit is { } limit ? [limit] : []);
    }

    private async Task<List<string?>> WordsOf(Account account, CancellationToken ct)
    {
        var words = new List<string?> { account.Login, account.NameAr, account.NameLatin, account.Email };
        AddPhone(words, account.Phone);
        if (account.PupilId is { } pupilId)
        {
            var pupil = await db.Pupils.AsNoTracking().Where(p => p.Id == pupilId).Select(p => new { p.MassarCode, p.BirthDate }).SingleOrDefaultAsync(ct);
            if (pupil is not null)
                words.AddRange([pupil.MassarCode, .. PasswordPolicy.BirthDateWords(pupil.BirthDate)]);
            var schools = await (
                from enrollment in db.Enrollments.AsNoTracking()
                join place in db.Places on enrollment.SchoolId equals place.Id
                where enrollment.PupilId == pupilId && enrollment.State == EnrollmentState.Active
                select new { place.NameAr, place.NameFr }).Take(3).ToListAsync(ct);
            foreach (var school in schools)
                words.AddRange([school.NameAr, school.NameFr]);
        }

        if (account.GuardianId is { } guardianId)
        {
            var guardian = await db.Guardians.AsNoTracking().Where(g => g.Id == guardianId).Select(g => new { g.Cin, g.Phone, g.Email }).SingleOrDefaultAsync(ct);
            words.AddRange([guardian?.Cin, guardian?.Email]);
            AddPhone(words, guardian?.Phone);
        }

        if (account.EmployeeId is { } employeeId)
        {
            var employee = await db.Employees.AsNoTracking().Where(e => e.Id == employeeId).Select(e => new { e.Ppr, e.Cin, e.BirthDate }).SingleOrDefaultAsync(ct);
            if (employee is not null)
                words.AddRange([employee.Ppr, employee.Cin, .. PasswordPolicy.BirthDateWords(employee.BirthDate)]);
        }

        return words;
    }

    // As stored (+212612345678) and as typed (0612345678).
    private static void AddPhone(List<string?> words, string? phone)
    {
        words.Add(phone);
        if (phone?.StartsWith("+212", StringComparison.Ordinal) == true)
            words.Add("0" + phone[4..]);
    }
}
