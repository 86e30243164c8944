using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Discipline.AnswerCase;

/// <summary>An employee reads the file of a case about himself, says that he has read it, explains, and asks later that no trace of the sanction remains.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "mine/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.Do, input.Words, input.Version)).ThenAsk(new Query(id)).GoingTo(_ => Links.MyCase(id), saying: "ui.saved").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Do, input.Words, input.Version)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>seen, reply, erase.</summary>
        public string? Do { get; init; }

        /// <summary>The explanations.</summary>
        public string? Words { get; init; }

        public string? Version { get; init; }
    }
}
