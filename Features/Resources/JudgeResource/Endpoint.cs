using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Resources.JudgeResource;

/// <summary>An inspector or the ministry publishes a resource or returns it with a reason, and takes back what is published; its author may take back the own.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "desk/{id:long}/judge";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Judge, Permissions.Offer);

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(input.ToCommand(id)).ThenAsk(new Query(id)).GoingTo(_ => Links.One(id)).As<Form>());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.ToCommand(id)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Of the resource as it was read.</summary>
        public string? Version { get; init; }

        /// <summary>publish, return or take-back.</summary>
        public string? Do { get; init; }

        /// <summary>Needed unless it is published.</summary>
        public string? Reason { get; init; }

        internal Command ToCommand(long id) => new(id, TypedVersion.Read(Version), Do, Reason);
    }
}
