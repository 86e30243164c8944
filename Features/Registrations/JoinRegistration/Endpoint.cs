using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.JoinRegistration;

/// <summary>A second guardian whose child already has a live request joins it and follows it from then on.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/join";

    public static void Map(AreaRoutes area)
    {
        var family = area.ForFamilies();
        family.Pages.MapPost(Route, (long id, Reader reader, Bus bus) => bus.Do(new Command(id, reader.Language)).ThenGo(joined => Links.Follow(joined.Id), "registrations.joined"));
        family.Api.MapPost(Route, (long id, Reader reader, Bus bus) => bus.Do(new Command(id, reader.Language)).AsJson());
    }
}
