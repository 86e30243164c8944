using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.ContestDatum;

/// <summary>A participant says what a datum of the file should be, and by which act, before the deadline.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/campaigns/{campaign:int}/file/{datum}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Participate);

        area.Pages.MapGet(Route, (int campaign, Datum datum, Bus bus) => bus.Ask(new Query(campaign, datum)).As<Form>());
        area.Pages.MapPost(Route, async (int campaign, Datum datum, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var input = new Input(form["Value"], form["ValueDay"], form["ValueMonth"], form["ValueYear"], form["Reason"], form["Proof"], await form.Document(ct));
            return await bus.Do(input.For(campaign, datum))
                .ThenAsk(new Query(campaign, datum))
                .GoingTo(_ => Links.File(campaign), saying: "mobility.contest.sent")
                .As<Form>();
        });

        area.Api.MapPost(Route, (int campaign, Datum datum, Input input, Bus bus) => bus.Do(input.For(campaign, datum)).AsJson());
    }

    /// <summary>What is said against a datum.</summary>
    /// <param name="Value">A count, a marital status or a commune; a day comes in its three parts.</param>
    /// <param name="Document">The act, a JPEG, PNG or PDF; base 64 in JSON.</param>
    public sealed record Input(string? Value, string? ValueDay, string? ValueMonth, string? ValueYear, string? Reason, string? Proof, byte[]? Document)
    {
        public Command For(int campaign, Datum datum) => new(campaign, datum, Value, ValueDay, ValueMonth, ValueYear, Reason, Proof, Document);
    }
}
