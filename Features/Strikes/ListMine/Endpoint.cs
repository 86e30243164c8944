using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Strikes.ListMine;

/// <summary>An employee sees the strike days he was entered for, and by when he may reply.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("mine", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).As<Table>());

        area.Api.MapGet("mine", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).AsJson());
    }
}
