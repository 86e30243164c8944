using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Licences.RecordVisit;

/// <summary>The directorate writes down an inspection visit with its report and what has to be mended by when: of premises under study, or of an open private school.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string OfCase = "cases/{id:long}/visits";
    private const string OfSchool = "schools/{school:int}/visits";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Study).NeverStored();

        area.Pages.MapGet(OfCase, (long id, Bus bus) => bus.Ask(new Query(id, null)).As<Form>());

        area.Pages.MapGet(OfSchool, (int school, Bus bus) => bus.Ask(new Query(null, school)).As<Form>());

        area.Pages.MapPost(OfCase, async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
            await bus.Do(await Read(id, null, request, ct)).ThenAsk(new Query(id, null)).GoingTo(_ => Links.Case(id), saying: "ui.saved").As<Form>());

        area.Pages.MapPost(OfSchool, async (int school, HttpRequest request, Bus bus, CancellationToken ct) =>
            await bus.Do(await Read(null, school, request, ct)).ThenAsk(new Query(null, school)).GoingTo(_ => Links.Visits(school), saying: "ui.saved").As<Form>());

        area.Api.MapGet(OfSchool, (int school, Bus bus) => bus.Ask(new Query(null, school)).AsJson());

        area.Api.MapPost(OfCase, (long id, Input input, Bus bus) => bus.Do(input.To(id, null)).AsJson());

        area.Api.MapPost(OfSchool, (int school, Input input, Bus bus) => bus.Do(input.To(null, school)).AsJson());
    }

    /// <param name="VisitedOn">ISO.</param>
    /// <param name="Remarks">What has to be mended, one a line.</param>
    /// <param name="MendBy">ISO; needed with remarks.</param>
    /// <param name="File">The signed report: JPEG, PNG or PDF, in base 64.</param>
    public sealed record Input(string? VisitedOn, string? Visitors, string? Report, string? Remarks, string? MendBy, byte[]? File)
    {
        internal Command To(long? id, int? school) => new(id, school, VisitedOn, Visitors, Report, Remarks, MendBy, File ?? []);
    }

    private static async Task<Command> Read(long? id, int? school, HttpRequest request, CancellationToken ct)
    {
        var form = await request.ReadFormAsync(ct);
        using var memory = new MemoryStream();
        if (form.Files.GetFile("File") is { Length: > 0 } file)
            await file.CopyToAsync(memory, ct);
        return new Command(id, school, form["VisitedOn"], form["Visitors"], form["Report"], form["Remarks"], form["MendBy"], memory.ToArray());
    }
}
