using System.Diagnostics;
using System.IO.Compression;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Commands;

/// <summary><c>backup DIR</c>: one consistent dump of the whole database, compressed, with the audit anchor beside it.</summary>
public sealed class Backup(MassarDb db, AnchorSigner signer, IConfiguration configuration, TimeProvider clock) : IProgramCommand
{
    public static string Name => "backup";

    public async Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct)
    {
        if (arguments.Words.Count != 1)
            throw new CommandException("backup wants a directory.");
        var directory = Directory.CreateDirectory(arguments.Words[0]).FullName;
        var name = $"massar-{clock.GetUtcNow():yyyyMMdd-HHmmss}";
        var file = Path.Combine(directory, $"{name}.sql.gz");

        using var dump = DumpTool.Start("mariadb-dump", configuration[DataSetup.Setting]!, ["--single-transaction", "--routines", "--triggers", "--hex-blob", "--default-character-set=utf8mb4"]);
        await using (var packed = new GZipStream(File.Create(file), CompressionLevel.Optimal))
            await dump.StandardOutput.BaseStream.CopyToAsync(packed, ct);
        await DumpTool.Finish(dump, ct);
        await new AuditAnchorCommand(db, signer, clock).Run(app, new Arguments([Path.Combine(directory, $"{name}.anchor")]), ct);
        Console.WriteLine($"{file}: {new FileInfo(file).Length >> 10} KiB.");
        return 0;
    }
}

/// <summary><c>restore FILE</c>: puts a backup back into an empty database; refuses to write over live data.</summary>
public sealed class Restore(MassarDb db, IConfiguration configuration) : IProgramCommand
{
    public static string Name => "restore";

    public async Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct)
    {
        if (arguments.Words.Count != 1 || !File.Exists(arguments.Words[0]))
            throw new CommandException("restore wants a file made by backup.");
        var tables = await db.Database.SqlQueryRaw<int>("SELECT CAST(COUNT(*) AS SIGNED) AS Value FROM information_schema.tables WHERE table_schema = DATABASE()").SingleAsync(ct);
        if (tables > 0)
            throw new CommandException("This database is not empty. Restore into a new one and point MASSAR__DATABASE to it.");

        using var client = DumpTool.Start("mariadb", configuration[DataSetup.Setting]!, ["--default-character-set=utf8mb4"]);
        await using (var packed = new GZipStream(File.OpenRead(arguments.Words[0]), CompressionMode.Decompress))
            await packed.CopyToAsync(client.StandardInput.BaseStream, ct);
        client.StandardInput.Close();
        await DumpTool.Finish(client, ct);
        Console.WriteLine("Restored. Run `audit verify --anchor` with the anchor file of the backup.");
        return 0;
    }
}

/// <summary>The server's own dump and client programs; the password goes through the environment, never the command line.</summary>
internal static class DumpTool
{
    public static Process Start(string program, string connectionString, IEnumerable<string> options)
    {
        var values = new System.Data.Common.DbConnectionStringBuilder { ConnectionString = connectionString };
        string Value(params string[] names) => names.Select(n => values.TryGetValue(n, out var v) ? $"{v}" : null).FirstOrDefault(v => v is not null) ?? "";

        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardInput = true, RedirectStandardError = true };
        var server = Value("Server", "Host", "Data Source");
        if (server.StartsWith('/'))
            start.ArgumentList.Add($"--socket={server}");
        else
        {
            start.ArgumentList.Add($"--host={server}");
            start.ArgumentList.Add($"--port={(Value("Port") is { Length: > 0 } port ? port : "3306")}");
        }

        start.ArgumentList.Add($"--user={Value("User ID", "Uid", "User")}");
        start.Environment["MYSQL_PWD"] = Value("Password", "Pwd");
        foreach (var option in options)
            start.ArgumentList.Add(option);
        start.ArgumentList.Add(Value("Database"));
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new CommandException($"{program} is not installed: it comes with the package mariadb-client.");
        }
    }

    public static async Task Finish(Process process, CancellationToken ct)
    {
        var error = await process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
            throw new CommandException($"{process.StartInfo.FileName} failed: {error.Trim().Split('\n')[0]}");
    }
}
