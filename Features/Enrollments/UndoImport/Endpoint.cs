using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Enrollments.UndoImport;

/// <summary>The head takes a written list back while its hours last and nothing has been built on it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "imports/{id:int}/undo";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Exchange);

        area.Pages.MapPost(Route, (int id, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(id, TypedVersion.Read(input.Version))).ThenGo(_ => Links.Import(id), "enrollments.import.undone"));

        area.Api.MapPost(Route, (int id, ApiInput input, Bus bus) => bus.Do(new Command(id, input.Version)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }
    }

    /// <param name="Version">As it was read.</param>
    public sealed record ApiInput(int Version);
}
