using Massar.Features.Messages.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Messages.WriteFirst;

/// <summary>A teacher writes first to the family of a pupil he teaches today, or to those of the class; a head and a supervisor to those of the school.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "write/{classId:int}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Teach, Permissions.Life, Permissions.Lead).NeverStored();

        area.Pages.MapGet("write", (Bus bus) => bus.Ask(new ClassesQuery()).As<Table>());

        area.Api.MapGet("write", (Bus bus) => bus.Ask(new ClassesQuery()).AsJson());

        area.Pages.MapGet(Route, (int classId, string? subject, Bus bus) => bus.Ask(new Query(classId, subject)).As<Form>());

        area.Pages.MapPost(Route, async (int classId, string? subject, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command(classId, subject, form["To"], form["Text"], await FormPicture.Read(form, ct)))
                .ThenAsk(new Query(classId, subject)).GoingTo(Links.Letter, saying: "messages.letter.sent").As<Form>();
        });

        area.Api.MapGet(Route, (int classId, string? subject, Bus bus) => bus.Ask(new Query(classId, subject)).AsJson());

        area.Api.MapPost(Route, (int classId, string? subject, Input input, Bus bus) => bus.Do(new Command(classId, subject, input.To, input.Text, input.Picture)).AsJson());
    }

    /// <param name="To">The number of a pupil, or all.</param>
    /// <param name="Picture">JPEG or PNG, in base 64.</param>
    public sealed record Input(string? To, string? Text, byte[]? Picture);
}
