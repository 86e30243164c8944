using System.Text.Json.Serialization;
using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;

namespace Massar.Features.Contributions.Domain;

/// <summary>An entry as lists show it.</summary>
/// <param name="NameAr">Of the pupil, or of the heading whose money was transferred.</param>
/// <param name="Cancels">Number of the entry it takes back.</param>
public sealed record EntryLine(
    long Id, DateOnly Day, CashKind Kind, string Register, [property: JsonIgnore] int Sequence, [property: JsonIgnore] int Year, decimal Total, long? PupilId, string NameAr, string NameLatin, string? MassarCode, [property: JsonIgnore] int? CancelsNumber, [property: JsonIgnore] int? CancelsYear, string? Reason, string? Reference, bool IsCancelled, DateTime At, long DocumentId)
{
    public string Number => Formats.RegisterNumber(Sequence, Year);

    public string? Cancels => CancelsNumber is { } number ? Formats.RegisterNumber(number, CancelsYear!.Value) : null;

    /// <summary>Stands on the side of receipts, a negative line of a receipt too: that side adds up to what was received.</summary>
    [JsonIgnore] public bool IsIncome => Register == IssuedDocument.ReceiptKind;
}

/// <summary>Reads entries for lists.</summary>
public static class EntryReading
{
    public static IQueryable<EntryLine> Lines(this IQueryable<CashEntry> entries, MassarDb db) =>
        from e in entries
        join p in db.Pupils on e.PupilId equals p.Id into pupils
        from p in pupils.DefaultIfEmpty()
        join o in db.CashEntries on e.CancelsId equals o.Id into others
        from o in others.DefaultIfEmpty()
        select new EntryLine(
            e.Id, e.Day, e.Kind, e.Register, e.Number, e.Year, e.Total, e.PupilId,
            p != null ? p.LastNameAr + " " + p.FirstNameAr : db.CashLines.Where(l => l.EntryId == e.Id).Select(l => db.ContributionHeadings.Where(h => h.Code == l.HeadingCode && h.SchoolYearId == e.SchoolYearId).Select(h => h.NameAr).FirstOrDefault()).FirstOrDefault() ?? "",
            p != null ? p.LastNameLatin + " " + p.FirstNameLatin : db.CashLines.Where(l => l.EntryId == e.Id).Select(l => db.ContributionHeadings.Where(h => h.Code == l.HeadingCode && h.SchoolYearId == e.SchoolYearId).Select(h => h.NameFr).FirstOrDefault()).FirstOrDefault() ?? "",
            p.MassarCode, (int?)o.Number, (int?)o.Year, e.Reason, e.Reference, db.CashEntries.Any(c => c.CancelsId == e.Id), e.EnteredAt, e.DocumentId);
}
