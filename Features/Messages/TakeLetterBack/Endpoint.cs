using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Messages.TakeLetterBack;

/// <summary>Whoever wrote a letter takes it back from those who have not read it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "letters/{id:long}/back";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Teach, Permissions.Life, Permissions.Lead).NeverStored();

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(new Command(id, TypedVersion.Read(input.Version))).ThenGo(_ => Links.Letter(id), saying: "messages.letter.taken-back"));

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, TypedVersion.Read(input.Version))).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }
    }
}
