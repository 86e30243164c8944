using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Messages.CloseThread;

/// <summary>A guardian ends a conversation and says whether it was answered.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/close";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Write, Permissions.Own).NeverStored();

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, int.TryParse(input.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null, input.Answered)).ThenGo(_ => Links.Thread(id), saying: "messages.closed"));

        area.Api.MapPost(Route, (long id, ApiInput input, Bus bus) => bus.Do(new Command(id, input.Version, input.Answered)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        public string? Answered { get; init; }
    }

    /// <param name="Version">Of the conversation as it was read; null from a program that does not mind.</param>
    /// <param name="Answered">yes or no.</param>
    public sealed record ApiInput(int? Version, string? Answered);
}
