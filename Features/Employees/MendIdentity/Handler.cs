using System.Globalization;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Employees.MendIdentity;

public sealed record Query(long Employee) : IQuery<Identity>;

public sealed record Identity(long Id, int Version, string Ppr, string LastNameAr, string FirstNameAr, string LastNameLatin, string FirstNameLatin, string Cin);

public sealed record Command(long Employee, string? Version, string? LastNameAr, string? FirstNameAr, string? LastNameLatin, string? FirstNameLatin, string? Cin) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts) : IQueryHandler<Query, Identity>, ICommandHandler<Command>
{
    public async Task<Outcome<Identity>> Handle(Query query, CancellationToken ct)
    {
        var found = await db.Employees.InReachOf(user).Where(e => e.Id == query.Employee)
            .Select(e => new Identity(e.Id, e.Version, e.Ppr, e.LastNameAr, e.FirstNameAr, e.LastNameLatin, e.FirstNameLatin, e.Cin)).SingleOrDefaultAsync(ct);
        if (found is null) return Refusal.NotFound;
        return (await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(found.Id) ? Refusal.Conflict("employees.own-case").Next("employees.own-case.next").Recorded() : found;
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var employee = await db.Employees.InReachOf(user).Where(e => e.Id == command.Employee).ForUpdate().SingleOrDefaultAsync(ct);
        if (employee is null) return Refusal.NotFound;
        // The card says whose file it is: nobody changes what ties a file to himself or to his family.
        if ((await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(employee.Id)) return Refusal.Conflict("employees.own-case").Next("employees.own-case.next").Recorded();
        if (int.Parse(command.Version!, CultureInfo.InvariantCulture) != employee.Version) return Refusal.Stale;

        (employee.LastNameAr, employee.FirstNameAr) = (BidiSafe.Clean(command.LastNameAr), BidiSafe.Clean(command.FirstNameAr));
        (employee.LastNameLatin, employee.FirstNameLatin) = (BidiSafe.Clean(command.LastNameLatin), BidiSafe.Clean(command.FirstNameLatin));
        employee.Cin = Cin.Read(command.Cin)!.Value.ToString();
        employee.SearchKey = ArabicFolding.SearchKey($"{employee.LastNameAr} {employee.FirstNameAr}", $"{employee.LastNameLatin} {employee.FirstNameLatin}").Stored;
        await db.SaveChangesAsync(ct);
        await facts.Tell(new EmployeeMended(employee.Id), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
