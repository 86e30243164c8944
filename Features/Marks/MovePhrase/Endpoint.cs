using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.MovePhrase;

/// <summary>A teacher moves a phrase one place up or down in the own bank.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter);

        foreach (var (way, step) in ((string, int)[])[("up", -1), ("down", 1)])
        {
            area.Pages.MapPost($"phrases/{{id:long}}/{way}", (long id, int? version, Bus bus) => bus.Do(new Command(id, version ?? -1, step)).ThenGo(language => $"{Links.PhrasesIn(language)}#p{id}"));

            area.Api.MapPost($"phrases/{{id:long}}/{way}", (long id, int? version, Bus bus) => bus.Do(new Command(id, version ?? -1, step)).AsJson());
        }
    }
}
