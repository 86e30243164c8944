using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Discipline.OpenCase;

/// <summary>The human resources office opens a case: what somebody is reproached with is communicated to him, and his explanations are asked for by a day.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "new";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Handle).NeverStored();

        area.Pages.MapGet(Route, (string? ppr, string? awaited, Bus bus) => bus.Ask(new Query(ppr, awaited)).As<Form>());

        area.Pages.MapPost(Route, ([FromForm] Input input, Bus bus) =>
            bus.Do(new Command(input.Ppr, input.Day, input.Facts, input.Pieces)).ThenAsk(new Query(input.Ppr)).GoingTo(o => Links.Case(o.Case), saying: "discipline.said.opened").As<Form>());

        area.Api.MapPost(Route, (Input input, Bus bus) => bus.Do(new Command(input.Ppr, input.Day, input.Facts, input.Pieces)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Payroll number of the person.</summary>
        public string? Ppr { get; init; }

        /// <summary>The day of the facts, yyyy-MM-dd.</summary>
        public string? Day { get; init; }

        public string? Facts { get; init; }

        /// <summary>The papers of the file, by name.</summary>
        public string? Pieces { get; init; }
    }
}
