using Massar.Features.Employees;
using Massar.Features.StaffPapers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffPapers.RecheckAfterMending;

/// <summary>Papers that waited for an employee's file are issued with its correction; what still is missing keeps them waiting.</summary>
public sealed class Handler(MassarDb db, StaffPaperDesk desk) : IFactHandler<EmployeeMended>
{
    public async Task Handle(EmployeeMended notification, CancellationToken cancellationToken)
    {
        foreach (var paper in await db.StaffPapers.Where(p => p.EmployeeId == notification.EmployeeId && p.State == StaffPaperState.Blocked).OrderBy(p => p.Id).ToListAsync(cancellationToken))
            await desk.Recheck(paper, cancellationToken);
    }
}
