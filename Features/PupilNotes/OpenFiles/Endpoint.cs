using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.PupilNotes.OpenFiles;

/// <summary>Whoever may read files of a class opens one, or all with something unread: it is written down who reads what, and then they are shown.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "classes/{classId:int}/open";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Read, Permissions.Lead);

        area.Pages.MapPost(Route, (int classId, [FromForm] Input input, Bus bus) => bus.Do(new Command(classId, input.Pupil)).ThenGo(opened => $"{Links.Read(classId)}{(opened.Only is { } only ? $"#p{only}" : "")}"));

        area.Api.MapPost(Route, (int classId, Input input, Bus bus) => bus.Do(new Command(classId, input.Pupil)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>A Massar code, or "unread" for all with something unread.</summary>
        public string? Pupil { get; init; }
    }
}
