using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Employees.FindEmployee;

/// <summary>An office finds a member of the staff below it by payroll number, identity card or name in either script.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.View).NeverStored();

        area.Pages.MapGet("/", (string? q, Bus bus) => bus.Ask(new Query(q)).As<List>());

        area.Api.MapGet("", (string? q, Bus bus) => bus.Ask(new Query(q)).AsJson());
    }
}
