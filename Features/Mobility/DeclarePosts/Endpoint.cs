using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Mobility.DeclarePosts;

/// <summary>An office declares the vacant seats of its territory, by place and discipline, until the result is published.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/runs/{campaign:int}/posts";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Run, Permissions.ValidateProvince, Permissions.ValidateAcademy);

        area.Pages.MapGet(Route, (int campaign, long? post, int? page, Bus bus) => bus.Ask(new Query(campaign, post, page ?? 1)).As<Form>());
        area.Pages.MapPost(Route, (int campaign, [FromForm] Input input, Bus bus) => bus
            .Do(input.ToCommand(campaign)).ThenAsk(new Query(campaign, input.PostNumber, 1)).GoingTo(_ => Links.Posts(campaign), saying: "mobility.posts.saved").As<Form>());

        area.Api.MapGet(Route, (int campaign, int? page, Bus bus) => bus.Ask(new Query(campaign, null, page ?? 1)).AsJson());
        area.Api.MapPut(Route, (int campaign, Input input, Bus bus) => bus.Do(input.ToCommand(campaign)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>A declared post that is changed; none for a new one.</summary>
        public string? Post { get; init; }

        public string? Version { get; init; }

        public string? PlaceCode { get; init; }

        public string? GroupCode { get; init; }

        public string? Seats { get; init; }

        internal long? PostNumber => long.TryParse(Post, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

        internal Command ToCommand(int campaign) =>
            new(campaign, PostNumber, int.TryParse(Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0, PlaceCode, GroupCode, Seats);
    }
}
