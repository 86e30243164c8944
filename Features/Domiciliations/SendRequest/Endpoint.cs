using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Domiciliations.SendRequest;

/// <summary>Who prepared a request sends it to the office, after giving the second factor again.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/send";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(new Command(id, TypedVersion.Read(input.Version))).ThenGo(_ => Links.Request(id), saying: "domiciliations.said.send"));

        area.Api.MapPost(Route, (long id, ApiInput input, Bus bus) => bus.Do(new Command(id, input.Version)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Of the request as it was read.</summary>
        public string? Version { get; init; }
    }

    /// <param name="Version">As it was read.</param>
    public sealed record ApiInput(int Version);
}
