using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Marks.ShowMyMarks;

/// <summary>The newest semester with something in it, when none is named.</summary>
public sealed record Query(int? Year, int? Semester) : IQuery<TermResults>;

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, TermResults>
{
    public async Task<Outcome<TermResults>> Handle(Query request, CancellationToken cancellationToken) =>
        user.PupilId is { } pupil ? await PublishedMarks.Of(db, pupil, MarkAudience.Pupils, request.Year, request.Semester, cancellationToken) : Refusal.NotFound;
}
