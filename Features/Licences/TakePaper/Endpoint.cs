using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Licences.TakePaper;

/// <summary>Who asks hands a paper of the checklist in; the directorate hands it in for him at the counter, and says whether it is right.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "cases/{id:long}/papers/{paper:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.School, Permissions.Study).NeverStored();

        area.Pages.MapGet(Route, (long id, long paper, Bus bus) => bus.Ask(new Query(id, paper)).As<Form>());

        area.Pages.MapPost(Route, async (long id, long paper, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            using var memory = new MemoryStream();
            if (form.Files.GetFile("File") is { Length: > 0 } file)
                await file.CopyToAsync(memory, ct);
            return await bus.Do(new Command(id, paper, TypedVersion.Read(form["Version"]), form["Do"], form["Remark"], memory.ToArray())).ThenAsk(new Query(id, paper)).GoingTo(_ => $"{Links.Case(id)}#p{paper}", saying: "ui.saved").As<Form>();
        });

        area.Api.MapGet(Route, (long id, long paper, Bus bus) => bus.Ask(new Query(id, paper)).AsJson());

        area.Api.MapPost(Route, (long id, long paper, Input input, Bus bus) => bus.Do(new Command(id, paper, TypedVersion.Read(input.Version), input.Do, input.Remark, input.File ?? [])).AsJson());
    }

    /// <param name="Do">hand-in, accept, wrong.</param>
    /// <param name="File">JPEG, PNG or PDF, in base 64.</param>
    public sealed record Input(string? Version, string? Do, string? Remark, byte[]? File);
}
