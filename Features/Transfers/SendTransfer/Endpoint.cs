using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Transfers.SendTransfer;

/// <summary>The school a pupil is at sends the child to another one, with its checklist: it agrees by asking.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/pupils/{pupil:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Act).NeverStored();

        area.Pages.MapGet(Route, (long pupil, int? directorate, string? q, Bus bus) => bus.Ask(new Query(pupil, directorate, q)).As<Form>());

        area.Pages.MapPost(Route, (long pupil, [FromForm] Input input, Bus bus) =>
            bus.Do(input.To(pupil)).ThenAsk(new Query(pupil, input.ChosenDirectorate(), input.Words)).GoingTo(Links.Case, saying: "transfers.sent").As<Form>());

        area.Api.MapGet(Route, (long pupil, int? directorate, string? q, Bus bus) => bus.Ask(new Query(pupil, directorate, q)).AsJson());

        area.Api.MapPost(Route, (long pupil, Input input, Bus bus) => bus.Do(input.To(pupil)).AsJson());
    }

    public sealed record Input : MoveInput
    {
        /// <summary>"yes" when it is.</summary>
        public string? MarksEntered { get; init; }

        public string? AbsencesEntered { get; init; }

        public string? Property { get; init; }

        public string? Debts { get; init; }

        internal Command To(long pupil) => new(pupil, School, ReasonCode, Reason, MarksEntered, AbsencesEntered, Property, Debts);
    }
}
