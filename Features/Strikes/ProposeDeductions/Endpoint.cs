using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Strikes.ProposeDeductions;

/// <summary>The office proposes deductions of one list, each by choice: for those whose reply was not accepted, and for those who did not reply in their days.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/deductions";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Handle).NeverStored();

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(new Command(id, input.Ripe, input.Line ?? [])).Then(result => new PartialAnswer(typeof(Receipt), new() { ["Model"] = result })));

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Ripe, input.Line ?? [])).AsJson());
    }

    /// <param name="Ripe">How many it was for when the list was read.</param>
    public sealed record Input(string? Ripe)
    {
        /// <summary>The absences chosen.</summary>
        public long[]? Line { get; init; }
    }
}
