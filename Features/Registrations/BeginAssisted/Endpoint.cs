using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.BeginAssisted;

/// <summary>A desk begins a draft for the family at the window.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Assist).NeverStored();
        desk.Pages.MapPost("assist", (Bus bus) => bus.Do(new Command()).ThenGo(begun => Links.AssistStep(begun.Id, Topics.Steps[0])));
        desk.Api.MapPost("assist", (Bus bus) => bus.Do(new Command()).AsJson());
    }
}
