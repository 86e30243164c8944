using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Employees.ShowSituation;

/// <summary>An employee, or the office above, reads what was true of the employee on any day, and when that was learnt.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        // What is no day is today: the field offers days alone, and an address typed by hand must not end in an error.
        var own = area.Requiring(Permissions.Own).NeverStored();
        own.Pages.MapGet("/me", (string? on, string? known, Bus bus) => bus.Ask(new Query(null, TypedDay.Read(on), TypedDay.Read(known))).As<Card>());
        own.Api.MapGet("/me", (string? on, string? known, Bus bus) => bus.Ask(new Query(null, TypedDay.Read(on), TypedDay.Read(known))).AsJson());

        var office = area.Requiring(Permissions.View).NeverStored();
        office.Pages.MapGet("/{id:long}", (long id, string? on, string? known, Bus bus) => bus.Ask(new Query(id, TypedDay.Read(on), TypedDay.Read(known))).As<Card>());
        office.Api.MapGet("/{id:long}", (long id, string? on, string? known, Bus bus) => bus.Ask(new Query(id, TypedDay.Read(on), TypedDay.Read(known))).AsJson());
    }
}
