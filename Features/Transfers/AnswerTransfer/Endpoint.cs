using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Transfers.AnswerTransfer;

/// <summary>The head of the school a pupil is at agrees to the transfer with the checklist, or objects and says why.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}/answer";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Act).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(input.To(id)).ThenAsk(new Query(id)).GoingTo(_ => Links.Case(id), saying: "ui.saved").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.To(id)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>agree or object.</summary>
        public string? Answer { get; init; }

        /// <summary>Why not, when objecting.</summary>
        public string? Objection { get; init; }

        /// <summary>"yes" when it is.</summary>
        public string? MarksEntered { get; init; }

        public string? AbsencesEntered { get; init; }

        public string? Property { get; init; }

        public string? Debts { get; init; }

        internal Command To(long id) => new(id, Answer, Objection, MarksEntered, AbsencesEntered, Property, Debts);
    }
}
