using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Families.HandInPaper;

/// <summary>The employee, or the head or office the paper was brought to, adds a paper to a declaration; the history is the receipt.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/papers";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own, Permissions.Follow).NeverStored();

        area.Pages.MapPost(Route, async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            using var memory = new MemoryStream();
            if (form.Files.GetFile("Paper") is { } file)
                await file.CopyToAsync(memory, ct);
            return await bus.Do(new Command(id, form["Code"], memory.ToArray())).ThenGo(_ => Links.Case(id), saying: "family.paper.handed-in");
        });

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Code, input.Paper ?? [])).AsJson());
    }

    /// <param name="Code">Which of the papers asked for.</param>
    /// <param name="Paper">JPEG, PNG or PDF, in base 64.</param>
    public sealed record Input(string? Code, byte[]? Paper);
}
