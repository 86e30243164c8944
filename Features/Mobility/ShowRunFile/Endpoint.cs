using System.Globalization;
using Massar.Features.Exports.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.ShowRunFile;

/// <summary>
/// The office takes the two files of a run, without names, for whoever checks it: the result from its hour on; before it the inputs, from which
/// the result can be computed, with a second factor and never for somebody who takes part.
/// </summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Run).NeverStored();

        area.Pages.MapGet("/runs/{campaign:int}/{run:int}/inputs", (int campaign, int run, Bus bus, ExportDesk exports) => Hand(new Query(campaign, run, RunFileKind.Inputs), bus, exports));
        area.Pages.MapGet("/runs/{campaign:int}/{run:int}/result", (int campaign, int run, Bus bus, ExportDesk exports) => Hand(new Query(campaign, run, RunFileKind.Result), bus, exports));
    }

    private static Task<IResult> Hand(Query query, Bus bus, ExportDesk exports) => bus
        .Ask(query)
        .Then(file => exports.Hand(ExportKinds.MovementRun, file.Participants, () => Results.File(
            file.Bytes, "text/plain; charset=us-ascii", string.Create(CultureInfo.InvariantCulture, $"movement-{query.Campaign}-{query.Run}-{(query.Kind == RunFileKind.Inputs ? "inputs" : "result")}.csv"))));
}
