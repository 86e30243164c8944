using Massar.Features.Accounts;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Reference;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;

namespace Massar.Features.Enrollments;

/// <summary>A dry run at the well-known head's school, made yesterday: there is something to look at, and it can be made again.</summary>
public sealed class SeedRollOver : ISeed
{
    public int Order => 145;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, head) = (seeding.Of<SeededYears>(), seeding.Of<SeededAccounts>().Demo(Roles.Head));
        var rule = await Destinations.At(seeding.Db, head.PlaceId, years.Current.Id, ct);
        var standings = await Destinations.Standings(seeding.Db, head.PlaceId, years.Current.Id, ct);
        if (standings.Count == 0) return;
        var passage = new RollOver
        {
            Id = (int)seeding.NextId<RollOver>(),
            SchoolId = head.PlaceId,
            FromYear = years.Current.Id,
            State = RollOverState.Checked,
            Orders = 1,
            CheckedAt = years.Today.AddDays(-1).ToDateTime(new TimeOnly(10, 0), DateTimeKind.Utc),
        };
        await seeding.Insert([passage], ct);
        await seeding.Insert(standings.ConvertAll(s =>
        {
            var goes = rule.Of(s);
            return new RollOverLine { RollOverId = passage.Id, EnrollmentId = s.EnrollmentId, PupilId = s.PupilId, End = goes.End, Obstacle = goes.Obstacle, LevelCode = goes.Level, StreamCode = goes.Stream, ToSchoolId = goes.School };
        }), ct);
    }
}
