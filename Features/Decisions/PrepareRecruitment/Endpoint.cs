using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Decisions.PrepareRecruitment;

/// <summary>A human resources manager proposes to name somebody trainee who is in no file yet: identity, degree, grade, first workplace, day of entry.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "recruitment";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet(Route, (Bus bus) => bus.Ask(new Query()).As<Form>());

        decisions.Pages.MapPost(Route, ([FromForm] Input input, Bus bus) =>
            bus.Do(input.Command()).ThenAsk(new Query()).GoingTo(p => Links.Show(p.Decision), "decisions.new.prepared").As<Form>());

        decisions.Api.MapGet(Route, (Bus bus) => bus.Ask(new Query()).AsJson());

        decisions.Api.MapPost(Route, (Input input, Bus bus) => bus.Do(input.Command()).AsJson());
    }

    public sealed record Input
    {
        public string? Ppr { get; init; }

        public string? Cin { get; init; }

        public string? LastNameAr { get; init; }

        public string? FirstNameAr { get; init; }

        public string? LastNameLatin { get; init; }

        public string? FirstNameLatin { get; init; }

        /// <summary>Male, Female.</summary>
        public string? Sex { get; init; }

        /// <summary>yyyy-MM-dd, as <see cref="From"/>.</summary>
        public string? BirthDate { get; init; }

        /// <summary>Single, Married, Divorced, Widowed.</summary>
        public string? Marital { get; init; }

        /// <summary>The degree with its reference.</summary>
        public string? Degree { get; init; }

        /// <summary>Code of the grade.</summary>
        public string? Grade { get; init; }

        /// <summary>Code of the first workplace.</summary>
        public string? School { get; init; }

        public string? From { get; init; }

        /// <summary>competition, training.</summary>
        public string? Cause { get; init; }

        internal Command Command() => new(Ppr, Cin, LastNameAr, FirstNameAr, LastNameLatin, FirstNameLatin, Sex, BirthDate, Marital, Degree, Grade, School, From, Cause);
    }
}
