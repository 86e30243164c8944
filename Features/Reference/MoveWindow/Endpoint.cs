using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Reference.MoveWindow;

/// <summary>A directorate gives its own schools other days of a window, within what the ministry allows, or takes them back.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "windows/{entry:int}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Windows);

        area.Pages.MapGet(Route, (int entry, Bus bus) => bus.Ask(new Query(entry)).As<Form>());

        area.Pages.MapPost(Route, (int entry, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(entry)).ThenAsk(new Query(entry)).GoingTo(_ => Links.Windows, saying: "reference.window.moved").As<Form>());

        area.Pages.MapPost($"{Route}/back", (int entry, [FromForm] BackInput input, Bus bus) =>
            bus.Do(new BackCommand(entry, TypedVersion.Read(input.Version))).ThenGo(_ => Links.Windows, saying: "reference.window.taken-back"));

        area.Api.MapGet(Route, (int entry, Bus bus) => bus.Ask(new Query(entry)).AsJson());

        area.Api.MapPut(Route, (int entry, Input input, Bus bus) => bus.Do(input.ToCommand(entry)).AsJson());

        area.Api.MapPost($"{Route}/back", (int entry, BackInput input, Bus bus) => bus.Do(new BackCommand(entry, TypedVersion.Read(input.Version))).AsJson());
    }

    public sealed record Input
    {
        /// <summary>First day, yyyy-MM-dd.</summary>
        public string? StartsOn { get; init; }

        /// <summary>Last day.</summary>
        public string? EndsOn { get; init; }

        /// <summary>Heads read it.</summary>
        public string? Reason { get; init; }

        /// <summary>Of the directorate's days as they were read; -1 where there were none.</summary>
        public string? Version { get; init; }

        internal Command ToCommand(int entry) => new(entry, StartsOn, EndsOn, Reason, TypedVersion.Read(Version));
    }

    public sealed record BackInput
    {
        public string? Version { get; init; }
    }
}
