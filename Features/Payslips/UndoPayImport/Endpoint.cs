using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Payslips.UndoPayImport;

/// <summary>The pay office takes a written pay file back while its month is not published and nothing stands on it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "imports/{id:int}/undo";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Import);

        area.Pages.MapPost(Route, (int id, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(id, TypedVersion.Read(input.Version)))
            .ThenGo(begun => begun.Job is { } job ? Jobs.Links.Job(job) : Links.Import(id), "payslips.import.undone"));

        area.Api.MapPost(Route, (int id, ApiInput input, Bus bus) => bus.Do(new Command(id, input.Version)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }
    }

    /// <param name="Version">As it was read.</param>
    public sealed record ApiInput(int Version);
}
