using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.ExportFet;

public sealed record Query : IQuery<FetFile>;

/// <param name="Teachers">People in the file.</param>
public sealed record FetFile(byte[] Bytes, int Teachers);

public sealed class Handler(MassarDb db, Planning planning, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, FetFile>
{
    public async Task<Outcome<FetFile>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (await planning.Of(isChanging: false, cancellationToken) is not { } plan) return Refusal.NotFound;
        // Every teacher of the school with what they teach, in one file.
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        var name = await db.Places.Where(p => p.Id == user.PlaceId).Select(p => p.NameFr).SingleAsync(cancellationToken);
        return new FetFile(FetWriter.Write(plan, name), plan.Assignments.Values.Select(a => a.EmployeeId).Distinct().Count());
    }
}
