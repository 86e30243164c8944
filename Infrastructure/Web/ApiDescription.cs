using Massar.Infrastructure.Ui;

namespace Massar.Infrastructure.Web;

/// <summary>The API's description at /openapi/v1.json and a page to browse it, in production for signed-in staff only.</summary>
public static class ApiDescription
{
    public static void MapApiDescription(this WebApplication app)
    {
        var isDemo = app.Configuration.IsDemo();
        var gate = new Gate([], Anonymous: isDemo);
        app.MapOpenApi("/openapi/{documentName}.json").WithMetadata(gate);
        app.MapGet("/openapi", (IEnumerable<EndpointDataSource> sources) =>
            new PartialAnswer(typeof(ApiPage), new() { ["Model"] = RouteList.Of(sources).Where(r => r.Template.StartsWith("/api/", StringComparison.Ordinal)).ToList() }))
            .WithMetadata(gate).ExcludeFromDescription();
        // What somebody types who looks for it.
        app.MapGet("/api", () => Results.Redirect("/openapi")).WithMetadata(gate).ExcludeFromDescription();
    }
}
