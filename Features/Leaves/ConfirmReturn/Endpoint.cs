using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Leaves.ConfirmReturn;

/// <summary>The employee confirms the first day back that was recorded, which seals the minutes, or says why it is not the right one.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/return/answer";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus
            .Do(input.ToCommand(id)).ThenGo(_ => Links.Case(id), saying: input.Do == Command.Contest ? "leaves.return.contested" : "leaves.return.confirmed"));
        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.ToCommand(id)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>confirm or contest.</summary>
        public string? Do { get; init; }

        /// <summary>What is wrong with the day.</summary>
        public string? Remark { get; init; }

        internal Command ToCommand(long id) => new(id, TypedVersion.Read(Version), Do, Remark);
    }
}
