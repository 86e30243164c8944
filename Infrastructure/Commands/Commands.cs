using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Web;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Commands;

/// <summary>A command of the program, found by its name: <c>seed</c>, <c>audit verify</c>. Answers an exit code.</summary>
public interface IProgramCommand
{
    /// <summary>One or two words.</summary>
    static abstract string Name { get; }

    Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct);
}

/// <summary>The words after a command: <c>--name value</c>, <c>--flag</c> and plain ones.</summary>
public sealed class Arguments(IReadOnlyList<string> words)
{
    public IReadOnlyList<string> Words => words;

    public string? this[string name]
    {
        get
        {
            for (var i = 0; i < words.Count; i++)
                if (words[i] == $"--{name}")
                    return i + 1 < words.Count && !words[i + 1].StartsWith("--", StringComparison.Ordinal) ? words[i + 1] : "";
            return null;
        }
    }

    public bool Has(string name) => words.Contains($"--{name}");

    public int Number(string name, int otherwise) => this[name] switch
    {
        null => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new CommandException($"--{name} wants a number, not \"{text}\"."),
    };
}

/// <summary>Ends a command with its message on one line and exit code 1.</summary>
public sealed class CommandException(string message) : Exception(message);

/// <summary>Finds and runs commands; serving is what happens without one.</summary>
public static class CommandRunner
{
    public static async Task<bool> RunsCommand(this WebApplication app, string[] args)
    {
        if (args.Length == 0 || args[0] == "run" || args[0].StartsWith('-'))
            return false;

        var commands = OwnTypes.Of(typeof(IProgramCommand))
            .ToDictionary(t => (string)t.GetProperty(nameof(IProgramCommand.Name), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!);
        var words = args.Length > 1 && commands.ContainsKey($"{args[0]} {args[1]}") ? 2 : 1;
        var name = string.Join(' ', args.Take(words));
        if (!commands.TryGetValue(name, out var type))
        {
            await Console.Error.WriteLineAsync($"Unknown command \"{name}\". Known: run, {string.Join(", ", commands.Keys.Order(StringComparer.Ordinal))}.");
            Environment.ExitCode = 2;
            return true;
        }

        try
        {
            await using var scope = app.Services.CreateAsyncScope();
            var command = (IProgramCommand)ActivatorUtilities.CreateInstance(scope.ServiceProvider, type);
            Environment.ExitCode = await command.Run(app, new Arguments([.. args.Skip(words)]), CancellationToken.None);
        }
        catch (CommandException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            Environment.ExitCode = 1;
        }
        catch (System.Data.Common.DbException fault) when (fault.Message.StartsWith("Table '", StringComparison.Ordinal) && fault.Message.EndsWith("doesn't exist", StringComparison.Ordinal))
        {
            await Console.Error.WriteLineAsync("The database has no tables yet, or those of an older program: run \"migrate\" first.");
            Environment.ExitCode = 1;
        }

        return true;
    }
}

/// <summary><c>migrate</c>: brings the schema up to date, from one place.</summary>
public sealed class Migrate(MassarDb db) : IProgramCommand
{
    public static string Name => "migrate";

    public async Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct)
    {
        var pending = (await db.Database.GetPendingMigrationsAsync(ct)).ToList();
        await db.Database.MigrateAsync(ct);
        await AfterMigrate.RunAll(app.Services, db, ct);
        Console.WriteLine(pending.Count == 0 ? "The schema is up to date." : $"Applied: {string.Join(", ", pending)}.");
        return 0;
    }
}

/// <summary><c>routes --json</c>: every endpoint, who may call it, whether it changes state.</summary>
public sealed class Routes : IProgramCommand
{
    public static string Name => "routes";

    public Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct)
    {
        app.MapHealth();
        app.MapApiDescription();
        app.MapAreas();
        var routes = RouteList.Of(((IEndpointRouteBuilder)app).DataSources);
        if (arguments.Has("json"))
            Console.WriteLine(JsonSerializer.Serialize(routes, new JsonSerializerOptions { WriteIndented = true }));
        else
            foreach (var route in routes)
                Console.WriteLine($"{route.Method,-6} {route.Template,-70} {(route.Anonymous ? "anyone" : route.Permissions.Count == 0 ? "signed in" : string.Join(" or ", route.Permissions))}");
        return Task.FromResult(0);
    }
}
