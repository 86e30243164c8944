using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Domiciliations.TreatRequest;

/// <summary>The HR office compares number, holder and paper: one person notes that they agree, a second one accepts; either returns or refuses with a named reason.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/treat";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Treat).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.Act, input.Reason, input.Remark, input.Version)).ThenAsk(new Query(id)).GoingTo(_ => Links.Request(id), saying: "ui.saved").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, ApiInput input, Bus bus) => bus.Do(new Command(id, input.Act, input.Reason, input.Remark, input.Version.ToString(CultureInfo.InvariantCulture))).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Check, Accept, Return, Refuse.</summary>
        public string? Act { get; init; }

        /// <summary>Code of the reason of a return or refusal.</summary>
        public string? Reason { get; init; }

        /// <summary>The office's words to the employee.</summary>
        public string? Remark { get; init; }

        /// <summary>Of the request as it was read.</summary>
        public string? Version { get; init; }
    }

    /// <param name="Act">Check, Accept, Return, Refuse.</param>
    /// <param name="Reason">Code of the reason of a return or refusal.</param>
    /// <param name="Version">As it was read.</param>
    public sealed record ApiInput(string? Act, string? Reason, string? Remark, int Version);
}
