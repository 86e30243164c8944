using System.Text.Json.Serialization;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>A correction with everything its history must show: both values, the persons, the times.</summary>
public sealed record CorrectionLine(
    long Id, string SubjectCode, int Semester, int Number, int YearId, int ClassId, string ClassName, string MassarCode, string PupilAr, string PupilLatin,
    CellState OldState, decimal? OldPoints, CellState NewState, decimal? NewPoints, string Reason, CorrectionState State,
    [property: JsonIgnore] long AskedBy, string AskedAr, string AskedLatin, DateTime AskedAt, string? DecidedAr, string? DecidedLatin, DateTime? DecidedAt, string? Answer)
{
    public CellValue Old => new(OldState, OldPoints);

    public CellValue New => new(NewState, NewPoints);
}

public static class CorrectionLines
{
    /// <summary>Corrections with names; one statement.</summary>
    public static IQueryable<CorrectionLine> Lines(this IQueryable<MarkCorrection> corrections, MassarDb db) =>
        from x in corrections
        join a in db.Assessments on x.AssessmentId equals a.Id
        join c in db.Classes on a.ClassId equals c.Id
        join p in db.Pupils on x.PupilId equals p.Id
        join asked in db.Accounts on x.AskedByAccountId equals asked.Id
        join d in db.Accounts on x.DecidedByAccountId equals (long?)d.Id into deciders
        from d in deciders.DefaultIfEmpty()
        orderby x.State == CorrectionState.Asked descending, x.AskedAt descending, x.Id descending
        select new CorrectionLine(x.Id, a.SubjectCode, a.Semester, a.Number, a.SchoolYearId, a.ClassId, c.Name, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin,
            x.OldState, x.OldPoints, x.NewState, x.NewPoints, x.Reason, x.State, x.AskedByAccountId, asked.NameAr, asked.NameLatin, x.AskedAt, d.NameAr, d.NameLatin, x.DecidedAt, x.Answer);
}
