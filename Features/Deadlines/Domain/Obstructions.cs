using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Deadlines.Domain;

/// <summary>A missing thing as people read it.</summary>
/// <param name="Says">Text key of what is to be said beside the names; its blank is the number.</param>
/// <param name="Label">Number of a case or a day, where there is no name.</param>
/// <param name="Due">Last day in time; null where nothing but now is right.</param>
public sealed record MissingThing(
    string Address, string? ClassName, string? SubjectAr, string? SubjectFr, string? TeacherAr, string? TeacherLatin, string? PupilAr, string? PupilLatin, string? MassarCode,
    string? Label, string? Says, int Number, DateOnly? Since, DateOnly? Due, bool IsLate);

/// <summary>The missing things of one kind.</summary>
/// <param name="Count">All of them, not only those listed.</param>
/// <param name="Due">The first deadline among them.</param>
public sealed record MissingKind(string Code, string Text, int? Semester, BlockTurn Turn, int Count, DateOnly? Since, DateOnly? Due, bool IsLate, IReadOnlyList<MissingThing> Things);

/// <summary>How much of a kind is missing at one school.</summary>
public sealed record MissingCount(int SchoolId, string Code, string Text, int? Semester, int Count, DateOnly? Since, DateOnly? Due, bool IsLate);

/// <summary>
/// Asks all areas what is missing. Four statements whatever the size of the school and the number of areas: where, the calendar, the settings,
/// and one for all things with their names.
/// </summary>
public sealed class Obstructions(MassarDb db, CurrentUser user, IEnumerable<IBlocks> areas, TimeProvider clock)
{
    /// <summary>Of one kind in one file: more than any school misses.</summary>
    public const int Most = 5_000;

    /// <summary>The frame of the worn hat's school: itself and its annexes.</summary>
    public async Task<BlockFrame> AtSchool(CancellationToken ct)
    {
        var path = user.PlacePath;
        return await Frame(await db.Places.Where(p => p.Path.StartsWith(path)).OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(ct), [user.PlaceId], ct);
    }

    /// <summary>The frame of some schools above which the reader works.</summary>
    public Task<BlockFrame> AtSchools(IReadOnlyList<int> schools, CancellationToken ct) => Frame(schools, schools, ct);

    /// <summary>What is missing, in order of the deadlines that it blocks; of each kind the first things by name.</summary>
    /// <param name="code">Of one kind only; null for all that the reader may mend.</param>
    /// <param name="skip">Things of each kind to pass over.</param>
    /// <param name="take">Things of each kind to name.</param>
    public async Task<IReadOnlyList<MissingKind>> Missing(BlockFrame frame, string? code, int skip, int take, CancellationToken ct)
    {
        var kinds = areas.SelectMany(a => a.Kinds(frame)).Where(k => user.Has(k.Permission) && (code is null || k.Code == code)).ToList();
        if (kinds.Count == 0) return [];

        var things = Together(kinds, (rows, _) => rows.OrderBy(b => b.DueOn).ThenBy(b => b.SinceDay).ThenBy(b => b.Since).ThenBy(b => b.ClassId).ThenBy(b => b.Id).Skip(skip).Take(take));
        var rows = await (
            from b in things.Concat(Tallies(kinds))
            join c in db.Classes on b.ClassId equals (int?)c.Id into classes
            from c in classes.DefaultIfEmpty()
            join plan in db.SubjectPlans on b.PlanId equals (int?)plan.Id into plans
            from plan in plans.DefaultIfEmpty()
            join e in db.Employees on b.EmployeeId equals (long?)e.Id into employees
            from e in employees.DefaultIfEmpty()
            join p in db.Pupils on b.PupilId equals (long?)p.Id into pupils
            from p in pupils.DefaultIfEmpty()
            select new
            {
                Block = b,
                ClassName = c.Name,
                Subject = plan.SubjectCode,
                SubjectAr = plan.NameAr,
                SubjectFr = plan.NameFr,
                TeacherLastAr = e.LastNameAr,
                TeacherFirstAr = e.FirstNameAr,
                TeacherLast = e.LastNameLatin,
                TeacherFirst = e.FirstNameLatin,
                p.MassarCode,
                PupilLastAr = p.LastNameAr,
                PupilFirstAr = p.FirstNameAr,
                PupilLast = p.LastNameLatin,
                PupilFirst = p.FirstNameLatin,
            }).AsNoTracking().ToListAsync(ct);

        var named = rows.Where(r => r.Block.Kind < kinds.Count).ToLookup(r => r.Block.Kind);
        var counts = rows.Where(r => r.Block.Kind >= kinds.Count).Select(r => r.Block).ToLookup(b => b.Kind - kinds.Count);
        var found = new List<MissingKind>();
        for (var number = 0; number < kinds.Count; number++)
        {
            var (kind, tally) = (kinds[number], counts[number].ToList());
            if (tally.Count == 0) continue;
            var (since, due) = (tally.Min(t => SinceOf(t)) ?? kind.Window?.Opens, DueOf(kind, tally));
            found.Add(new MissingKind(kind.Code, kind.Text, kind.Semester, kind.Turn, tally.Sum(t => t.Number), since, due, due < frame.Today,
            [
                .. named[number].OrderBy(r => r.Block.DueOn).ThenBy(r => r.Block.SinceDay).ThenBy(r => r.Block.Since).ThenBy(r => r.ClassName, StringComparer.Ordinal).ThenBy(r => r.Block.Id).Select(r =>
                {
                    var (b, day) = (r.Block, SinceOf(r.Block));
                    var missed = new Missed(b.Id, b.ClassId, r.Subject, b.PupilId, b.Number, day);
                    var by = kind.Due(b.DueOn, day);
                    return new MissingThing(
                        kind.Address(missed), r.ClassName, r.SubjectAr, r.SubjectFr, Name(r.TeacherLastAr, r.TeacherFirstAr), Name(r.TeacherLast, r.TeacherFirst), Name(r.PupilLastAr, r.PupilFirstAr), Name(r.PupilLast, r.PupilFirst),
                        r.MassarCode, kind.Label?.Invoke(missed), kind.Says?.Invoke(missed), b.Number, day ?? kind.Window?.Opens, by, by < frame.Today);
                }),
            ]));
        }

        // What has no day of its own blocks now.
        return [.. found.OrderBy(k => k.Due ?? frame.Today).ThenBy(k => k.Since)];

        static string? Name(string? last, string? first) => last is null ? null : $"{last} {first}";
    }

    /// <summary>How much is missing at each school of the frame, whoever is to mend it.</summary>
    public async Task<IReadOnlyList<MissingCount>> Counts(BlockFrame frame, CancellationToken ct)
    {
        var kinds = areas.SelectMany(a => a.Kinds(frame)).ToList();
        if (kinds.Count == 0 || frame.Schools.Count == 0) return [];
        var tallies = await Tallies(kinds).AsNoTracking().ToListAsync(ct);
        return
        [
            .. tallies.Select(t =>
            {
                var kind = kinds[t.Kind - kinds.Count];
                var due = DueOf(kind, [t]);
                return new MissingCount(t.SchoolId, kind.Code, kind.Text, kind.Semester, t.Number, SinceOf(t) ?? kind.Window?.Opens, due, due < frame.Today);
            }).OrderBy(c => c.Due ?? frame.Today).ThenBy(c => c.Since),
        ];
    }

    // One row a school and kind; its number is the count, its kind lies above those of the things.
    private static IQueryable<Block> Tallies(List<BlockKind> kinds) => Together(kinds, (rows, number) =>
    {
        var kind = number + kinds.Count;
        return rows.GroupBy(b => b.SchoolId).Select(g => new Block
        {
            Kind = kind,
            SchoolId = g.Key,
            Id = g.Min(b => b.Id),
            ClassId = null,
            PlanId = null,
            EmployeeId = null,
            PupilId = null,
            Number = g.Count(),
            Since = g.Min(b => b.Since),
            SinceDay = g.Min(b => b.SinceDay),
            DueOn = g.Min(b => b.DueOn),
        });
    });

    private static IQueryable<Block> Together(List<BlockKind> kinds, Func<IQueryable<Block>, int, IQueryable<Block>> each) =>
        kinds.Select((kind, number) => each(kind.Missing(number), number)).Aggregate((all, next) => all.Concat(next));

    private static DateOnly? SinceOf(Block block) => block.SinceDay ?? (block.Since is { } at ? MoroccanDay.Of(DateTime.SpecifyKind(at, DateTimeKind.Utc)) : null);

    // The oldest of a kind is the first to be late: all of a kind are given the same time.
    private static DateOnly? DueOf(BlockKind kind, IReadOnlyList<Block> tally) => tally.Min(t => kind.Due(t.DueOn, SinceOf(t)));

    private async Task<BlockFrame> Frame(IReadOnlyList<int> schools, IReadOnlyList<int> own, CancellationToken ct)
    {
        // One frame lies within one directorate: a head's school, or schools of the office's own.
        var held = (await CalendarWindows.At(db, user.IsSignedIn ? user.PlacePath : "", ct)).All;
        var current = held.FirstOrDefault(w => w.IsOfCurrentYear)?.Year ?? await db.CurrentYear(ct);
        List<string> codes = [.. areas.SelectMany(a => a.Settings).Distinct(StringComparer.Ordinal)];
        var settings = await db.Settings.Where(s => s.SchoolYearId == current && codes.Contains(s.Code)).Select(s => new { s.Code, s.Value }).ToDictionaryAsync(s => s.Code, s => s.Value, ct);
        var now = clock.GetUtcNow().UtcDateTime;
        return new BlockFrame(schools, own, current, MoroccanDay.Today(clock), now,
            [.. held.Where(w => w.Year == current || w.Year == current - 1).Select(w => new BlockWindow(w.Code, w.Year, w.StartsOn, w.EndsOn))], settings, user.IsSignedIn ? user.EmployeeId : null);
    }
}
