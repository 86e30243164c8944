using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Training.PlanSession;

/// <summary>The training officer plans a session, or changes it while nobody has been called: never in a week with an exam or with the entry, nor on a holiday.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{session:long}/plan";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Plan).NeverStored();

        area.Pages.MapGet("new", (Bus bus) => bus.Ask(new Query(null, [])).As<Form>());

        area.Pages.MapPost("new", ([FromForm] Input input, Bus bus) => bus.Do(input.ToCommand(null)).ThenAsk(new Query(null, input.Typed)).GoingTo(Links.Session, saying: "training.said.planned").As<Form>());

        area.Pages.MapGet(Route, (long session, Bus bus) => bus.Ask(new Query(session, [])).As<Form>());

        area.Pages.MapPost(Route, (long session, [FromForm] Input input, Bus bus) => bus.Do(input.ToCommand(session)).ThenAsk(new Query(session, input.Typed)).GoingTo(Links.Session, saying: "ui.saved").As<Form>());

        area.Api.MapPost("", (Input input, Bus bus) => bus.Do(input.ToCommand(null)).AsJson());

        area.Api.MapPut(Route, (long session, Input input, Bus bus) => bus.Do(input.ToCommand(session)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Of the session that was seen; nothing for a new one.</summary>
        public string? Version { get; init; }

        public string? ThemeAr { get; init; }

        public string? ThemeFr { get; init; }

        /// <summary>Codes of the target; empty for all.</summary>
        public string? Subject { get; init; }

        public string? Cycle { get; init; }

        public string? Grade { get; init; }

        public string? Venue { get; init; }

        /// <summary>09:00.</summary>
        public string? From { get; init; }

        public string? To { get; init; }

        public string? Seats { get; init; }

        /// <summary>PPR of a member of the staff, or a name.</summary>
        public string? Trainer { get; init; }

        /// <summary>2027-05-03.</summary>
        public string? Day1 { get; init; }

        public string? Day2 { get; init; }

        public string? Day3 { get; init; }

        public string? Day4 { get; init; }

        public string? Day5 { get; init; }

        /// <summary>Days that were proposed, to be taken instead: 2027-05-03,2027-05-04.</summary>
        public string? Use { get; init; }

        internal IReadOnlyList<string?> Typed => string.IsNullOrEmpty(Use) ? [Day1, Day2, Day3, Day4, Day5] : [.. Use.Split(',').Take(5)];

        internal Command ToCommand(long? session) => new(
            session, TypedVersion.Read(Version), ThemeAr, ThemeFr, Subject, Cycle, Grade, Venue, From, To, Seats is null ? null : Digits.ToLatin(Seats).Trim(), Trainer,
            Typed);
    }
}
