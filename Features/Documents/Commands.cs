using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Commands;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Documents;

/// <summary>
/// <c>documents check [--place NUMBER] [--seal]</c>: looks at every entry of the registers, its seal, its kept file and its number, and
/// names each that does not hold. Exit code 0 when all do. <c>--seal</c> first seals entries without a seal whose paper proves itself,
/// as after putting back a backup of before there were seals.
/// </summary>
public sealed class CheckDocuments(MassarDb db, RegisterCheck check) : IProgramCommand
{
    public static string Name => "documents check";

    public Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct) => Run(Console.Out, arguments, ct);

    /// <summary>The command, saying what it finds to <paramref name="say"/>.</summary>
    public async Task<int> Run(TextWriter say, Arguments arguments, CancellationToken ct)
    {
        if (arguments.Has("seal")) await say.WriteLineAsync($"{await check.SealOlder(ct)} entries sealed.");
        var place = arguments.Number("place", 0);
        var (entries, found) = await check.Run(place == 0 ? null : place, ct);
        var places = found.Select(f => f.PlaceId).Distinct().ToList();
        var names = await db.Places.Where(p => places.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.NameFr, ct);
        foreach (var finding in found)
            await say.WriteLineAsync($"{names.GetValueOrDefault(finding.PlaceId, "an office that is gone")} ({finding.PlaceId}), {finding.Kind} {Formats.RegisterNumber(finding.Number, finding.Year)}: {Sentence(finding.Problem)}");
        await say.WriteLineAsync(found.Count == 0 ? $"{entries} papers: every entry and file as issued." : $"{found.Count} findings on {entries} papers.");
        return found.Count == 0 ? 0 : 1;
    }

    private static string Sentence(RegisterProblem problem) => problem switch
    {
        RegisterProblem.Unsealed => "the entry has no seal; the program writes none without",
        RegisterProblem.KeyMissing => "the entry was sealed with a key that is not in this program's state directory",
        RegisterProblem.Changed => "the entry is not what the program wrote",
        RegisterProblem.OtherFile => "the kept file is not the one that was issued",
        RegisterProblem.NoFile => "the file is not there any more",
        _ => "the number was given, and no entry has it",
    };
}
