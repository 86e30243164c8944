using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>One sheet as its head reads it.</summary>
public sealed record ReviewedSheet(int Id, SheetHead Head, AssessmentState State, IReadOnlyList<SheetLine> Lines, DateTime? SubmittedAt, string? SubmittedByAr, string? SubmittedByLatin, string? Phone, bool IsOwn);

/// <summary>Reads sheets on the head's side; out of the head's school there is nothing.</summary>
public static class ReviewedSheets
{
    public static async Task<ReviewedSheet?> Review(this Sheets sheets, MassarDb db, CurrentUser user, int assessment, DateTime now, CancellationToken ct)
    {
        var found = await (
            from a in db.Assessments.InSchoolsOf(user, db)
            where a.Id == assessment
            join giver in db.Accounts on a.SubmittedByAccountId equals (long?)giver.Id into accounts
            from giver in accounts.DefaultIfEmpty()
            select new { a.ClassId, a.SubjectCode, a.Semester, a.Number, a.State, a.PublishAt, a.SubmittedAt, a.SubmittedByAccountId, giver.NameAr, giver.NameLatin, giver.Phone }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null) return null;
        var head = await sheets.Head(db.Classes, new SheetKey(found.ClassId, found.SubjectCode, found.Semester, found.Number), ct);
        return head is null ? null : new ReviewedSheet(assessment, head, Assessment.Shown(found.State, found.PublishAt, now), await sheets.Lines(found.ClassId, assessment, ct),
            found.SubmittedAt, found.NameAr, found.NameLatin, found.Phone, found.SubmittedByAccountId == user.AccountId);
    }
}
