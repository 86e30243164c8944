using System.Runtime.CompilerServices;
using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Commands;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks;

/// <summary>
/// <c>reconcile [--school GRESA] [--sheets] [--repair] [--reseal]</c>: compares what families read with what was entered and validated, by count
/// and hash of every sheet, and names each difference. Exit code 0 when there is none. <c>--sheets</c> prints every sheet;
/// <c>--repair</c> publishes anew what can be made again from marks that are still those the head validated; <c>--reseal</c> first
/// seals with the key the sheets whose old seal without a key still agrees, as after putting back a backup of that time.
/// </summary>
public sealed class Reconcile(MassarDb db, Reconciliation reconciliation, Publication publication, Resealing resealing, UnitOfWork unit, TimeProvider clock, IServiceScopeFactory scopes) : IProgramCommand
{
    /// <summary>Classes read and compared side by side: one waits for the database while another is compared.</summary>
    private const int Lanes = 2;

    public static string Name => "reconcile";

    public Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct) => Run(Console.Out, arguments, ct);

    /// <summary>The command, saying what it finds to <paramref name="say"/>.</summary>
    public async Task<int> Run(TextWriter say, Arguments arguments, CancellationToken ct)
    {
        var classes = db.Assessments.Where(a => a.State >= AssessmentState.Validated);
        if (arguments["school"] is { } gresa)
        {
            var school = await db.Schools.Where(s => s.GresaCode == gresa).Select(s => (int?)s.Id).SingleOrDefaultAsync(ct) ?? throw new CommandException($"There is no school {gresa}.");
            classes = classes.Where(a => a.SchoolId == school);
        }

        if (arguments.Has("reseal")) await say.WriteLineAsync($"{await resealing.Run(classes, withUnsealed: false, ct)} sheets sealed with the key.");

        // A class whose results were published without any sheet left is looked at too.
        var ids = await classes.Select(a => a.ClassId).Distinct().ToListAsync(ct);
        if (!arguments.Has("school")) ids = [.. ids.Union(await db.PublishedResults.Select(r => r.ClassId).Distinct().ToListAsync(ct))];
        ids.Sort();

        var (sheets, marks, differences, wrong, repaired) = (0, 0L, 0, 0, 0);
        await foreach (var (id, compared) in InOrder(ids, ct))
        {
            var found = compared;
            if (arguments.Has("repair") && found.Any(s => s.Differences.Count > 0))
            {
                repaired += await Repair(found, ct);
                found = await reconciliation.OfClass(id, null, null, ct);
            }

            foreach (var sheet in found)
            {
                sheets += sheet.Key.Number > 0 ? 1 : 0;
                marks += sheet.Entered.Count;
                differences += sheet.Differences.Count;
                wrong += sheet.Differences.Count > 0 ? 1 : 0;
            }

            await Tell(say, id, [.. found.Where(s => arguments.Has("sheets") || s.Differences.Count > 0)], ct);
        }

        if (repaired > 0) await say.WriteLineAsync($"{repaired} subjects published anew.");
        await say.WriteLineAsync(differences == 0 ? $"{sheets} sheets, {marks} marks: published as validated." : $"{differences} differences on {wrong} of {sheets} sheets.");
        return differences == 0 ? 0 : 1;
    }

    // Each class in the order given, the next one read meanwhile.
    private async IAsyncEnumerable<(int ClassId, IReadOnlyList<ReconciledSheet> Found)> InOrder(IEnumerable<int> classes, [EnumeratorCancellation] CancellationToken ct)
    {
        var under = new Queue<(int ClassId, Task<IReadOnlyList<ReconciledSheet>> Found)>();
        foreach (var id in classes)
        {
            if (under.Count == Lanes) yield return await Next();
            under.Enqueue((id, Task.Run(() => Compared(id, ct), ct)));
        }

        while (under.Count > 0) yield return await Next();

        async Task<(int, IReadOnlyList<ReconciledSheet>)> Next()
        {
            var (id, found) = under.Dequeue();
            return (id, await found);
        }
    }

    private async Task<IReadOnlyList<ReconciledSheet>> Compared(int classId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Reconciliation>().OfClass(classId, null, null, ct);
    }

    /// <summary>Publishes anew the subjects whose marks are still those that were validated; the others need people.</summary>
    private async Task<int> Repair(IReadOnlyList<ReconciledSheet> found, CancellationToken ct)
    {
        var done = 0;
        foreach (var subject in found.GroupBy(s => (s.Key.ClassId, s.Key.Subject, s.Key.Semester)))
        {
            var differences = subject.SelectMany(s => s.Differences).ToList();
            if (differences.Count == 0 || differences.Exists(d => d.Kind is DifferenceKind.Seal or DifferenceKind.Unkeyed or DifferenceKind.KeyMissing)) continue;
            var outcome = await unit.Run("Marks.Reconcile", async token =>
                await publication.Rebuild(subject.Key.ClassId, subject.Key.Subject, subject.Key.Semester, clock.GetUtcNow().UtcDateTime, token) is { } refusal
                    ? refusal : (Infrastructure.Messaging.Outcome<bool>)true, ct);
            if (!outcome.IsRefused) done++;
        }

        return done;
    }

    private async Task Tell(TextWriter say, int classId, IReadOnlyList<ReconciledSheet> sheets, CancellationToken ct)
    {
        if (sheets.Count == 0) return;
        var of = await (from c in db.Classes join s in db.Schools on c.SchoolId equals s.Id where c.Id == classId select new { c.Name, s.GresaCode, c.SchoolYearId }).AsNoTracking().SingleAsync(ct);
        var pupils = sheets.SelectMany(s => s.Differences).Select(d => d.PupilId).Distinct().ToList();
        var codes = await db.Pupils.Where(p => pupils.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.MassarCode, ct);
        foreach (var sheet in sheets)
        {
            await say.WriteLineAsync($"{of.GresaCode} {of.SchoolYearId} {of.Name} {NameOf(sheet.Key)}: validated {Said(sheet.Validated)}, entered {sheet.Entered}, to publish {Said(sheet.ToPublish)}, published {Said(sheet.Published)}");
            foreach (var difference in sheet.Differences) await say.WriteLineAsync($"  {Sentence(difference, codes.GetValueOrDefault(difference.PupilId, "a pupil who is gone"))}");
        }
    }

    private static string Said(Seal? seal) => seal?.ToString() ?? "nothing";

    private static string NameOf(SheetKey key) => $"{key.Subject} semester {key.Semester}{key.Number switch { 0 => "", Assessment.Activities => " activities", _ => $" test {key.Number}" }}";

    private static string Sentence(Difference difference, string pupil) => difference.Kind switch
    {
        DifferenceKind.Seal when difference.Expected.Length == 0 => $"nobody kept what was validated; there are {difference.Found}",
        DifferenceKind.Unkeyed => $"{difference.Expected} were validated and are there, under a seal without a key, which anybody can make: --reseal, if nobody could have written them since the upgrade",
        DifferenceKind.KeyMissing => $"{difference.Expected} were validated, under a key that is not in this program's state directory",
        DifferenceKind.Seal => $"{difference.Expected} were validated, there are {difference.Found}",
        DifferenceKind.Cell => $"{pupil}: entered {Shown(difference.Expected)}, published {Shown(difference.Found)}",
        DifferenceKind.Missing => $"{pupil}: entered {Shown(difference.Expected)}, nothing published",
        DifferenceKind.Early => $"{pupil}: published {Shown(difference.Found)} of {NameOf(difference.Sheet)}, which is not to be seen then",
        _ => $"{pupil}: the average of what is published is {Shown(difference.Expected)}, published {Shown(difference.Found)}",
    };

    private static string Shown(string value) => value.Length == 0 ? "nothing" : value;
}
