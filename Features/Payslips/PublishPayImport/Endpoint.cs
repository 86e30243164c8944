using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Payslips.PublishPayImport;

/// <summary>A second person of the pay office lets the employees see the month a pay file wrote.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "imports/{id:int}/publish";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Import);

        area.Pages.MapPost(Route, (int id, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(id, TypedVersion.Read(input.Version))).ThenGo(_ => Links.Import(id), "payslips.import.published"));

        area.Api.MapPost(Route, (int id, ApiInput input, Bus bus) => bus.Do(new Command(id, input.Version)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }
    }

    /// <param name="Version">As it was read.</param>
    public sealed record ApiInput(int Version);
}
