using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Employees.MendIdentity;

/// <summary>The manager puts right how an employee's name and card number are written; papers that waited for it are issued at once.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Mend).NeverStored();

        area.Pages.MapGet("/{id:long}/identity", (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost("/{id:long}/identity", (long id, [FromForm] Input input, Bus bus) => bus
            .Do(input.To(id))
            .ThenAsk(new Query(id))
            .GoingTo(_ => Links.Show(id), saying: "employees.mended")
            .As<Form>());

        area.Api.MapPut("/{id:long}/identity", (long id, Input input, Bus bus) => bus.Do(input.To(id)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Of the file as it was read.</summary>
        public string? Version { get; init; }

        public string? LastNameAr { get; init; }

        public string? FirstNameAr { get; init; }

        public string? LastNameLatin { get; init; }

        public string? FirstNameLatin { get; init; }

        public string? Cin { get; init; }

        internal Command To(long employee) => new(employee, Version, LastNameAr, FirstNameAr, LastNameLatin, FirstNameLatin, Cin);
    }
}
