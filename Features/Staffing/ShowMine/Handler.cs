using Massar.Features.Staffing.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Staffing.ShowMine;

public sealed record Query : IQuery<Mine>;

/// <summary>One's own line.</summary>
/// <param name="Line">Null for who owes no lessons.</param>
public sealed record Mine(int SchoolId, string? SchoolAr, string? SchoolFr, DateOnly? Day, StaffLine? Line, IReadOnlyList<MyFlag> Flags);

public sealed record MyFlag(StaffFlag Flag, FlagState State);

public sealed class Handler(MassarDb db, CurrentUser user, UseDesk desk) : IQueryHandler<Query, Mine>
{
    public async Task<Outcome<Mine>> Handle(Query query, CancellationToken ct)
    {
        var me = user.EmployeeId ?? 0;
        // Who owes no lessons need not wait for his school to be read.
        var place = await db.Employees.Where(e => e.Id == me && db.Schools.Any(s => s.Id == e.PlaceId)).Select(e => (int?)e.PlaceId).SingleOrDefaultAsync(ct);
        if (place is not { } school || await desk.Read(school, ct) is not { } use || use.Staff.FirstOrDefault(l => l.EmployeeId == me) is not { } line)
            return new Mine(0, null, null, null, null, []);
        return new Mine(school, use.NameAr, use.NameFr, use.Frame.Day, line, [.. use.Flags.Where(f => f.Flag.EmployeeId == me).Select(f => new MyFlag(f.Flag, f.State))]);
    }
}
