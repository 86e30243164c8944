using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Marks.WritePhrase;

/// <summary>A teacher adds a phrase to the own bank, or changes one.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter).NeverStored();

        area.Pages.MapGet("phrases/new", (string? language, Bus bus) => bus.Ask(new Query(null, language)).As<Form>());
        area.Pages.MapGet("phrases/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id, null)).As<Form>());

        area.Pages.MapPost("phrases/new", ([FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(null)).ThenAsk(new Query(null, input.Language)).GoingTo(done => Links.PhrasesIn(done.Language), saying: "marks.phrase.saved").As<Form>());
        area.Pages.MapPost("phrases/{id:long}", (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(id)).ThenAsk(new Query(id, input.Language)).GoingTo(done => Links.PhrasesIn(done.Language), saying: "marks.phrase.saved").As<Form>());

        area.Api.MapPost("phrases", (Input input, Bus bus) => bus.Do(input.ToCommand(null)).AsJson());
        area.Api.MapPut("phrases/{id:long}", (long id, Input input, Bus bus) => bus.Do(input.ToCommand(id)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>ar or fr.</summary>
        public string? Language { get; init; }

        public string? Text { get; init; }

        /// <summary>Any, Excellent, VeryGood, Good, Fair or Weak.</summary>
        public string? Band { get; init; }

        /// <summary>Any, Up or Down.</summary>
        public string? Trend { get; init; }

        /// <summary>Of the phrase that is changed, as it was read.</summary>
        public string? Version { get; init; }

        internal Command ToCommand(long? id) => new(id, Language, Text, Band, Trend, TypedVersion.Read(Version));
    }
}
