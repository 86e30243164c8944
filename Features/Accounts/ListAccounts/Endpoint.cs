using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Accounts.ListAccounts;

/// <summary>The ministry looks for an account.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var managers = area.Requiring(Permissions.Manage);

        managers.Pages.MapGet("/all", (string? search, string? role, int? page, Bus bus) => bus.Ask(new Query(search, role, page ?? 1)).As<Table>());
        managers.Api.MapGet("/all", (string? search, string? role, int? page, Bus bus) => bus.Ask(new Query(search, role, page ?? 1)).AsJson());
    }
}
