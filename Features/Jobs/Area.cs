using System.Globalization;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.WebUtilities;

namespace Massar.Features.Jobs;

/// <summary>Long work a person asked for: how far it is, what failed, how to stop it.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "jobs";

    public static string? Title => "jobs.menu";

    public static IEnumerable<MenuEntry> Menu => [new("jobs.menu", Links.All(), Permissions.Watch, 20)];
}

public static class Links
{
    public static string All(string? state = null, int page = 1) => QueryHelpers.AddQueryString("/jobs", new Dictionary<string, string?>
    {
        ["state"] = string.IsNullOrEmpty(state) ? null : state,
        ["page"] = page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null,
    });

    public static string Job(long id) => $"/jobs/{id}";
}
