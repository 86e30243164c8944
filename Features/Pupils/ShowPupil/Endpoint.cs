using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Pupils.ShowPupil;

/// <summary>A school reads a pupil's file: identity, act of birth, who stands for the child on a day, every year of school.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.View).NeverStored();

        area.Pages.MapGet(Route, (long id, string? on, Bus bus) => bus.Ask(new Query(id, on)).As<File>());

        area.Api.MapGet(Route, (long id, string? on, Bus bus) => bus.Ask(new Query(id, on)).AsJson());
    }
}
