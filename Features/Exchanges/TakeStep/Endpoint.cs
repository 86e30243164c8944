using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Exchanges.TakeStep;

/// <summary>Those who exchange accept, refuse or withdraw; a head adds a remark; the office whose turn it is agrees or refuses with a code.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own, Permissions.Remark, Permissions.Agree).NeverStored();

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus
            .Do(input.ToCommand(id)).ThenAsk(new ShowExchange.Query(id)).GoingTo(_ => Links.Case(id), saying: $"exchanges.said.{Said(input.Do)}").As<ShowExchange.Card>());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.ToCommand(id)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>accept, refuse, withdraw, remark, agree, reject.</summary>
        public string? Do { get; init; }

        /// <summary>Why an office refuses.</summary>
        public string? Code { get; init; }

        public string? Words { get; init; }

        internal Command ToCommand(long id) => new(id, TypedVersion.Read(Version), Do, Code, Words);
    }

    private static string Said(string? act) => Command.Acts.Contains(act) ? act! : Command.Acts[0];
}
