using Massar.Features.Enrollments.Domain;
using Massar.Features.Guidance;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.KeepGuidedPlaces;

/// <summary>What guidance decided is kept where the passage into the next year reads it.</summary>
public sealed class Handler(MassarDb db) : IFactHandler<PupilsGuided>
{
    public async Task Handle(PupilsGuided notification, CancellationToken cancellationToken)
    {
        var (year, level) = (notification.ToYear, notification.Level);
        foreach (var some in notification.Pupils.Chunk(500))
        {
            var ids = some.Select(p => p.PupilId).ToList();
            var known = await db.GuidedPlaces.Where(g => g.SchoolYearId == year && ids.Contains(g.PupilId)).ToDictionaryAsync(g => g.PupilId, cancellationToken);
            foreach (var pupil in some)
                if (known.TryGetValue(pupil.PupilId, out var place)) (place.SchoolId, place.LevelCode, place.StreamCode) = (pupil.SchoolId, level, pupil.Stream);
                else db.GuidedPlaces.Add(new GuidedPlace { PupilId = pupil.PupilId, SchoolYearId = year, SchoolId = pupil.SchoolId, LevelCode = level, StreamCode = pupil.Stream });
        }
    }
}
