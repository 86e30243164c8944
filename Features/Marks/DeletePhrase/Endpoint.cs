using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.DeletePhrase;

/// <summary>A teacher takes a phrase out of the own bank, and brings it back.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter);

        foreach (var (verb, deletes) in ((string, bool)[])[("delete", true), ("restore", false)])
            area.Pages.MapPost($"phrases/{{id:long}}/{verb}", (long id, int? version, Bus bus) =>
                bus.Do(new Command(id, version ?? -1, deletes)).ThenGo(Links.PhrasesIn, deletes ? "marks.phrase.deleted" : "marks.phrase.restored"));

        area.Api.MapDelete("phrases/{id:long}", (long id, int? version, Bus bus) => bus.Do(new Command(id, version ?? -1, Deletes: true)).AsJson());
        area.Api.MapPost("phrases/{id:long}/restore", (long id, int? version, Bus bus) => bus.Do(new Command(id, version ?? -1, Deletes: false)).AsJson());
    }
}
