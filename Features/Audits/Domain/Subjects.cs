using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Audits.Domain;

/// <summary>The way from a person to the lines of the trail.</summary>
public static class Subjects
{
    /// <summary>The numbers of the lines about a person, whichever of his files they named; each once.</summary>
    public static IQueryable<long> LinesOf(MassarDb db, long employee) =>
        (from file in Hands.FilesOf(db, employee) join subject in db.AuditSubjects on file equals subject.EmployeeId select subject.EntryId).Distinct();
}
