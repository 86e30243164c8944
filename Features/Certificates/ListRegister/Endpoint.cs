using System.Globalization;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Certificates.ListRegister;

/// <summary>The school reads its register of certificates, and takes it along as a sheet.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads =
        ["documents.number", "ui.date", "certificates.pupil", "certificates.name-latin", "ui.massar-code", "certificates.purpose", "ui.status", "ui.reason"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue).NeverStored();

        area.Pages.MapGet("/desk/register", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"/desk/register.{kind}", ([AsParameters] Filter filter, Infrastructure.Localization.Text text, Bus bus, ExportDesk exports) =>
                bus.Ask(filter.Whole()).Then(register => exports.Hand(ExportKinds.Certificates, Persons(register), () => File(kind, register, text))));

        area.Api.MapGet("/desk/register", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="Q">A number, a name in either script or a Massar code.</param>
    /// <param name="Year">Calendar year of the number; what is no year asks for all of them.</param>
    /// <param name="State">Valid, Superseded, Revoked.</param>
    public readonly record struct Filter(string? Q, string? Year, string? State, string? Purpose, int? Number)
    {
        private int? Calendar => int.TryParse(Digits.ToLatin(Year ?? ""), NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null;

        internal Query Page() => new(Q, Calendar, State, Purpose, Number ?? 1, Whole: false);

        internal Query Whole() => new(Q, Calendar, State, Purpose, 1, Whole: true);
    }

    // A pupil may have several certificates.
    private static int Persons(Register register) => register.Lines.Select(l => l.MassarCode).Distinct().Count();

    private static IResult File(string kind, Register register, Infrastructure.Localization.Text text) =>
        SheetFile.Of(kind, "certificates", text["certificates.register"], text.Language == "ar", [],
        [
            SheetFile.HeadOf(text, Heads),
            .. register.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Number, MoroccanDay.Of(l.IssuedAt), l.NameAr, l.NameLatin, l.MassarCode, text[$"certificates.purpose.{l.Purpose}"], text[$"documents.state.{l.State}"], l.RevokedReason]),
        ]);
}
