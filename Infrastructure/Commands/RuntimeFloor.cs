using Massar.Infrastructure.Web;

namespace Massar.Infrastructure.Commands;

/// <summary>
/// The oldest .NET the program serves real people on: older ones have holes that are public. A demo, which holds nobody's data, starts
/// on them and says so.
/// </summary>
public static class RuntimeFloor
{
    /// <summary>The servicing release the program counts on; raised with each one that mends something the program is open to.</summary>
    public static readonly Version Oldest = new(10, 0, 13);

    /// <summary>What is wrong with a runtime; null when nothing is.</summary>
    public static string? Lacks(Version running) =>
        running < Oldest ? $"the runtime {running.ToString(3)} is older than {Oldest}: install the current servicing release of .NET {Oldest.Major}" : null;

    /// <summary>Whether the program may serve on a runtime; what is wrong is said either way.</summary>
    public static bool MayServe(Version running, bool isDemo, Action<string> say)
    {
        if (Lacks(running) is not { } lack)
            return true;
        say(isDemo ? $"massar: {lack} (accepted in a demo)" : $"massar: {lack}");
        return isDemo;
    }

    /// <inheritdoc cref="MayServe(Version, bool, Action{string})"/>
    public static bool MayServe(this WebApplication app) => MayServe(Environment.Version, app.Configuration.IsDemo(), Console.Error.WriteLine);
}
