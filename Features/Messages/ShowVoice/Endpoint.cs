using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Massar.Features.Messages.ShowVoice;

/// <summary>Who reads a conversation listens to a voice note that came with it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/voices/{file:guid}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Write, Permissions.Own, Permissions.Teach, Permissions.Life, Permissions.Desk, Permissions.Lead).NeverStored();

        foreach (var door in (LateRoutes[])[area.Pages, area.Api])
            door.MapGet(Route, (long id, Guid file, HttpContext http, Bus bus) => bus.Ask(new Query(id, file)).Then(note => Answer(http, note)));
    }

    // As pictures go out; in pieces, because some phones ask for a piece first.
    private static FileContentHttpResult Answer(HttpContext http, Note note)
    {
        Headers.Sandbox(http.Response);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store, private";
        return TypedResults.File(note.Bytes, note.ContentType, $"voice.{note.ContentType["audio/".Length..]}", enableRangeProcessing: true);
    }
}
