using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Registrations.SubmitRegistration;

/// <summary>A family reads the whole file once more and sends it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var family = area.ForFamilies();

        family.Pages.MapGet("{id:long}/summary", (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        family.Pages.MapPost("{id:long}/submit", (long id, [FromForm] Input input, Reader reader, Bus bus) => bus
            .Do(new Command(id, input.OtherChild == "1", reader.Language)).ThenAsk(new Query(id))
            .GoingTo(_ => Links.Receipt(id)).As<Card>());

        family.Api.MapGet("{id:long}/summary", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        family.Api.MapPost("{id:long}/submit", (long id, ApiInput input, Reader reader, Bus bus) => bus.Do(new Command(id, input.OtherChild, reader.Language)).AsJson());
    }

    /// <param name="OtherChild">There is a request for a child of the same name and birth date, and this is another child.</param>
    public sealed record ApiInput(bool OtherChild = false);

    public sealed record Input
    {
        public string? OtherChild { get; init; }
    }
}
