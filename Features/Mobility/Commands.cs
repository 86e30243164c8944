using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Commands;
using Massar.Infrastructure.Security;

namespace Massar.Features.Mobility;

/// <summary>
/// <c>movement check INPUTS RESULT</c>: reads the two files of a run and nothing else, and says of each participant who was passed over, each seat given twice
/// or left empty although wanted. Exit code 0 when the result keeps what is promised.
/// </summary>
public sealed class CheckMovement : IProgramCommand
{
    public static string Name => "movement check";

    public Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct) => Run(Console.Out, arguments, ct);

    /// <summary>The command, saying what it finds to <paramref name="say"/>.</summary>
    public static async Task<int> Run(TextWriter say, Arguments arguments, CancellationToken ct)
    {
        if (arguments.Words is not [var inputs, var result])
            throw new CommandException("movement check INPUTS RESULT");
        var report = AssignmentCheck.Of(await Files.Read(inputs, ct), await Files.Read(result, ct));
        foreach (var finding in report.Findings)
            await say.WriteLineAsync(finding);
        await say.WriteLineAsync(report.Holds
            ? $"{report.Participants} participants, {report.Posts} posts, {report.Moved} moved: nobody was passed over, nobody lost a post, no wanted seat is empty."
            : $"{report.Count} findings.");
        return report.Holds ? 0 : 1;
    }
}

/// <summary>
/// <c>movement replay INPUTS [RESULT]</c>: computes the result of the inputs again and prints its hash; with a result, says whether both are the same, byte for byte,
/// or writes it to the file that is not there yet. Exit code 0 when they are.
/// </summary>
public sealed class ReplayMovement : IProgramCommand
{
    public static string Name => "movement replay";

    public Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct) => Run(Console.Out, arguments, ct);

    /// <summary>The command, saying what it finds to <paramref name="say"/>.</summary>
    public static async Task<int> Run(TextWriter say, Arguments arguments, CancellationToken ct)
    {
        if (arguments.Words is not ([_] or [_, _]))
            throw new CommandException("movement replay INPUTS [RESULT]");
        var bytes = await Files.Read(arguments.Words[0], ct);
        byte[] result;
        try
        {
            result = Assignment.Of(MovementInputs.Read(bytes)).ToBytes(Fingerprint.Of(bytes));
        }
        catch (FormatException fault)
        {
            throw new CommandException(fault.Message);
        }

        await say.WriteLineAsync($"inputs {Fingerprint.Of(bytes)}");
        await say.WriteLineAsync($"result {Fingerprint.Of(result)}");
        if (arguments.Words.Count == 1)
            return 0;
        if (!File.Exists(arguments.Words[1]))
        {
            await File.WriteAllBytesAsync(arguments.Words[1], result, ct);
            return 0;
        }

        var given = await Files.Read(arguments.Words[1], ct);
        var same = result.AsSpan().SequenceEqual(given);
        await say.WriteLineAsync(same ? "The same, byte for byte." : "Not the same as the file given.");
        return same ? 0 : 1;
    }
}

file static class Files
{
    public static async Task<byte[]> Read(string file, CancellationToken ct) =>
        File.Exists(file) ? await File.ReadAllBytesAsync(file, ct) : throw new CommandException($"There is no file {file}.");
}
