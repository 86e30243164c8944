using Massar.Features.Audits.Domain;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Audits.ListActs;

/// <summary>An auditor reads who did what, where and when: on whose file, by whom, of which kind, between which days; and takes the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Read).NeverStored();

        area.Pages.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page() with { IsDrawn = true }).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"list.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, Reader reader, ExportDesk exports) => bus.Ask(filter.Whole()).Then(acts =>
                exports.Hand(ExportKinds.AuditTrail, acts.Lines.Where(l => l.ActorAr is not null).Select(l => l.ActorAr).Distinct().Count(), () => File(kind, acts, text, reader))));

        area.Api.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="Ppr">Payroll number of whose file.</param>
    /// <param name="Actor">Login of who did it.</param>
    /// <param name="Kind">An area, as the trail names it.</param>
    /// <param name="From">First day, ISO or as it is typed.</param>
    /// <param name="To">Last day.</param>
    /// <param name="P">Page, from 1.</param>
    public readonly record struct Filter(string? Ppr, string? Actor, string? Kind, string? From, string? To, int? P)
    {
        internal Query Page() => Of(P ?? 1, isWhole: false);

        internal Query Whole() => Of(1, isWhole: true);

        private Query Of(int page, bool isWhole) => new(Ppr, Actor, Kind, From, To, page, isWhole);
    }

    private static IResult File(string kind, Acts acts, Text text, Reader reader) =>
        SheetFile.Of(kind, "audit-trail", text["audits.title"], text.Language == "ar", [text["audits.title"]],
        [
            SheetFile.HeadOf(text, "audits.on", "audits.hour", "audits.by", "audits.function", "audits.office", "audits.act", "audits.code", "audits.chain", "audits.line"),
            .. acts.Lines.Select(l => (IReadOnlyList<object?>)[
                MoroccanDay.Of(l.At), Formats.Time(TimeOnly.FromDateTime(MoroccanDay.Local(l.At))), l.ActorAr is null ? text["audits.program"] : reader.Name(l.ActorAr, l.ActorLatin!), text.Function(l.Role),
                l.OfficeAr is null ? null : reader.Name(l.OfficeAr, l.OfficeFr!), text.Has($"audits.act.{l.Action}") ? text[$"audits.act.{l.Action}"] : null, l.Action, l.ChainAr is null ? null : reader.Name(l.ChainAr, l.ChainFr!), l.Sequence]),
        ]);
}
