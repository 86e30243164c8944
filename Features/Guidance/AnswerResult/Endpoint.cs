using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Guidance.AnswerResult;

/// <summary>A family follows a child's wishes, reads the result and why it is so from the hour of publication on, and accepts it or appeals.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "children/{pupil:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Wish).NeverStored();

        area.Pages.MapGet(Route, (long pupil, Bus bus) => bus.Ask(new Query(pupil)).As<Case>());

        area.Pages.MapPost($"{Route}/answer", (long pupil, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(pupil)).ThenAsk(new Query(pupil)).GoingTo(_ => Links.Child(pupil), saying: "guidance.answered").As<Case>());

        area.Api.MapGet(Route, (long pupil, Bus bus) => bus.Ask(new Query(pupil)).AsJson());

        area.Api.MapPost($"{Route}/answer", (long pupil, Input input, Bus bus) => bus.Do(input.ToCommand(pupil)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>accept or appeal.</summary>
        public string? Answer { get; init; }

        /// <summary>Why, when appealing.</summary>
        public string? Reason { get; init; }

        internal Command ToCommand(long pupil) => new(pupil, TypedVersion.Read(Version), Answer, Reason);
    }
}
