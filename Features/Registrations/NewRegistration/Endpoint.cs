using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Registrations.NewRegistration;

/// <summary>A family begins a request for a child.</summary>
public sealed class Endpoint : Massar.Infrastructure.Web.IEndpoint
{
    public static void Map(Massar.Infrastructure.Web.AreaRoutes area) =>
        area.ForFamilies().MapPost("new", (Reader reader, Bus bus) => bus.Do(new Command(reader.Language)).ThenGo(begun => Links.Step(begun.Id, Topics.Steps[0])));
}
