using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Timetables.ShowMyWeek;

/// <summary>A teacher reads their own week, a pupil that of the class, a guardian that of a child.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var own = area.Requiring(Permissions.Own, Permissions.Teach).NeverStored();
        var family = area.Requiring(Permissions.Children).NeverStored();

        own.Pages.MapGet("mine", (Bus bus) => bus.Ask(new Query(null)).As<Card>());
        own.Api.MapGet("mine", (Bus bus) => bus.Ask(new Query(null)).AsJson());

        family.Pages.MapGet("children", (Bus bus) => bus.Ask(new FamilyQuery()).As<List>());
        family.Api.MapGet("children", (Bus bus) => bus.Ask(new FamilyQuery()).AsJson());

        family.Pages.MapGet("children/{pupil:long}", (long pupil, Bus bus) => bus.Ask(new Query(pupil)).As<Card>());
        family.Api.MapGet("children/{pupil:long}", (long pupil, Bus bus) => bus.Ask(new Query(pupil)).AsJson());
    }
}
