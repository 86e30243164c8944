using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.PupilNotes.ShowMine;

/// <summary>A guardian, or a pupil of age, reads what the school noted for teaching this year, and who has read the file.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("mine", (Bus bus) => bus.Ask(new Query(null)).As<Card>());
        area.Pages.MapGet("mine/{pupil:long}", (long pupil, Bus bus) => bus.Ask(new Query(pupil)).As<Card>());

        area.Api.MapGet("mine", (Bus bus) => bus.Ask(new Query(null)).AsJson());
        area.Api.MapGet("mine/{pupil:long}", (long pupil, Bus bus) => bus.Ask(new Query(pupil)).AsJson());
    }
}
