using System.Globalization;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.AppealResult;

/// <summary>A participant appeals against the published result within the window, changes the reason while nobody has answered, and reads the answer.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/campaigns/{campaign:int}/appeal";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Participate).NeverStored();

        area.Pages.MapGet(Route, (int campaign, Bus bus) => bus.Ask(new Query(campaign)).As<Form>());
        area.Pages.MapPost(Route, async (int campaign, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var input = new Input { Version = form["Version"], Reason = form["Reason"], Document = await form.Document(ct) };
            return await bus.Do(input.ToCommand(campaign)).ThenAsk(new Query(campaign)).GoingTo(_ => Links.Appeal(campaign), saying: "mobility.appeal.sent").As<Form>();
        });
        area.Api.MapGet(Route, (int campaign, Bus bus) => bus.Ask(new Query(campaign)).AsJson());
        area.Api.MapPost(Route, (int campaign, Input input, Bus bus) => bus.Do(input.ToCommand(campaign)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Of the appeal that was seen; nothing for a new one.</summary>
        public string? Version { get; init; }

        public string? Reason { get; init; }

        /// <summary>What proves it: JPEG, PNG or PDF; base 64 in JSON.</summary>
        public byte[]? Document { get; init; }

        internal Command ToCommand(int campaign) => new(campaign, int.TryParse(Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null, Reason, Document);
    }
}
