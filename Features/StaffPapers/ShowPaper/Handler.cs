using Massar.Features.Decisions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.StaffPapers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffPapers.ShowPaper;

public sealed record Query(long Id) : IQuery<PaperView>;

/// <param name="IsOwn">The reader's own paper.</param>
/// <param name="HandedBy">Who issued it at the counter; null when the employee did alone.</param>
/// <param name="TrackingNumber">With it and the year of birth anybody the employee asks follows it, without an account.</param>
public sealed record PaperView(
    long Id, StaffPaperKind Kind, StaffPaperState State, DateTime AskedAt, long EmployeeId, bool IsOwn, string NameAr, string NameLatin, string Ppr, string OfficeAr, string OfficeFr,
    string? HandedByAr, string? HandedByLatin, string TrackingNumber, IReadOnlyList<StaffPaperProblem> Problems, SealedPaper? Paper);

/// <summary>The paper, in words; the file is one link away.</summary>
/// <param name="Size">Bytes.</param>
public sealed record SealedPaper(long DocumentId, string Number, string Code, DateTime IssuedAt, int Size, DocumentState State, DateTime? RevokedAt, string? RevokedReason, IReadOnlyList<DocumentFact> Facts);

public sealed class Handler(MassarDb db, CurrentUser user, TrackingNumbers numbers) : IQueryHandler<Query, PaperView>
{
    public async Task<Outcome<PaperView>> Handle(Query query, CancellationToken ct)
    {
        var row = await (
            from paper in db.StaffPapers.VisibleTo(user)
            where paper.Id == query.Id
            join employee in db.Employees on paper.EmployeeId equals employee.Id
            join office in db.Places on paper.PlaceId equals office.Id
            join account in db.Accounts on paper.AskedByAccountId equals account.Id into accounts
            from account in accounts.DefaultIfEmpty()
            join document in db.IssuedDocuments on paper.DocumentId equals document.Id into documents
            from document in documents.DefaultIfEmpty()
            select new { Paper = paper, Employee = employee, office.NameAr, office.NameFr, ByAr = account.NameAr, ByLatin = account.NameLatin, Document = document }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null) return Refusal.NotFound;

        var (asked, d) = (row.Paper, row.Document);
        return new PaperView(
            asked.Id, asked.Kind, asked.State, asked.AskedAt, asked.EmployeeId, asked.EmployeeId == user.EmployeeId, row.Employee.FullNameAr, row.Employee.FullNameLatin, row.Employee.Ppr, row.NameAr, row.NameFr,
            asked.IsCounter ? row.ByAr : null, asked.IsCounter ? row.ByLatin : null, numbers.Of(CaseKind.Paper, asked.Id), asked.Obstacles(),
            d is null ? null : new SealedPaper(d.Id, d.NumberShown, DocumentCode.Shown(d.Code), d.IssuedAt, d.Size, d.State, d.RevokedAt, d.RevokedReason, DocumentFacts.Read(d.Facts).Fields));
    }
}
