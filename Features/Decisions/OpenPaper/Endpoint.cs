using Massar.Features.Files.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.OpenPaper;

/// <summary>Whoever has a decision before him, as its preparer, at a visa or at the signature, opens one of its papers by a button: that is written down, and the employee concerned reads it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{decision:long}/papers/{code}";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Visa, Permissions.Sign, Permissions.Prepare).NeverStored();

        foreach (var door in (LateRoutes[])[decisions.Pages, decisions.Api])
            door.MapPost(Route, (long decision, string code, Bus bus) => bus.Do(new Command(decision, code)).Then(opened => new FileAnswer(opened.File)));
    }
}
