using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Messages.FlagThread;

/// <summary>Either side says that a child is in danger or threatened, or the family reports what the school wrote to it: the head is told at once and reads the conversation.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/flag";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Write, Permissions.Own, Permissions.Teach, Permissions.Life, Permissions.Desk, Permissions.Lead).NeverStored();

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(new Command(id, input.About == Message)).ThenGo(_ => Links.Thread(id), saying: "messages.flagged"));

        area.Api.MapPost(Route, (long id, string? about, Bus bus) => bus.Do(new Command(id, about == Message)).AsJson());
    }

    /// <summary>What is reported is the message itself.</summary>
    private const string Message = "message";

    public sealed record Input
    {
        /// <summary>message where the family reports what the school wrote; nothing for a child in danger.</summary>
        public string? About { get; init; }
    }
}
