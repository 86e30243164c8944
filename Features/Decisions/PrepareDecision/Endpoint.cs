using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Decisions.PrepareDecision;

/// <summary>
/// A human resources manager chooses an employee of the directorate and a kind of decision, says what it is to say, sees old and new
/// situation and every guard answered, and prepares it.
/// </summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "new";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet(Route, (long? employee, string? kind, string? q, [AsParameters] Typed typed, Bus bus) =>
            bus.Ask(new Query(employee, kind, q, typed.Clean())).As<Form>());

        decisions.Pages.MapPost(Route, ([FromForm] Input input, Bus bus) =>
            bus.Do(new Command(input.Employee, input.Kind, input.Version, input.Facts))
                .ThenAsk(new Query(input.Employee, input.Kind, null, input.Facts)).GoingTo(p => Links.Show(p.Decision), "decisions.new.prepared").As<Form>());

        decisions.Api.MapGet(Route, (long? employee, string? kind, string? q, [AsParameters] Typed typed, Bus bus) =>
            bus.Ask(new Query(employee, kind, q, typed.Clean())).AsJson());

        decisions.Api.MapPost(Route, (Input input, Bus bus) => bus.Do(new Command(input.Employee, input.Kind, input.Version, input.Facts)).AsJson());
    }

    /// <summary>What the form of facts sends.</summary>
    public readonly record struct Typed(string? From, string? Until, string? School, string? Cause, string? Host, string? Days, string? Remark, string? Function, string? Grade, string? Echelon)
    {
        internal TypedFacts Clean() => new(From, Until, School, Cause, Host, Days, Remark, Function, Grade, Echelon);
    }

    public sealed record Input
    {
        public long Employee { get; init; }

        public string? Kind { get; init; }

        /// <summary>Of the employee's file as it was read.</summary>
        public string? Version { get; init; }

        public string? From { get; init; }

        public string? Until { get; init; }

        public string? School { get; init; }

        public string? Cause { get; init; }

        public string? Host { get; init; }

        public string? Days { get; init; }

        public string? Remark { get; init; }

        public string? Function { get; init; }

        public string? Grade { get; init; }

        public string? Echelon { get; init; }

        internal TypedFacts Facts => new(From, Until, School, Cause, Host, Days, Remark, Function, Grade, Echelon);
    }
}
