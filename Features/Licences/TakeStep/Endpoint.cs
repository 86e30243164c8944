using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Licences.TakeStep;

/// <summary>The directorate sends a file to the commission, who asked takes it back, the academy writes down what the commission decided.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "cases/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.School, Permissions.Study, Permissions.Decide).NeverStored();

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus
            .Do(input.To(id)).ThenAsk(new ShowCase.Query(id)).GoingTo(_ => Links.Case(id), saying: "ui.saved").As<ShowCase.Card>());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.To(id)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>As it was read with the file.</summary>
        public string? Version { get; init; }

        /// <summary>send, withdraw, grant, return, refuse.</summary>
        public string? Do { get; init; }

        public string? Opinion { get; init; }

        /// <summary>Day of the commission's minutes, ISO.</summary>
        public string? CommissionOn { get; init; }

        public string? CommissionReference { get; init; }

        /// <summary>Last day of the licence, ISO.</summary>
        public string? ExpiresOn { get; init; }

        public string? Conditions { get; init; }

        public string? Reason { get; init; }

        internal Command To(long id) => new(id, TypedVersion.Read(Version), Do, Opinion, CommissionOn, CommissionReference, ExpiresOn, Conditions, Reason);
    }
}
