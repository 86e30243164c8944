using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Leaves.ExtendLeave;

/// <summary>An employee asks for the extension of a leave that runs: same kind, same ceilings, from the day after its last.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/extension";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet(Route, (long id, string? days, Bus bus) => bus.Ask(new Query(id, days)).As<Form>());
        area.Pages.MapPost(Route, async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            byte[]? paper = null;
            if (form.Files.GetFile("Paper") is { Length: > 0 } file)
            {
                using var memory = new MemoryStream();
                await file.CopyToAsync(memory, ct);
                paper = memory.ToArray();
            }

            return await bus.Do(new Command(id, form["Days"], form["Reason"], paper)).ThenAsk(new Query(id, form["Days"])).GoingTo(asked => Links.Case(asked.Id), saying: "leaves.extension.sent").As<Form>();
        });
        area.Api.MapGet(Route, (long id, string? days, Bus bus) => bus.Ask(new Query(id, days)).AsJson());
        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Days?.ToString(CultureInfo.InvariantCulture), input.Reason, input.Paper)).AsJson());
    }

    /// <param name="Days">Working or calendar days, as the kind counts them.</param>
    /// <param name="Paper">JPEG, PNG or PDF, in base 64.</param>
    public sealed record Input(int? Days, string? Reason, byte[]? Paper);
}
