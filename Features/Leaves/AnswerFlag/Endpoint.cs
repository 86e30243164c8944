using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Leaves.AnswerFlag;

/// <summary>An employee reads why he is asked and answers in his days; then, and not before, the directorate concludes. The head reads along.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "flags/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own, Permissions.Follow).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(new Command(id, input.Act, input.Words)).ThenAsk(new Query(id)).GoingTo(_ => Links.Flag(id), saying: "ui.saved").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Act, input.Words)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>reply for the employee; close or refer for the directorate.</summary>
        public string? Act { get; init; }

        /// <summary>The answer, or what is concluded.</summary>
        public string? Words { get; init; }
    }
}
