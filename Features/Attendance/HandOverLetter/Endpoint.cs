using Massar.Features.Attendance.Domain;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Attendance.HandOverLetter;

/// <summary>A supervisor or head prints the letters that are still here, and notes the day and the way each was handed over.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("letters", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).As<List>());

        area.Pages.MapGet("letters/print", (Bus bus, PdfPrinter printer, HttpContext http, ExportDesk exports) => bus.Ask(new PrintQuery()).Then(found => exports.Hand(ExportKinds.AbsenceLetters, found.Persons,
            () => PdfAnswer.Drawn(http, printer, "absence-letters.pdf", [.. found.Papers.Select(p => new LetterPaper(p))]))));

        area.Pages.MapPost("letters/{id:long}", (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.HandedOn, input.Way)).ThenAsk(new Query(1)).GoingTo(_ => Links.Letters, saying: "attendance.letter.handed").As<List>());

        area.Api.MapGet("letters", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).AsJson());

        area.Api.MapPost("letters/{id:long}", (long id, Input input, Bus bus) => bus.Do(new Command(id, input.HandedOn, input.Way)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>The day, ISO.</summary>
        public string? HandedOn { get; init; }

        /// <summary>ByHand, Registered or Returned.</summary>
        public string? Way { get; init; }
    }
}
