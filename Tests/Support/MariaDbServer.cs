using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Massar.Infrastructure.MySql.Ado;

namespace Massar.Tests.Support;

/// <summary>
/// A private MariaDB server for tests: its own data directory under <c>.massar/test-db</c>, Unix socket and loopback port.
/// One is shared by the whole test process; tests that stop or kill a server start a dedicated one.
/// It ends with the process, also when the process is killed.
/// Set MASSAR_TEST_SERVER to a connection string without database to use a running server instead.
/// </summary>
public sealed class MariaDbServer : IAsyncDisposable, IDisposable
{
    private static readonly Lazy<Task<MariaDbServer>> SharedServer = new(StartShared);
    private static int databases;

    private readonly string? external;
    private readonly string directory;
    private readonly string socketDirectory;
    private readonly bool isDurable;
    private readonly string[] settings;
    private Process? watchdog;

    private MariaDbServer(string? external, string directory, string socketDirectory, int port, bool isDurable, string[] settings)
    {
        this.settings = settings;
        this.external = external;
        this.directory = directory;
        this.socketDirectory = socketDirectory;
        this.isDurable = isDurable;
        Port = port;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    /// <summary>The server of this test process, started by whoever asks first.</summary>
    public static Task<MariaDbServer> Shared => SharedServer.Value;

    /// <summary>The TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The path of the Unix socket.</summary>
    public string Socket => Path.Combine(socketDirectory, "s");

    private string PidFile => Path.Combine(directory, "server.pid");

    private string LogFile => Path.Combine(directory, "server.log");

    /// <summary>A server of one's own, to restart or kill. Durable: what it acknowledged survives <see cref="Kill"/>.</summary>
    /// <param name="settings">Further options of the server, such as <c>--innodb-buffer-pool-size=256M</c>; they outweigh those of the tests.</param>
    public static async Task<MariaDbServer> StartDedicated(params string[] settings)
    {
        var server = Prepare(isDurable: true, settings);
        await server.Start();
        return server;
    }

    /// <summary>A connection string for a database of this server, through the socket or over TCP.</summary>
    public string ConnectionString(string database, bool tcp = false)
    {
        if (external is not null) return MySqlConnectionSettings.WithDatabase(external, database);
        var endpoint = tcp
            ? string.Create(CultureInfo.InvariantCulture, $"Server=127.0.0.1;Port={Port};SslMode=Disabled")
            : $"Server={Socket}";
        return $"{endpoint};User ID=root;Password=;Connection Timeout=15;Maximum Pool Size=100" + (database.Length > 0 ? $";Database={database}" : "");
    }

    /// <summary>Creates an empty database and answers its connection string.</summary>
    /// <param name="name">Its name; unique in this process when left out.</param>
    public async Task<string> CreateDatabase(string? name = null)
    {
        name ??= string.Create(CultureInfo.InvariantCulture, $"t{Environment.ProcessId}_{Interlocked.Increment(ref databases)}");
        await using var connection = new MySqlDbConnection(MySqlConnectionSettings.WithoutDatabase(ConnectionString("")));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci";
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Stops the server in good order and starts it on the same data, socket and port.</summary>
    public async Task Restart()
    {
        Stop("TERM");
        await Start();
    }

    /// <summary>Ends the server as a power cut would. <see cref="StartAgain"/> brings it back on the same data.</summary>
    public void Kill() => Stop("KILL");

    /// <summary>Starts a server that was killed.</summary>
    public Task StartAgain() => Start();

    /// <summary>Stops the server and deletes its data.</summary>
    public void Dispose()
    {
        if (external is not null) return;
        Stop("KILL");
        // The test host may be ended before the data is gone; what is left goes at the next start.
        Delete(socketDirectory);
        Delete(directory);
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<MariaDbServer> StartShared()
    {
        if (Environment.GetEnvironmentVariable("MASSAR_TEST_SERVER") is { Length: > 0 } connectionString)
            return new MariaDbServer(connectionString, "", "", 0, isDurable: false, []);

        var server = Prepare(isDurable: false);
        await server.Start();
        return server;
    }

    private static MariaDbServer Prepare(bool isDurable, params string[] settings)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}");
        var directory = Path.Combine(Repository.Root, ".massar", "test-db", id);
        // A socket's path may have 107 characters; a checkout may lie deep.
        var socketDirectory = Path.Combine("/tmp", "massar-" + id);
        Directory.CreateDirectory(directory);
        Directory.CreateDirectory(socketDirectory);
        RemoveLeftovers(Path.GetDirectoryName(directory)!, "");
        RemoveLeftovers("/tmp", "massar-");

        var data = Path.Combine(directory, "data");
        var install = Run("mariadb-install-db", "--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db", $"--datadir={data}",
            "--user=" + Environment.UserName);
        if (install.ExitCode != 0) throw new InvalidOperationException($"mariadb-install-db failed:\n{install.Output}");

        return new MariaDbServer(null, directory, socketDirectory, FreePort(), isDurable, settings);
    }

    private async Task Start()
    {
        File.Delete(PidFile);
        string[] arguments =
        [
            Find("mariadbd"),
            "--no-defaults",
            $"--datadir={Path.Combine(directory, "data")}",
            // Its own: what is swept from the machine's would take open work tables along.
            $"--tmpdir={Directory.CreateDirectory(Path.Combine(directory, "tmp")).FullName}",
            "--user=" + Environment.UserName,
            $"--socket={Socket}",
            string.Create(CultureInfo.InvariantCulture, $"--port={Port}"),
            "--bind-address=127.0.0.1",
            $"--pid-file={PidFile}",
            $"--log-error={LogFile}",
            "--skip-name-resolve",
            "--skip-log-bin",
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_unicode_ci",
            "--max-connections=400",
            "--max-allowed-packet=64M",
            "--innodb-buffer-pool-size=128M",
            "--innodb-log-file-size=64M",
            "--innodb-doublewrite=0",
            "--innodb-lock-wait-timeout=5",
            $"--innodb-flush-log-at-trx-commit={(isDurable ? 1 : 0)}",
            .. isDurable ? Array.Empty<string>() : ["--sync-frm=0", "--innodb-flush-method=nosync"],
            "--performance-schema=0",
            .. settings,
        ];

        // The shell outlives neither: it ends the server when this process is gone, and ends when the server does.
        const string Script = """
            parent=$1; data=$2; sockets=$3; shift 3
            "$@" </dev/null >/dev/null 2>&1 &
            server=$!
            trap 'kill -KILL $server 2>/dev/null' TERM INT
            while kill -0 $parent 2>/dev/null && kill -0 $server 2>/dev/null; do sleep 0.5; done
            if ! kill -0 $parent 2>/dev/null; then
                kill -KILL $server 2>/dev/null
                wait $server 2>/dev/null
                rm -rf "$data" "$sockets"
            fi
            """;
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (var argument in (string[])["-c", Script, "watchdog", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), directory, socketDirectory, .. arguments])
            start.ArgumentList.Add(argument);
        watchdog = Process.Start(start) ?? throw new InvalidOperationException("/bin/sh could not be started.");

        var deadline = Stopwatch.StartNew();
        while (true)
        {
            if (watchdog.HasExited || deadline.Elapsed > TimeSpan.FromSeconds(60))
                throw new InvalidOperationException($"mariadbd did not start:\n{(File.Exists(LogFile) ? await File.ReadAllTextAsync(LogFile) : "")}");
            if (File.Exists(Socket) && await Answers()) return;
            await Task.Delay(50);
        }
    }

    private async Task<bool> Answers()
    {
        try
        {
            await using var connection = new MySqlDbConnection(MySqlConnectionSettings.WithoutDatabase(ConnectionString("")));
            await connection.OpenAsync();
            return true;
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or IOException or SocketException or TimeoutException)
        {
            return false;
        }
    }

    private void Stop(string signal)
    {
        if (watchdog is not { } process) return;
        watchdog = null;
        try
        {
            if (File.Exists(PidFile) && int.TryParse(File.ReadAllText(PidFile).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                Signal(signal, pid);
                if (!process.WaitForExit(20_000)) Signal("KILL", pid);
            }

            if (!process.WaitForExit(5_000)) process.Kill(entireProcessTree: true);
        }
        finally
        {
            process.Dispose();
            if (File.Exists(Socket)) File.Delete(Socket);
        }
    }

    // What a process that was ended hard could not delete itself: "{prefix}{process id}-{six hexadecimal digits}".
    private static void RemoveLeftovers(string parent, string prefix)
    {
        foreach (var old in Directory.EnumerateDirectories(parent, prefix + "*-??????"))
        {
            var id = Path.GetFileName(old)[prefix.Length..].Split('-');
            if (id.Length == 2
                && int.TryParse(id[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}"))
                && Directory.GetLastWriteTimeUtc(old) < DateTime.UtcNow.AddSeconds(-30))
                Delete(old);
        }
    }

    private static void Delete(string directory)
    {
        try
        {
            if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody else's, or the server is still letting go of a file; the next run removes it.
        }
    }

    private static string Find(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/bin"]);
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{program} is not installed (Debian: mariadb-server).");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Signal(string signal, int pid)
        => Run("sh", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {pid}"));

    private static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find(program))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
