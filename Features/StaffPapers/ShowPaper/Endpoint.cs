using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffPapers.ShowPaper;

/// <summary>The employee, or the office that answers for it, looks at a paper: its file, or what must be put right and by whom.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Ask, Permissions.Issue, Permissions.Revoke).NeverStored();

        area.Pages.MapGet("/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Api.MapGet("/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
