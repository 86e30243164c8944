using Bogus;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Text;

namespace Massar.Features.Pupils;

/// <summary>Pupils of two years in families: brothers and sisters share parents, and often go to different schools.</summary>
public sealed class Seed : ISeed
{
    private const int Batch = 5_000;

    private static readonly string[] Professions = ["تاجر", "فلاح", "عامل", "موظف", "سائق", "بناء", "خياط", "ممرض", "نجار", "مستخدم", "حلاق", "ميكانيكي"];

    public int Order => 30;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>());
        var population = new SeedPopulation(seeding.Plan, years, schools, seeding.Draw("population"));
        var families = new Families(seeding, years, schools, seeding.Draw("families"));
        var draw = seeding.Draw("pupils");
        var planted = new List<SeededPupil>();
        var rows = new List<Pupil>(Batch);

        foreach (var draft in population.DrawUp())
        {
            var school = schools.School((draft.Now ?? draft.Before)!.Value.SchoolId);
            var birth = population.BirthDate(draft);
            var family = families.Of(school, birth);
            var sex = draw.Bool() ? Sex.Female : Sex.Male;
            var first = sex == Sex.Female ? InventedNames.Girl(draw) : InventedNames.Boy(draw);
            var id = seeding.NextId<Pupil>();
            var act = birth.AddDays(draw.Number(2, 25));
            var (ar, latin) = ($"{family.Name.Ar} {first.Ar}", $"{family.Name.Latin} {first.Latin}");
            rows.Add(new Pupil
            {
                Id = id,
                MassarCode = Reserved.MassarCode(id),
                FirstNameAr = first.Ar,
                LastNameAr = family.Name.Ar,
                FirstNameLatin = first.Latin,
                LastNameLatin = family.Name.Latin,
                SearchKey = ArabicFolding.SearchKey(ar, latin).Stored,
                Sex = sex,
                BirthDate = birth,
                BirthDateHijri = draw.Bool(0.5f) ? HijriDate.From(birth).Format("ar") : null,
                BirthPlaceAr = school.Directorate.NameAr,
                BirthPlaceLatin = school.Directorate.NameFr,
                BirthActNumber = $"{draw.Number(1, 2_400)}/{act.Year}",
                BirthActDate = act,
                FatherAr = family.FatherAr,
                MotherAr = family.MotherAr,
                CreatedAt = new DateTime(years.Previous.Id, 9, 2, 9, 0, 0, DateTimeKind.Utc),
            });
            planted.Add(new SeededPupil(id, Reserved.MassarCode(id), first.Ar, family.Name.Ar, first.Latin, family.Name.Latin, sex, birth,
                SeatOf(draft.Now, draft.NowClass, years.Current.Id), SeatOf(draft.Before, draft.BeforeClass, years.Previous.Id), draft.Fate));
            families.Join(family, id, birth);

            if (rows.Count == Batch)
                await Send();
        }

        await Send();
        seeding.Share(new SeededPupils(planted, await families.Write(ct)));

        async Task Send()
        {
            await seeding.Insert(rows, ct);
            rows.Clear();
        }
    }

    private static SeededSeat? SeatOf(SeedSlot? slot, int number, int year) =>
        slot is { } s ? new SeededSeat(s.SchoolId, year, s.Level, s.Stream, number) : null;

    private sealed class Family
    {
        public required TwoScripts Name { get; init; }

        public required TwoScripts Father { get; init; }

        public required TwoScripts Mother { get; init; }

        public required TwoScripts MotherName { get; init; }

        public required string FatherAr { get; init; }

        public required string MotherAr { get; init; }

        public required string Address { get; init; }

        public required int Children { get; init; }

        public List<(long Id, DateOnly Birth)> Pupils { get; } = [];
    }

    /// <summary>Families that still wait for a child, per directorate, and the writing of their guardians.</summary>
    private sealed class Families(Seeding seeding, SeededYears years, SeededSchools schools, Randomizer draw)
    {
        private readonly Dictionary<int, List<Family>> open = schools.Directorates.ToDictionary(d => d.Id, _ => new List<Family>());
        private readonly List<Family> all = [];

        /// <summary>A family of the school's directorate that lacks a child of that age, or a new one.</summary>
        public Family Of(SeededSchool school, DateOnly birth)
        {
            var waiting = open[school.Directorate.Id];
            for (var attempt = 0; attempt < 3 && waiting.Count > 20; attempt++)
            {
                var index = draw.Number(waiting.Count - 1);
                var family = waiting[index];
                if (family.Pupils.Any(p => Math.Abs(p.Birth.DayNumber - birth.DayNumber) < 330))
                    continue;
                if (family.Pupils.Count + 1 >= family.Children)
                {
                    waiting[index] = waiting[^1];
                    waiting.RemoveAt(waiting.Count - 1);
                }

                return family;
            }

            var name = InventedNames.Family(draw);
            var (father, mother) = (InventedNames.Boy(draw), InventedNames.Girl(draw));
            var made = new Family
            {
                Name = name,
                Father = father,
                Mother = mother,
                MotherName = InventedNames.Family(draw),
                FatherAr = $"{father.Ar} بن {InventedNames.Elder(draw).Ar}",
                MotherAr = $"{mother.Ar} بنت {InventedNames.Elder(draw).Ar}",
                Address = $"رقم {draw.Number(1, 180)}، {school.Commune.NameAr}",
                Children = draw.WeightedRandom([1, 2, 3, 4], [0.35f, 0.35f, 0.2f, 0.1f]),
            };
            all.Add(made);
            if (made.Children > 1)
                waiting.Add(made);
            return made;
        }

        public void Join(Family family, long pupil, DateOnly birth) => family.Pupils.Add((pupil, birth));

        public async Task<IReadOnlyList<SeededGuardian>> Write(CancellationToken ct)
        {
            var planted = new List<SeededGuardian>();
            var guardians = new List<Guardian>(Batch);
            var links = new List<Guardianship>(Batch * 2);
            foreach (var family in all)
            {
                // The father is the legal guardian; half the mothers are registered too, widows alone.
                var widow = draw.Bool(0.04f);
                if (!widow)
                    Add(family, family.Father, family.Name, Sex.Male, GuardianQuality.Father);
                if (widow || draw.Bool())
                    Add(family, family.Mother, family.MotherName, Sex.Female, GuardianQuality.Mother);
                if (guardians.Count >= Batch)
                    await Send();
            }

            await Send();
            return planted;

            void Add(Family family, TwoScripts first, TwoScripts last, Sex sex, GuardianQuality quality)
            {
                var id = seeding.NextId<Guardian>();
                var language = draw.WeightedRandom(["ar", "fr"], [0.85f, 0.15f]);
                var phone = Reserved.Phone(1_000 + id); // the first thousand are the staff's
                var email = draw.Bool(0.3f) ? Reserved.Email($"g{id}") : null;
                guardians.Add(new Guardian
                {
                    Id = id,
                    FirstNameAr = first.Ar,
                    LastNameAr = last.Ar,
                    FirstNameLatin = first.Latin,
                    LastNameLatin = last.Latin,
                    Cin = Reserved.Cin(100_000 + id),
                    Profession = sex == Sex.Male ? draw.ArrayElement(Professions) : null,
                    AddressAr = family.Address,
                    Phone = phone,
                    Email = email,
                    Language = language,
                });
                links.AddRange(family.Pupils.Select(p => new Guardianship
                {
                    GuardianId = id,
                    PupilId = p.Id,
                    Quality = quality,
                    State = GuardianshipState.Active,
                    StartsOn = new DateOnly(years.Previous.Id, 9, 2),
                }));
                planted.Add(new SeededGuardian(id, first.Ar, last.Ar, first.Latin, last.Latin, sex, phone, email, language, quality, [.. family.Pupils.Select(p => p.Id)]));
            }

            async Task Send()
            {
                await seeding.Insert(guardians, ct);
                await seeding.Insert(links, ct);
                guardians.Clear();
                links.Clear();
            }
        }
    }
}
