using Massar.Features.Accounts;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Classes;

/// <summary>
/// Structures of the year to come that two schools of the main directorate have sent: one waits for an answer, of the other a line came
/// back. The well-known heads have theirs still to prepare.
/// </summary>
public sealed class SeedStructures : ISeed
{
    private const string Remark = "عدد التلاميذ بالقسم يفوق العدد المعتمد. المرجو إضافة قسم";

    public int Order => 140;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededAccounts>());
        var year = years.Current.Id + 1;
        var director = accounts.Demo(Roles.ProvincialDirector);
        var heads = accounts.Of(Roles.Head).Where(a => !a.Login.EndsWith(".demo", StringComparison.Ordinal)).DistinctBy(a => a.PlaceId).ToDictionary(a => a.PlaceId);
        var chosen = schools.Schools.Where(s => s.Directorate.Id == schools.Directorate.Id && heads.ContainsKey(s.Id)).Take(2).ToList();
        var rules = await StructureRules.Of(seeding.Db, year, ct);
        foreach (var (school, index) in chosen.Select((s, i) => (s, i)))
        {
            var rule = await Destinations.At(seeding.Db, school.Id, years.Current.Id, ct);
            var standings = await Destinations.Standings(seeding.Db, school.Id, years.Current.Id, ct);
            var entrants = (await seeding.Db.Enrollments.Where(e => e.SchoolId == school.Id && e.SchoolYearId == years.Current.Id && e.State == EnrollmentState.Active && e.Kind != EnrollmentKind.ReEnrolled)
                .Select(e => new { e.LevelCode, e.StreamCode }).ToListAsync(ct)).CountBy(e => (e.LevelCode, e.StreamCode)).ToDictionary();
            var forecast = StructureForecast.Of(school.Id, rule, standings, entrants, rules);
            if (forecast.Count == 0) continue;
            var sent = years.Today.AddDays(-5 + index).ToDateTime(new TimeOnly(11, 30), DateTimeKind.Utc);
            var isReturned = index == 1;
            var structure = new Structure { Id = (int)seeding.NextId<Structure>(), SchoolId = school.Id, SchoolYearId = year, State = isReturned ? StructureState.Returned : StructureState.Sent, SentAt = sent };
            await seeding.Insert([structure], ct);
            await seeding.Insert(forecast.Select((f, i) => new StructureLine
            {
                Id = (int)seeding.NextId<StructureLine>(),
                StructureId = structure.Id,
                SchoolId = school.Id,
                LevelCode = f.Level,
                StreamCode = f.Stream,
                ProposedPupils = f.Pupils,
                ProposedClasses = rules.ClassesFor(rule.LevelOf(f.Level), f.Pupils),
                Pupils = f.Pupils,
                Classes = rules.ClassesFor(rule.LevelOf(f.Level), f.Pupils),
                State = !isReturned ? StructureLineState.Sent : i == 0 ? StructureLineState.Returned : StructureLineState.Accepted,
                Remark = isReturned && i == 0 ? Remark : null,
            }).ToList(), ct);
            List<StructureStep> steps = [Step(structure, StructureState.Draft, heads[school.Id].Id, Roles.Head, sent.AddDays(-1)), Step(structure, StructureState.Sent, heads[school.Id].Id, Roles.Head, sent)];
            if (isReturned) steps.Add(Step(structure, StructureState.Returned, director.Id, Roles.ProvincialDirector, sent.AddDays(2)));
            await seeding.Insert(steps, ct);
        }

        StructureStep Step(Structure structure, StructureState state, long by, string role, DateTime at) =>
            new() { Id = (int)seeding.NextId<StructureStep>(), StructureId = structure.Id, SchoolId = structure.SchoolId, State = state, ByAccountId = by, Role = role, At = at };
    }
}
