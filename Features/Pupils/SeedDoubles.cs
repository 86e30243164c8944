using Massar.Features.Accounts;
using Massar.Features.Classes;
using Massar.Features.Enrollments;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils;

/// <summary>
/// Children of the well-known head's school who were registered twice: one whose second file is of the same school, one whose second file is of
/// another school and whose merging waits at the directorate. A demo of one school has the first alone.
/// </summary>
public sealed class SeedDoubles : ISeed
{
    public int Order => 156;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, head) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededAccounts>().Demo(Roles.Head));
        var (enrollments, pupilsOf, home) = (seeding.Of<SeededEnrollments>(), seeding.Of<SeededPupils>(), schools.School(head.PlaceId));
        var known = seeding.Of<SeededAccounts>().Accounts.Where(a => a.Login.EndsWith(".demo", StringComparison.Ordinal)).Select(a => a.PupilId).ToHashSet();
        var moving = await seeding.Db.Transfers.Where(t => t.LiveKey != null).Select(t => t.PupilId).ToListAsync(ct);
        var here = seeding.Of<SeededClasses>().Of(years.Current.Id).Where(c => c.SchoolId == home.Id).OrderBy(c => c.Id)
            .SelectMany(c => enrollments.In(c.Id)).Where(e => e.LeftOn is null && !known.Contains(e.PupilId) && !moving.Contains(e.PupilId) && pupilsOf.Pupil(e.PupilId).Before is not null).Select(e => e.PupilId).Skip(3).Take(2).ToList();
        var originals = await seeding.Db.Pupils.AsNoTracking().Where(p => here.Contains(p.Id)).OrderBy(p => p.Id).ToListAsync(ct);
        var other = schools.Schools.FirstOrDefault(s => s.Id != home.Id && s.Directorate.Id == home.Directorate.Id);

        var (pupils, lines, merges) = (new List<Pupil>(), new List<Enrollment>(), new List<PupilMerge>());
        foreach (var (original, school) in originals.Zip<Pupil, SeededSchool?>([home, other]))
        {
            if (school is null)
                continue;
            var id = seeding.NextId<Pupil>();
            // Written by another hand: no act of birth, the name of the place in one script, no mother.
            pupils.Add(new Pupil
            {
                Id = id,
                MassarCode = Reserved.MassarCode(id),
                FirstNameAr = original.FirstNameAr,
                LastNameAr = original.LastNameAr,
                FirstNameLatin = original.FirstNameLatin,
                LastNameLatin = original.LastNameLatin,
                SearchKey = ArabicFolding.SearchKey(original.FullNameAr, original.FullNameLatin).Stored,
                Sex = original.Sex,
                BirthDate = original.BirthDate,
                BirthPlaceAr = original.BirthPlaceAr,
                FatherAr = original.FatherAr,
                CreatedAt = original.CreatedAt,
            });
            lines.Add(new Enrollment
            {
                Id = seeding.NextId<Enrollment>(),
                PupilId = id,
                SchoolYearId = years.Previous.Id,
                SchoolId = school.Id,
                LevelCode = pupilsOf.Pupil(original.Id).Before!.LevelCode,
                StreamCode = pupilsOf.Pupil(original.Id).Before!.StreamCode,
                State = EnrollmentState.Left,
                Kind = EnrollmentKind.New,
                EnteredOn = new DateOnly(years.Previous.Id, 9, 8),
                LeftOn = new DateOnly(years.Previous.Id + 1, 1, 20),
            });
            if (school.Id != home.Id)
                merges.Add(new PupilMerge
                {
                    Id = seeding.NextId<PupilMerge>(),
                    KeptId = original.Id,
                    OtherId = id,
                    PlaceId = home.Id,
                    OtherPlaceId = school.Id,
                    OfficeId = home.Directorate.Id,
                    Proof = ProofKind.FamilyBooklet,
                    ProofReference = $"{original.BirthActNumber}",
                    ProofOn = new DateOnly(years.Previous.Id, 9, 2),
                    Reason = "سجل التلميذ مرتين عند انتقال الأسرة، والدفتر العائلي واحد",
                    ProposedByAccountId = head.Id,
                    ProposedAt = years.Today.AddDays(-2).ToDateTime(new TimeOnly(9, 30), DateTimeKind.Utc),
                }.Begin());
        }

        await seeding.Insert(pupils, ct);
        await seeding.Insert(lines, ct);
        await seeding.Insert(merges, ct);
    }
}
