using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Installations.TakeStep;

/// <summary>The receiving side records the day of presence, the person confirms or contests it, the place left gives the last day there.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own, Permissions.Receive).NeverStored();

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus
            .Do(input.ToCommand(id)).ThenAsk(new ShowInstallation.Query(id)).GoingTo(_ => Links.Case(id), saying: $"installations.said.{Said(input.Do)}").As<ShowInstallation.Card>());
        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.ToCommand(id)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>present, confirm, contest, leave.</summary>
        public string? Do { get; init; }

        /// <summary>ISO.</summary>
        public string? Day { get; init; }

        public string? Remark { get; init; }

        internal Command ToCommand(long id) => new(id, TypedVersion.Read(Version), Do, Day, Remark);
    }

    private static string Said(string? act) => Command.Acts.Contains(act) ? act! : Command.Acts[0];
}
