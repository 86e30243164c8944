using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Accounts.ListStaff;

/// <summary>A head sees the users of the school, an office those of its own and, by name or number, of all places below: roles, last sign-in, who has no account; and takes the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["ui.ppr", "ui.name", "employees.workplace", "accounts.one.hats", "ui.status", "accounts.staff.last"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Staff).NeverStored();

        area.Pages.MapGet("/staff", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"/staff/list.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, ExportDesk exports) => bus.Ask(filter.Whole()).Then(users =>
                exports.Hand(ExportKinds.StaffAccounts, users.Lines.Count, () => File(kind, users, text))));

        area.Api.MapGet("/staff", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="Show">"none" for who has no account, "waiting" for who never signed in; else all.</param>
    /// <param name="Q">A name in either script, or a PPR.</param>
    /// <param name="P">Page, from 1.</param>
    public readonly record struct Filter(string? Show, string? Q, int? P)
    {
        internal Query Page() => new(Show, Q, P is > 0 and < 100_000 ? P.Value : 1, IsWhole: false);

        internal Query Whole() => new(Show, Q, 1, IsWhole: true);
    }

    private static IResult File(string kind, Users users, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "staff-accounts", text["accounts.staff.title"], arabic, [],
        [
            SheetFile.HeadOf(text, Heads),
            .. users.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Ppr, arabic ? l.NameAr : l.NameLatin, arabic ? l.PlaceAr : l.PlaceFr, string.Join(text["pupils.comma"], l.Roles.Select(r => text[$"role.{r}"])), text[l.StateKey], l.LastSignIn]),
        ]);
    }
}
