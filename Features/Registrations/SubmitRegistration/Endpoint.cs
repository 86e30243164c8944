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
        var pages = area.ForFamilies();

        pages.MapGet("{id:long}/summary", (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        pages.MapPost("{id:long}/submit", (long id, [FromForm] Input input, Reader reader, Bus bus) => bus
            .Do(new Command(id, input.OtherChild == "1", reader.Language)).ThenAsk(new Query(id))
            .GoingTo(_ => Links.Receipt(id)).As<Card>());
    }

    public sealed record Input
    {
        public string? OtherChild { get; init; }
    }
}
