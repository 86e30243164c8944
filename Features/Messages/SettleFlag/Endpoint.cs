using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Messages.SettleFlag;

/// <summary>The head writes down what was done about a danger; the family does not read it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/settle";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Lead).NeverStored();

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, int.TryParse(input.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null, input.Measures)).ThenGo(_ => Links.Thread(id), saying: "ui.saved"));

        area.Api.MapPost(Route, (long id, ApiInput input, Bus bus) => bus.Do(new Command(id, input.Version, input.Measures)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>What was done.</summary>
        public string? Measures { get; init; }
    }

    /// <param name="Version">Of the conversation as it was read; null from a program that does not mind.</param>
    public sealed record ApiInput(int? Version, string? Measures);
}
