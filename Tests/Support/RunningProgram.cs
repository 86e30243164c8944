using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Massar.Tests.Support;

/// <summary>
/// The built program as a process of its own on a loopback port: to be killed, flooded with rubbish or measured.
/// Ends with <see cref="DisposeAsync"/>, and with the process that started it.
/// </summary>
public sealed class RunningProgram : IAsyncDisposable
{
    private readonly Dictionary<string, string> settings;
    private readonly string assembly;
    private readonly StringBuilder log = new();
    private Process? process;

    /// <param name="database">The connection string it works on; its schema exists.</param>
    /// <param name="stateDirectory">Where it keeps keys.</param>
    /// <param name="settings">Further settings, by configuration key ("Massar:Bench").</param>
    /// <param name="assembly">Massar.dll; beside this assembly when left out.</param>
    /// <param name="port">The loopback port; a free one when 0.</param>
    public RunningProgram(string database, string stateDirectory, IEnumerable<KeyValuePair<string, string>>? settings = null, string? assembly = null, int port = 0)
    {
        this.assembly = assembly ?? Path.Combine(AppContext.BaseDirectory, "Massar.dll");
        Port = port == 0 ? FreePort() : port;
        this.settings = ProgramSettings.For(database, stateDirectory);
        foreach (var (key, value) in settings ?? [])
            this.settings[key] = value;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Kill();
    }

    public int Port { get; }

    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/"));

    public bool IsAlive => process is { HasExited: false };

    public int ProcessId => process?.Id ?? throw new InvalidOperationException("The program is not running.");

    /// <summary>What it wrote to its console since it was first started.</summary>
    public string Log
    {
        get
        {
            lock (log)
                return log.ToString();
        }
    }

    /// <summary>Starts it and waits for the first answer; says how long that took.</summary>
    /// <param name="path">The address asked for until it answers.</param>
    public async Task<TimeSpan> Start(string path = "/health/live")
    {
        var watch = Stopwatch.StartNew();
        process = Process.Start(Invocation("run", "--urls", Address.GetLeftPart(UriPartial.Authority)))!;
        Listen(process);
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        while (true)
        {
            if (process.HasExited || watch.Elapsed > TimeSpan.FromSeconds(60))
                throw new InvalidOperationException($"The program did not start:\n{Log}");
            try
            {
                using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseContentRead);
                if (answer.IsSuccessStatusCode)
                    return watch.Elapsed;
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }

            await Task.Delay(5);
        }
    }

    /// <summary>Runs one of the program's commands to its end and answers what it printed.</summary>
    public async Task<string> Run(params string[] command)
    {
        var start = Invocation(command);
        // As ./massar starts what ends soon: see there.
        start.Environment["DOTNET_TC_QuickJit"] = "1";
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return child.ExitCode == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {child.ExitCode}:\n{output}\n{await errors}");
    }

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill()
    {
        if (process is not { } running)
            return;
        process = null;
        try
        {
            running.Kill();
            running.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // It had ended by itself.
        }

        running.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        return ValueTask.CompletedTask;
    }

    private ProcessStartInfo Invocation(params string[] command)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(assembly);
        foreach (var word in command)
            start.ArgumentList.Add(word);
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        // As ./massar and the container start it.
        start.Environment["MALLOC_ARENA_MAX"] = "2";
        start.Environment["ASPNETCORE_CONTENTROOT"] = ContentRoot();
        return start;
    }

    // A published program lies beside its wwwroot; a built one is fed from the sources.
    private string ContentRoot()
    {
        var own = Path.GetDirectoryName(assembly)!;
        if (Directory.Exists(Path.Combine(own, "wwwroot")))
            return own;
        for (var directory = new DirectoryInfo(own); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Massar.slnx")))
                return directory.FullName;
        return own;
    }

    private void Listen(Process running)
    {
        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (log)
                if (line.Data is not null && log.Length < 2_000_000)
                    log.AppendLine(line.Data);
        }

        running.OutputDataReceived += Keep;
        running.ErrorDataReceived += Keep;
        running.BeginOutputReadLine();
        running.BeginErrorReadLine();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
