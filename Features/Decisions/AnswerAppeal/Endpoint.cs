using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Decisions.AnswerAppeal;

/// <summary>The office answers an appeal with its reasons: the decision is kept, or taken back by a second one that is on its way or signed; never who prepared, visaed or signed it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "appeals/{appeal:long}";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Appeals).NeverStored();

        decisions.Pages.MapGet(Route, (long appeal, Bus bus) => bus.Ask(new Query(appeal)).As<Form>());
        decisions.Pages.MapPost(Route, (long appeal, [FromForm] Input input, Bus bus) => bus
            .Do(input.ToCommand(appeal)).ThenAsk(new Query(appeal)).GoingTo(_ => Links.Appeals(), "decisions.appeal.decided").As<Form>());
        decisions.Api.MapGet(Route, (long appeal, Bus bus) => bus.Ask(new Query(appeal)).AsJson());
        decisions.Api.MapPost(Route, (long appeal, Input input, Bus bus) => bus.Do(input.ToCommand(appeal)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>The appeal as it was read.</summary>
        public string? Version { get; init; }

        /// <summary>kept, or accepted.</summary>
        public string? Ruling { get; init; }

        public string? Answer { get; init; }

        internal Command ToCommand(long appeal) => new(appeal, int.TryParse(Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1, Ruling, Answer);
    }
}
