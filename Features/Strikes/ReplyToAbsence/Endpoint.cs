using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Strikes.ReplyToAbsence;

/// <summary>An employee reads one strike day he was entered for, with the rule, and replies with words and a paper before anything is decided.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "mine/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            using var memory = new MemoryStream();
            if (form.Files.GetFile("Paper") is { } file)
                await file.CopyToAsync(memory, ct);
            return await bus.Do(new Command(id, form["Words"], form["Version"], memory.ToArray())).ThenAsk(new Query(id)).GoingTo(_ => Links.MyAbsence(id), saying: "strikes.said.replied").As<Form>();
        });

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Words, input.Version, input.Paper ?? [])).AsJson());
    }

    /// <param name="Paper">JPEG, PNG or PDF, in base 64.</param>
    public sealed record Input(string? Words, string? Version, byte[]? Paper);
}
