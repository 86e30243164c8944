using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Attendance.ShowMyAbsences;

public sealed record Query(int? Page) : IQuery<FamilyAbsences>;

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, FamilyAbsences>
{
    public async Task<Outcome<FamilyAbsences>> Handle(Query request, CancellationToken cancellationToken) =>
        user.PupilId is { } pupil ? await FamilyReading.Of(db, pupil, request.Page, cancellationToken) : Refusal.NotFound;
}
