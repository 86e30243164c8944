using Massar.Features.Messages.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Messages.WriteMessage;

/// <summary>A guardian writes about a child: a question or a problem, to whom it concerns; a meeting is taken elsewhere.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "children/{pupil:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Write).NeverStored();

        area.Pages.MapGet(Route, (long pupil, string? kind, Bus bus) => bus.Ask(new Query(pupil, kind)).As<Form>());

        area.Pages.MapPost(Route, async (long pupil, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var kind = form["Kind"].ToString();
            return await bus.Do(new Command(pupil, kind, form["To"], form["Text"], form["Danger"] == "yes", await FormPicture.Read(form, ct), await FormPicture.ReadVoice(form, ct)))
                .ThenAsk(new Query(pupil, kind)).GoingTo(Links.Thread, saying: "messages.sent").As<Form>();
        });

        area.Api.MapGet(Route, (long pupil, string? kind, Bus bus) => bus.Ask(new Query(pupil, kind)).AsJson());

        area.Api.MapPost(Route, (long pupil, Input input, Bus bus) => bus.Do(new Command(pupil, input.Kind, input.To, input.Text, input.Danger, input.Picture, input.Voice)).AsJson());
    }

    /// <param name="Kind">question or problem.</param>
    /// <param name="To">A door as the question lists them: the number of a teaching assignment, life, office or head.</param>
    /// <param name="Danger">A child is in danger or threatened: the head reads it at once.</param>
    /// <param name="Picture">JPEG or PNG, in base 64.</param>
    /// <param name="Voice">At most twenty seconds of Opus or AAC in WebM, Ogg or MP4, in base 64; then the text may be empty.</param>
    public sealed record Input(string? Kind, string? To, string? Text, bool Danger, byte[]? Picture, byte[]? Voice);
}
