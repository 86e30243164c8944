using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.HandInPaper;

/// <summary>The human resources manager adds a paper that the procedure asks for to a decision: to a draft any, on its way through the visas one that may follow.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{decision:long}/papers";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare).NeverStored();

        decisions.Pages.MapPost(Route, async (long decision, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            using var memory = new MemoryStream();
            if (form.Files.GetFile("Paper") is { } file)
                await file.CopyToAsync(memory, ct);
            return await bus.Do(new Command(decision, form["Code"], memory.ToArray())).ThenGo(_ => Links.Show(decision), "decisions.papers.handed-in");
        });

        decisions.Api.MapPost(Route, (long decision, Input input, Bus bus) => bus.Do(new Command(decision, input.Code, input.Paper ?? [])).AsJson());
    }

    /// <param name="Code">Which of the papers asked for.</param>
    /// <param name="Paper">JPEG, PNG or PDF, in base 64.</param>
    public sealed record Input(string? Code, byte[]? Paper);
}
