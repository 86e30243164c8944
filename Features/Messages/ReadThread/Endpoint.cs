using System.Globalization;
using Massar.Features.Messages.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Messages.ReadThread;

/// <summary>The family and the school read a conversation and write the next thing in it: an answer, or the question again.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Write, Permissions.Own, Permissions.Teach, Permissions.Life, Permissions.Desk, Permissions.Lead).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            int? version = int.TryParse(form["Version"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : null;
            return await bus.Do(new Command(id, version, form["Text"], await FormPicture.Read(form, ct), await FormPicture.ReadVoice(form, ct)))
                .ThenAsk(new Query(id)).GoingTo(_ => Links.Thread(id), saying: "messages.sent").As<Form>();
        });

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Version, input.Text, input.Picture, input.Voice)).AsJson());
    }

    /// <param name="Version">Of the conversation as it was read; null from a program that does not mind.</param>
    /// <param name="Picture">JPEG or PNG, in base 64.</param>
    /// <param name="Voice">From a family alone: at most twenty seconds of Opus or AAC in WebM, Ogg or MP4, in base 64; then the text may be empty.</param>
    public sealed record Input(int? Version, string? Text, byte[]? Picture, byte[]? Voice);
}
