using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Accounts.ListMyClasses;

/// <summary>A teacher finds the classes for whose pupils new codes may be printed: those he teaches most.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.ClassCodes);

        area.Pages.MapGet("/classes", (Bus bus) => bus.Ask(new Query()).As<List>());
        area.Api.MapGet("/classes", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
