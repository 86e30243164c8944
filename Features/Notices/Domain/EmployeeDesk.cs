using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.Domain;

/// <summary>An employee as notices need one.</summary>
/// <param name="Name">In the script of the language.</param>
/// <param name="AccountId">Null where the employee has no account: SMS and e-mail alone.</param>
public sealed record ToldEmployee(string Name, string Language, string? Phone, string? Email, long? AccountId)
{
    /// <summary>A notice by SMS, by e-mail and in the employee's space.</summary>
    /// <param name="key">What is told.</param>
    /// <param name="place">The place that answers for the notice.</param>
    /// <param name="template">The texts.</param>
    /// <param name="address">Where to go on.</param>
    /// <param name="args">What stands in the texts.</param>
    public NoticeDraft Draft(string key, int place, string template, string address, params IReadOnlyList<string> args) => new(key, place, template, Name, Language)
    {
        AccountId = AccountId,
        Phone = Phone,
        Email = Email,
        Args = args,
        Address = address,
    };
}

/// <summary>Finds an employee to tell, and tells.</summary>
public sealed class EmployeeDesk(MassarDb db, NoticeDesk desk)
{
    /// <summary>One notice, beside the change it tells of. The account's telephone goes before the one in the file.</summary>
    public async Task Tell(long employeeId, Func<ToldEmployee, NoticeDraft> draft, CancellationToken ct)
    {
        // Where the file is being written beside this, it is at hand.
        var employee = db.AtHand<Employee>(employeeId) is { } held ? new Told(held.FirstNameAr, held.LastNameAr, held.FirstNameLatin, held.LastNameLatin, held.Phone, held.Email)
            : await db.Employees.Where(e => e.Id == employeeId).Select(e => new Told(e.FirstNameAr, e.LastNameAr, e.FirstNameLatin, e.LastNameLatin, e.Phone, e.Email)).SingleAsync(ct);
        var account = await db.Accounts.Where(a => a.EmployeeId == employeeId && a.ClosedAt == null).OrderBy(a => a.Id)
            .Select(a => new { a.Id, a.Language, a.Phone, a.Email }).FirstOrDefaultAsync(ct);
        var language = account?.Language ?? Languages.Default;
        await desk.Queue(draft(new ToldEmployee(
            language == "ar" ? $"{employee.LastNameAr} {employee.FirstNameAr}" : $"{employee.LastNameLatin} {employee.FirstNameLatin}", language,
            account?.Phone ?? employee.Phone, account?.Email ?? employee.Email, account?.Id)), ct);
    }

    private sealed record Told(string FirstNameAr, string LastNameAr, string FirstNameLatin, string LastNameLatin, string? Phone, string? Email);
}
