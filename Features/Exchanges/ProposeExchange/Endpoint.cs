using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Exchanges.ProposeExchange;

/// <summary>A teacher proposes an exchange to one or two others, found on the board or named by payroll number, for a day all would change places.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("/new", (string? with, string? third, Bus bus) => bus.Ask(new Query(Number(with), Number(third))).As<Form>());

        area.Pages.MapPost("/new", ([FromForm] Input input, Bus bus) => bus
            .Do(input.ToCommand()).ThenAsk(new Query(Number(input.With), Number(input.Third))).GoingTo(p => Links.Case(p.Exchange), "exchanges.said.proposed").As<Form>());

        area.Api.MapGet("/new", (string? with, string? third, Bus bus) => bus.Ask(new Query(Number(with), Number(third))).AsJson());

        area.Api.MapPost("/new", (Input input, Bus bus) => bus.Do(input.ToCommand()).AsJson());
    }

    private static long? Number(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public sealed record Input
    {
        /// <summary>Line of the board whose post the proposer takes; otherwise <see cref="Ppr"/>.</summary>
        public string? With { get; init; }

        /// <summary>Line of the board, in a circle of three; otherwise <see cref="ThirdPpr"/>.</summary>
        public string? Third { get; init; }

        public string? Ppr { get; init; }

        public string? ThirdPpr { get; init; }

        /// <summary>The day all change places.</summary>
        public string? Day { get; init; }

        internal Command ToCommand() => new(Number(With), Number(Third), Ppr, ThirdPpr, Day);
    }
}
