using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffFiles.AnswerLacks;

/// <summary>The office that sent the file says of each page the receiver did not find where it is: sent after, copied, never in the file, or lost.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/answer";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Handle).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command(id, TypedVersion.Read(form["Version"]), SaidPages.Read(form)))
                .ThenAsk(new Query(id)).GoingTo(_ => Links.Transfer(id), saying: "staff-files.said.answered").As<Form>();
        });

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Version, [.. (input.Pages ?? []).OfType<Given>().Select(p => new SaidPage(p.Page, p.Answer, p.Note))])).AsJson());
    }

    public sealed record Input(int Version, IReadOnlyList<Given>? Pages);

    /// <param name="Page">The line.</param>
    /// <param name="Answer">Sent, Copied, NotThere or Lost.</param>
    public sealed record Given(long Page, string? Answer, string? Note);
}
