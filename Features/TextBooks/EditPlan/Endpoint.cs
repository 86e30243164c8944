using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.TextBooks.EditPlan;

/// <summary>A teacher types the year's plan of a class in a subject once, or takes that of a parallel class or of last year over.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "plans/{classId:int}/{subject}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Write);

        area.Pages.MapGet(Route, (int classId, string subject, long? from, Bus bus) => bus.Ask(new Query(classId, subject, from)).As<Form>());

        area.Pages.MapPost(Route, (int classId, string subject, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(classId, subject)).ThenAsk(new Query(classId, subject, null)).Saying("text-books.plan.saved").As<Form>());

        area.Api.MapGet(Route, (int classId, string subject, long? from, Bus bus) => bus.Ask(new Query(classId, subject, from)).AsJson());

        area.Api.MapPut(Route, (int classId, string subject, Input input, Bus bus) => bus.Do(input.ToCommand(classId, subject)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>The version that was read; empty where there was no plan.</summary>
        public string? Version { get; init; }

        /// <summary>One item a line, in the order they will be taught.</summary>
        public string? Items { get; init; }

        internal Command ToCommand(int classId, string subject) => new(classId, subject, string.IsNullOrEmpty(Version) ? null : TypedVersion.Read(Version), Items);
    }
}
