using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Licences.DeclareTeacher;

/// <summary>The head of a private school declares who teaches there this year, and for somebody of the public sector asks his directorate to allow the extra hours.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "mine/teachers";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.School).NeverStored();

        area.Pages.MapGet(Route, (Bus bus) => bus.Ask(new Query(IsWhole: false)).As<Form>());

        foreach (var ending in SheetFile.Kinds)
            area.Pages.MapGet($"{Route}/list.{ending}", (Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(IsWhole: true)).Then(staff =>
                exports.Hand(ExportKinds.PrivateTeachers, staff.Teachers.Count, () => File(ending, staff, text))));

        area.Pages.MapPost(Route, ([FromForm] Input input, Bus bus) => bus.Do(input.To()).ThenAsk(new Query(IsWhole: false)).GoingTo(_ => Links.Teachers, saying: "licences.said.declared").As<Form>());

        area.Api.MapGet(Route, (Bus bus) => bus.Ask(new Query(IsWhole: false)).AsJson());

        area.Api.MapPost(Route, (Input input, Bus bus) => bus.Do(input.To()).AsJson());
    }

    /// <param name="Hours">A week.</param>
    /// <param name="Ppr">Payroll number of who serves in the public sector; empty for all others.</param>
    public sealed record Input(string? NameAr, string? NameLatin, string? Cin, string? Diploma, string? Teaches, string? Hours, string? Ppr)
    {
        internal Command To() => new(NameAr, NameLatin, Cin, Diploma, Teaches, Hours, Ppr);
    }

    private static IResult File(string ending, Staff staff, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(ending, "private-teachers", text["licences.teachers"], arabic, [],
        [
            SheetFile.HeadOf(text, "ui.name", "licences.cin", "licences.diploma", "licences.teaches", "licences.hours", "licences.extra", "licences.teacher.ended"),
            .. staff.Teachers.Select(t => (IReadOnlyList<object?>)[arabic ? t.NameAr : t.NameLatin, t.Cin, t.Diploma, t.Teaches, t.Hours, t.Extra is { } state ? text[$"licences.extra.{state}"] : "", t.EndedOn is { } last ? Formats.ShortDate(last) : null]),
        ]);
    }
}
