using System.Globalization;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Families.Domain;

/// <summary>What the ministry may change about declarations from year to year: the papers each event asks for, and the settings <c>family.*</c>.</summary>
/// <param name="PaperDays">Days for a missing paper; each reminder gives as many again.</param>
/// <param name="OfficeDays">Days after which a declaration counts as late with the office.</param>
public sealed record FamilyBook(IReadOnlyList<FamilyPaperRule> Papers, int PaperDays, int OfficeDays)
{
    /// <summary>Months back for which a decision pays: debts of the State lapse after four years (law 56-03).</summary>
    public const string BackMonths = "family.back-months";

    /// <summary>The papers of an event, in order.</summary>
    public IEnumerable<FamilyPaperRule> Of(FamilyEventKind kind) => Papers.Where(p => p.EventKind == $"{kind}" && p.IsNeeded);

    public FamilyPaperRule? Find(FamilyEventKind kind, string? code) => Papers.FirstOrDefault(p => p.EventKind == $"{kind}" && p.Code == code);

    /// <summary>The book of the current school year; two statements.</summary>
    public static async Task<FamilyBook> Current(MassarDb db, CancellationToken ct)
    {
        var papers = await db.FamilyPaperRules.AsNoTracking().Where(t => db.SchoolYears.Any(y => y.Id == t.SchoolYearId && y.IsCurrent)).OrderBy(t => t.Order).ToListAsync(ct);
        var settings = await db.Settings.AsNoTracking().Where(s => s.Code.StartsWith("family.")).ToListAsync(ct);
        var year = papers.Count > 0 ? papers[0].SchoolYearId : int.MaxValue;
        return new FamilyBook(papers, Number(settings, "family.paper-days", year, 15), Number(settings, "family.office-days", year, 5));
    }

    /// <summary>A setting of a year, else of the latest before it; what is missing or cannot be read falls back to the delivered value.</summary>
    public static int Number(IEnumerable<Setting> settings, string code, int year, int otherwise) =>
        int.TryParse(settings.Where(s => s.Code == code).OrderBy(s => s.SchoolYearId > year).ThenByDescending(s => s.SchoolYearId).FirstOrDefault()?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 600 ? number : otherwise;
}
