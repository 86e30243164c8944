using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.NewRegistration;

/// <summary>A family begins a request for a child.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var family = area.ForFamilies();
        family.Pages.MapPost("new", (Reader reader, Bus bus) => bus.Do(new Command(reader.Language)).ThenGo(begun => Links.Step(begun.Id, Topics.Steps[0])));
        family.Api.MapPost("", (Reader reader, Bus bus) => bus.Do(new Command(reader.Language)).AsJson());
    }
}
