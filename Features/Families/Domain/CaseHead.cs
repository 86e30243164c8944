using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Families.Domain;

/// <summary>A declaration with the names that pages about it need.</summary>
public sealed record CaseHead(
    long Id, int Version, long EmployeeId, string NameAr, string NameLatin, string Ppr, string PlaceAr, string PlaceFr, FamilyEventKind Kind, DateOnly HappenedOn, long? ChildId, string? ChildNameAr, DateOnly? ChildBirth,
    string? SpouseNameAr, string? OtherCin, string? MassarCode, bool? ComesIntoCare, bool IsPaidHere, string? Remark, DateTime DeclaredAt, FamilyState State, DateTime StateSince, string? MissingPaper, DateOnly? PaperDueOn, int Reminders, string? Answer,
    long? DecisionId, string? DecisionNumber, IReadOnlyList<PaperLine> Papers)
{
    /// <summary>The office, the employee who brings a paper, or nobody.</summary>
    public string Turn => State switch { FamilyState.Declared => "office", FamilyState.Missing => "employee", FamilyState.Entered => DecisionId is null ? "office" : "decision", _ => "nobody" };

    public string Tag => TagOf(State);

    public static string TagOf(FamilyState state) => state switch { FamilyState.Declared => "warn", FamilyState.Missing => "bad", FamilyState.Entered => "info", FamilyState.Decided => "ok", FamilyState.Refused => "bad", _ => "mute" };

    public bool Has(string paper) => Papers.Any(p => p.Code == paper);
}

/// <param name="File">Null for what is known from a file.</param>
public sealed record PaperLine(string Code, Guid? File, string? KnownFrom, DateTime At);

public static class CaseReading
{
    /// <summary>The one declaration of a scope, in one statement; null for none.</summary>
    public static Task<CaseHead?> CaseOf(this MassarDb db, IQueryable<FamilyEvent> events, CancellationToken ct) => (
            from f in events
            join e in db.Employees on f.EmployeeId equals e.Id
            join p in db.Places on f.PlaceId equals p.Id
            join c in db.EmployeeChildren on f.ChildId equals c.Id into children
            from c in children.DefaultIfEmpty()
            join d in db.Decisions.Where(d => d.State != Decisions.Domain.DecisionState.Refused && d.State != Decisions.Domain.DecisionState.Withdrawn) on f.DecisionId equals d.Id into decisions
            from d in decisions.DefaultIfEmpty()
            select new CaseHead(
                f.Id, f.Version, f.EmployeeId, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, e.Ppr, p.NameAr, p.NameFr, f.Kind, f.HappenedOn, f.ChildId, f.ChildNameAr ?? c.FirstNameAr, (DateOnly?)c.BirthDate,
                f.SpouseNameAr, f.OtherCin, f.MassarCode, f.ComesIntoCare, f.IsPaidHere, f.Remark, f.DeclaredAt, f.State, f.StateSince, f.MissingPaper, f.PaperDueOn, f.Reminders, f.Answer,
                (long?)d.Id, d.Number,
                db.FamilyPapers.Where(x => x.EventId == f.Id).OrderBy(x => x.Id).Select(x => new PaperLine(x.Code, db.StoredFiles.Where(s => s.Id == x.FileId).Select(s => (Guid?)s.PublicId).FirstOrDefault(), x.KnownFrom, x.At)).ToList()))
        .AsSplitQuery().AsNoTracking().SingleOrDefaultAsync(ct);
}
