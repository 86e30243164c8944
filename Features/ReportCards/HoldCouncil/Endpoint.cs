using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.ReportCards.HoldCouncil;

/// <summary>A head goes through a class pupil after pupil on one page, what is chosen being saved at once, and closes with the decision.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "councils/{classId:int}/{semester:int}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Hold).NeverStored();

        area.Pages.MapGet(Route, (int classId, int semester, long? pupil, Bus bus) => bus.Ask(new Query(classId, semester, pupil)).As<Sheet>());

        area.Pages.MapPost($"{Route}/pupils/{{pupil:long}}", (int classId, int semester, long pupil, [FromForm] LineInput input, Bus bus) => bus
            .Do(new LineCommand(classId, semester, pupil, input.Decision, input.Honour, input.Remark, input.Dissent, input.Seen))
            .ThenAsk(new LineQuery(classId, semester, pupil)) is var then && input.IsQuiet ? then.As<Panel>()
            : then.GoingTo(_ => Links.CouncilOf(classId, semester, long.TryParse(input.Next, NumberStyles.None, CultureInfo.InvariantCulture, out var next) ? next : pupil), saying: "ui.saved").As<Panel>());

        area.Pages.MapPost($"{Route}/decide", (int classId, int semester, [FromForm] DecideInput input, Bus bus) => bus
            .Do(new DecideCommand(classId, semester, TypedVersion.Read(input.Version), input.WithMissing is not null))
            .ThenAsk(new Query(classId, semester, null))
            .GoingTo(_ => Links.Council(classId, semester), saying: "report-cards.council.decided").As<Sheet>());

        area.Api.MapGet(Route, (int classId, int semester, Bus bus) => bus.Ask(new Query(classId, semester, null)).AsJson());

        area.Api.MapPut($"{Route}/pupils/{{pupil:long}}", (int classId, int semester, long pupil, ApiLine input, Bus bus) =>
            bus.Do(new LineCommand(classId, semester, pupil, input.Decision, input.Honour, input.Remark, input.Dissent, input.Seen)).AsJson());

        area.Api.MapPost($"{Route}/decide", (int classId, int semester, ApiDecide input, Bus bus) =>
            bus.Do(new DecideCommand(classId, semester, input.Version, input.WithMissing)).AsJson());
    }

    public sealed record LineInput
    {
        public string? Decision { get; init; }

        public string? Honour { get; init; }

        public string? Remark { get; init; }

        public string? Dissent { get; init; }

        public string? Seen { get; init; }

        /// <summary>The pupil to go on with; the pressed button says it.</summary>
        public string? Next { get; init; }

        /// <summary>Saved while choosing, by htmx: no button was pressed.</summary>
        public bool IsQuiet => Next is null;
    }

    public sealed record DecideInput
    {
        public string? Version { get; init; }

        public string? WithMissing { get; init; }
    }

    /// <param name="Seen">What the council's page said of the line; empty for a line never saved.</param>
    public sealed record ApiLine(string? Decision, string? Honour, string? Remark, string? Dissent, string? Seen);

    public sealed record ApiDecide(int Version, bool WithMissing);
}
