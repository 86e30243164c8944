using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffPapers.ListMyPapers;

/// <summary>An employee finds the papers got so far, and gets another.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Ask).NeverStored();

        area.Pages.MapGet("/", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).As<List>());

        area.Api.MapGet("", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).AsJson());
    }
}
