using System.Globalization;
using Massar.Infrastructure.Data;

namespace Massar.Infrastructure.Web;

/// <summary>
/// For measuring only (<c>Massar:Bench</c>): each answer says how many SQL statements it took and how long.
/// Such numbers tell a stranger what exists and what does not, so the program does not start with it outside the demo.
/// </summary>
public static class BenchHeaders
{
    public const string Setting = "Massar:Bench";

    /// <summary>SQL commands sent for this answer, the session's look-up among them.</summary>
    public const string Statements = "X-Sql";

    public static void UseBenchHeaders(this WebApplication app)
    {
        if (!app.Configuration.GetValue(Setting, false))
            return;
        if (!app.Configuration.IsDemo())
            throw new InvalidOperationException($"{Setting} is for measuring a demo; it shows what answers cost. Take it out of the settings.");

        app.Use(static (http, next) =>
        {
            var tally = StatementCounter.Start();
            var start = TimeProvider.System.GetTimestamp();
            http.Response.OnStarting(() =>
            {
                var spent = TimeProvider.System.GetElapsedTime(start);
                http.Response.Headers[Statements] = tally.Commands.Count.ToString(CultureInfo.InvariantCulture);
                http.Response.Headers["Server-Timing"] = string.Create(CultureInfo.InvariantCulture, $"app;dur={spent.TotalMilliseconds:0.00}");
                return Task.CompletedTask;
            });
            return next(http);
        });
    }
}
