using Bogus;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Seeding;

namespace Massar.Features.Pupils;

/// <summary>A level and stream of a school.</summary>
internal readonly record struct SeedSlot(int SchoolId, string Level, string Stream);

/// <summary>One pupil while the population is being drawn up.</summary>
internal sealed class SeedDraft
{
    public SeedSlot? Now { get; init; }

    public int NowClass { get; init; }

    public SeedSlot? Before { get; set; }

    public int BeforeClass { get; set; }

    public SeededFate Fate { get; init; }

    public bool Repeats { get; init; }
}

/// <summary>
/// Draws up who sits where: this year's classes of 25 to 45 pupils, then the classes these pupils came from, filled up with
/// those who left, so that last year's classes are of the same size.
/// </summary>
internal sealed class SeedPopulation(SeedPlan plan, SeededYears years, SeededSchools schools, Randomizer draw)
{
    public const int Smallest = 25;
    public const int Largest = 45;
    private const int Usual = 33;

    private static readonly Dictionary<string, (string Level, string Stream)[]> Structure = new()
    {
        ["PRI"] = [("1AP", ""), ("2AP", ""), ("3AP", ""), ("4AP", ""), ("5AP", ""), ("6AP", "")],
        ["COL"] = [("1AC", ""), ("2AC", ""), ("3AC", "")],
        ["QUA"] = [("TC", "TCS"), ("TC", "TCLSH"), ("1BAC", "1BACSE"), ("1BAC", "1BACLSH"), ("2BAC", "2BACSP"), ("2BAC", "2BACSVT"), ("2BAC", "2BACLET")],
    };

    private static readonly Dictionary<string, (string Level, string Stream)> Predecessors = new()
    {
        ["2AP"] = ("1AP", ""),
        ["3AP"] = ("2AP", ""),
        ["4AP"] = ("3AP", ""),
        ["5AP"] = ("4AP", ""),
        ["6AP"] = ("5AP", ""),
        ["2AC"] = ("1AC", ""),
        ["3AC"] = ("2AC", ""),
        ["2APIC"] = ("1APIC", ""),
        ["3APIC"] = ("2APIC", ""),
        ["1BACSE"] = ("TC", "TCS"),
        ["1BACSEG"] = ("TC", "TCS"),
        ["1BACLSH"] = ("TC", "TCLSH"),
        ["2BACSP"] = ("1BAC", "1BACSE"),
        ["2BACSVT"] = ("1BAC", "1BACSE"),
        ["2BACSEC"] = ("1BAC", "1BACSEG"),
        ["2BACLET"] = ("1BAC", "1BACLSH"),
    };

    private readonly Dictionary<(int Directorate, string Cycle), List<SeededSchool>> feeders = [];

    /// <summary>This year's pupils first, class by class, then those who left.</summary>
    public List<SeedDraft> DrawUp()
    {
        var pupils = Seat();
        foreach (var pupil in pupils)
            pupil.Before = Came(pupil);

        AddGraduates(pupils);
        FormLastYear(pupils);
        return pupils;
    }

    private IEnumerable<SeedSlot> Slots(SeededSchool school)
    {
        foreach (var cycle in school.Cycles)
        {
            // Every second collège follows the international course, every second lycée has economics.
            var variant = cycle == "COL" && school.Nature == "COLLEGE" && school.Id % 2 == 0 && plan.Schools > 1;
            foreach (var (level, stream) in Structure[cycle])
                yield return new SeedSlot(school.Id, variant ? level.Replace("AC", "APIC", StringComparison.Ordinal) : level, stream);
            if (cycle == "QUA" && school.Nature == "LYCEE_GT")
            {
                yield return new SeedSlot(school.Id, "1BAC", "1BACSEG");
                yield return new SeedSlot(school.Id, "2BAC", "2BACSEC");
            }
        }
    }

    private List<SeedDraft> Seat()
    {
        var slots = schools.Schools.SelectMany(Slots).ToList();
        if (plan.Pupils < slots.Count * Smallest)
            throw new InvalidOperationException($"{slots.Count} levels and streams for {plan.Pupils} pupils.");

        // One class each, the others where most pupils are.
        var classes = slots.ToDictionary(s => s, _ => 1);
        var queue = new PriorityQueue<SeedSlot, double>(slots.Select((s, i) => (s, -Weight(s) / 2 + i * 1e-9)));
        for (var left = Math.Max(0, (plan.Pupils + Usual / 2) / Usual - slots.Count); left > 0; left--)
        {
            var slot = queue.Dequeue();
            queue.Enqueue(slot, -Weight(slot) / (++classes[slot] + 1) + slots.Count * 1e-9);
        }

        var sizes = Sizes(classes.Values.Sum());
        var pupils = new List<SeedDraft>(plan.Pupils);
        var next = 0;
        foreach (var slot in slots)
            for (var number = 1; number <= classes[slot]; number++)
                for (var i = sizes[next++]; i > 0; i--)
                    pupils.Add(new SeedDraft { Now = slot, NowClass = number, Repeats = draw.Bool(0.06f) });
        return pupils;

        double Weight(SeedSlot slot) => slot.Level switch
        {
            "TC" or "1BAC" or "2BAC" => slot.Stream is "TCS" or "1BACSE" ? 1.6 : 0.8,
            _ when slot.Level.Contains("AC", StringComparison.Ordinal) || slot.Level.Contains("APIC", StringComparison.Ordinal) => 1.5,
            _ => 0.8,
        };
    }

    /// <summary>Sizes that add up to the pupils of the plan, uneven as in life.</summary>
    private int[] Sizes(int classes)
    {
        var sizes = Enumerable.Range(0, classes).Select(i => plan.Pupils / classes + (i < plan.Pupils % classes ? 1 : 0)).ToArray();
        for (var i = 0; i < classes * 4; i++)
        {
            var (from, to) = (draw.Number(classes - 1), draw.Number(classes - 1));
            if (from != to && sizes[from] > Smallest && sizes[to] < Largest)
                (sizes[from], sizes[to]) = (sizes[from] - 1, sizes[to] + 1);
        }

        return sizes;
    }

    private SeedSlot? Came(SeedDraft pupil)
    {
        var now = pupil.Now!.Value;
        if (pupil.Repeats)
            return now;
        if (Predecessors.TryGetValue(now.Stream.Length > 0 ? now.Stream : now.Level, out var before))
            return now with { Level = before.Level, Stream = before.Stream };

        return now.Level switch
        {
            "1AC" or "1APIC" => Feeder("PRI") is { } primary ? new SeedSlot(primary.Id, "6AP", "") : null,
            "TC" => Feeder("COL") is { } college ? new SeedSlot(college.Id, Slots(college).First(s => s.Level.StartsWith('3') && s.Level.Contains("AC", StringComparison.Ordinal) || s.Level == "3APIC").Level, "") : null,
            _ => null, // the first year of primary school
        };

        SeededSchool? Feeder(string cycle)
        {
            var school = schools.School(now.SchoolId);
            if (school.Has(cycle))
                return school;
            var key = (school.Directorate.Id, cycle);
            if (!feeders.TryGetValue(key, out var list))
            {
                list = [.. schools.Schools.Where(s => s.Has(cycle) && s.Directorate.Id == school.Directorate.Id)];
                if (list.Count == 0)
                    list = [.. schools.Schools.Where(s => s.Has(cycle))];
                feeders[key] = list;
            }

            return list.Count == 0 ? null : draw.ListItem(list);
        }
    }

    private void AddGraduates(List<SeedDraft> pupils)
    {
        foreach (var slot in pupils.Where(p => p.Now!.Value.Level == "2BAC").Select(p => p.Now!.Value).Distinct().ToList())
        {
            var repeaters = pupils.Count(p => p.Before == slot);
            for (var i = draw.Number(Usual - 4, Usual + 6) - repeaters; i > 0; i--)
                pupils.Add(new SeedDraft { Before = slot, Fate = SeededFate.Graduated });
        }
    }

    private void FormLastYear(List<SeedDraft> pupils)
    {
        foreach (var group in pupils.Where(p => p.Before is not null).GroupBy(p => p.Before!.Value).Select(g => (Slot: g.Key, Pupils: g.ToList())).ToList())
        {
            var members = group.Pupils;
            // A few left in any case, and as many more as it takes to make classes of a proper size.
            var size = members.Count + draw.Number(members.Count / 50 + 1);
            while (!Fits(size))
                size++;
            while (members.Count < size)
            {
                var leaver = new SeedDraft { Before = group.Slot, Fate = SeededFate.Left };
                members.Add(leaver);
                pupils.Add(leaver);
            }

            var classes = Math.Max((size + Largest - 1) / Largest, (size + Usual / 2) / Usual);
            while (size / classes < Smallest)
                classes--;
            for (var i = 0; i < members.Count; i++)
                members[i].BeforeClass = i % classes + 1;
        }

        static bool Fits(int size) => size >= Smallest && (size + Largest - 1) / Largest * Smallest <= size;
    }

    /// <summary>Born so that the reference age of the level is reached on 31 December, one or two years earlier after repeating.</summary>
    public DateOnly BirthDate(SeedDraft pupil)
    {
        var (slot, year) = pupil.Now is { } now ? (now, years.Current.Id) : (pupil.Before!.Value, years.Previous.Id);
        var late = pupil.Repeats ? draw.Number(1, 2) : draw.Bool(0.08f) ? 1 : 0;
        return new DateOnly(year - years.Levels[slot.Level].NormalAge!.Value - late, 1, 1).AddDays(draw.Number(364));
    }
}
