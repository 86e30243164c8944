using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.PupilNotes.OpenNote;

/// <summary>The head opens a note that waits for a decision: it is written down who reads the file, and then the note is shown.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "notes/{id:long}/open";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Allow);

        area.Pages.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).ThenGo(_ => FormattableString.Invariant($"{Links.Waiting}#n{id}")));

        area.Api.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).AsJson());
    }
}
