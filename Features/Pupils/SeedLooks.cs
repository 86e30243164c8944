using Massar.Features.Accounts;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;

namespace Massar.Features.Pupils;

/// <summary>Who looked at the files of the well-known guardian's children, of the well-known pupil, and of some at the well-known head's school: the head, the clerk and a teacher of the child's own school, on working days of the last months.</summary>
public sealed class SeedLooks : ISeed
{
    private const int Others = 30;

    public int Order => 165;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, accounts, pupils) = (seeding.Of<SeededYears>(), seeding.Of<SeededAccounts>(), seeding.Of<SeededPupils>());
        var draw = seeding.Draw("file looks");
        var home = accounts.Demo(Roles.Head).PlaceId;
        var family = pupils.Guardians.First(g => g.Id == accounts.Demo(Roles.Guardian).GuardianId).PupilIds.Append(accounts.Demo(Roles.Pupil).PupilId!.Value);
        var shown = family.Select(pupils.Pupil).Where(p => p.Now is not null).Concat(pupils.Pupils.Where(p => p.Now?.SchoolId == home).Take(Others)).DistinctBy(p => p.Id).ToList();
        var staff = accounts.Accounts.Where(a => a.Role is Roles.Head or Roles.Clerk or Roles.Supervisor or Roles.Teacher).GroupBy(a => a.PlaceId).ToDictionary(g => g.Key, g => g.GroupBy(a => a.Role).ToDictionary(r => r.Key, r => r.First()));
        List<FileLook> looks = [];
        foreach (var pupil in shown)
        {
            var here = staff.GetValueOrDefault(pupil.Now!.SchoolId) ?? [];
            foreach (var (role, purpose, back) in (ReadOnlySpan<(string, string, int)>)[(Roles.Clerk, LookPurposes.Search, 3), (Roles.Clerk, LookPurposes.File, 3), (Roles.Teacher, LookPurposes.Notes, 21), (Roles.Supervisor, LookPurposes.Absences, 34), (Roles.Head, LookPurposes.File, 48), (Roles.Head, LookPurposes.Record, 48)])
                if (here.TryGetValue(role, out var who))
                    looks.Add(new FileLook { Id = seeding.NextId<FileLook>(), PupilId = pupil.Id, AccountId = who.Id, Day = years.Today.AddDays(-back - (purpose is LookPurposes.Notes or LookPurposes.Absences ? draw.Int(0, 6) : 0)), Role = role, PlaceId = who.PlaceId, Purpose = purpose });
        }

        await seeding.Insert(looks, ct);
    }
}
