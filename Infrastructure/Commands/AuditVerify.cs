using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Commands;

/// <summary>
/// <c>audit verify [--anchor FILE]</c>: walks every chain and says where it breaks, against the anchor given or the newest the program
/// put into its anchor directory. An anchor that this program's keys did not sign is refused.
/// </summary>
public sealed class AuditVerify(MassarDb db, Sealer sealer, AnchorSigner signer, AnchorExport export) : IProgramCommand
{
    public static string Name => "audit verify";

    public Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct) => Run(Console.Out, arguments, ct);

    /// <summary>The command, saying what it finds to <paramref name="say"/>.</summary>
    public async Task<int> Run(TextWriter say, Arguments arguments, CancellationToken ct)
    {
        var file = arguments["anchor"] is { Length: > 0 } given ? given : File.Exists(export.NewestFile) ? export.NewestFile : null;
        if (file is not null && !File.Exists(file))
            throw new CommandException($"There is no anchor file {file}.");
        var anchor = file is null ? null : signer.Read(await File.ReadAllTextAsync(file, ct))
            ?? throw new CommandException($"{file} is refused: it is not signed with a key of this program, or was changed.");

        var breaks = await AuditWalk.Whole(db, sealer, anchor, ct);
        foreach (var found in breaks)
            await say.WriteLineAsync(found);
        var against = anchor is null ? "No anchor: a tail cut off, or chains without a key written anew, would not show." : $"Against {file} of {anchor.At:yyyy-MM-dd HH:mm:ss} UTC.";
        await say.WriteLineAsync(breaks.Count == 0 ? $"{await db.AuditChains.CountAsync(ct)} chains, {await db.AuditEntries.LongCountAsync(ct)} lines: unbroken. {against}" : $"{breaks.Count} breaks. {against}");
        return breaks.Count == 0 ? 0 : 1;
    }
}

/// <summary><c>audit anchor FILE</c>: writes the signed heads of all chains, to be kept in another place.</summary>
public sealed class AuditAnchorCommand(MassarDb db, AnchorSigner signer, TimeProvider clock) : IProgramCommand
{
    public static string Name => "audit anchor";

    public async Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct)
    {
        if (arguments.Words.Count != 1)
            throw new CommandException("audit anchor wants a file name.");
        var anchor = await AuditAnchor.Now(db, clock, ct);
        await File.WriteAllTextAsync(arguments.Words[0], signer.Write(anchor), ct);
        Console.WriteLine($"{anchor.Heads.Count} heads written.");
        return 0;
    }
}

/// <summary><c>audit key</c>: prints the public key of the anchors, for whoever keeps them.</summary>
public sealed class AuditKey(AnchorSigner signer) : IProgramCommand
{
    public static string Name => "audit key";

    public Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct)
    {
        Console.Write(signer.PublicKey());
        return Task.FromResult(0);
    }
}
