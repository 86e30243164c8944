using Massar.Features.Decisions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.StaffPapers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffPapers.ListDesk;

/// <param name="Issued">The registers; otherwise what waits.</param>
/// <param name="Q">Name, payroll number or number of the paper.</param>
public sealed record Query(bool Issued, string? Q, int Page) : IQuery<DeskList>;

/// <param name="Pages">One more than this page while there is more: nothing is counted.</param>
public sealed record DeskList(bool Issued, string? Q, int Page, int Pages, IReadOnlyList<DeskLine> Lines) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="Days">Days since it was asked for.</param>
/// <param name="HandedByAr">Who issued it at the counter.</param>
public sealed record DeskLine(
    long Id, StaffPaperKind Kind, StaffPaperState State, DocumentState? Paper, string NameAr, string NameLatin, string Ppr, string OfficeAr, string OfficeFr, DateTime AskedAt, int Days,
    IReadOnlyList<StaffPaperProblem> Problems, string? Number, string? HandedByAr, string? HandedByLatin)
{
    /// <summary>Two days are enough to correct a file.</summary>
    public bool IsLate => State == StaffPaperState.Blocked && Days > 2;
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, DeskList>
{
    private const int PageSize = 20;

    public async Task<Outcome<DeskList>> Handle(Query query, CancellationToken ct)
    {
        var typed = BidiSafe.Clean(query.Q);
        var rows =
            from paper in query.Issued ? db.StaffPapers.InReachOf(user).Where(p => p.State != StaffPaperState.Blocked) : db.StaffPapers.InReachOf(user).Where(p => p.State == StaffPaperState.Blocked)
            join employee in db.Employees on paper.EmployeeId equals employee.Id
            join office in db.Places on paper.PlaceId equals office.Id
            join account in db.Accounts on paper.AskedByAccountId equals account.Id into accounts
            from account in accounts.DefaultIfEmpty()
            join document in db.IssuedDocuments on paper.DocumentId equals document.Id into documents
            from document in documents.DefaultIfEmpty()
            select new { Paper = paper, Employee = employee, office.NameAr, office.NameFr, ByAr = account.NameAr, ByLatin = account.NameLatin, Document = document };
        if (typed.Length > 1)
        {
            var number = Digits.ToLatin(typed);
            var parts = number.Split('/');
            rows = parts is [var n, var y] && int.TryParse(n, out var register) && int.TryParse(y, out var year) ? rows.Where(r => r.Document.Number == register && r.Document.Year == year)
                : number.All(char.IsAsciiDigit) ? rows.Where(r => r.Employee.Ppr == number)
                : rows.NamedLike(r => r.Employee.SearchKey, typed);
        }

        // What waits longest comes first, of what was issued the latest.
        var ordered = query.Issued ? rows.OrderByDescending(r => r.Paper.AskedAt).ThenByDescending(r => r.Paper.Id) : rows.OrderBy(r => r.Paper.AskedAt).ThenBy(r => r.Paper.Id);
        var page = Math.Clamp(query.Page, 1, 500);
        var found = await ordered.AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize + 1).ToListAsync(ct);
        var now = clock.GetUtcNow().UtcDateTime;
        return new DeskList(query.Issued, query.Q, page, found.Count > PageSize ? page + 1 : page, [.. found.Take(PageSize).Select(r => new DeskLine(
            r.Paper.Id, r.Paper.Kind, r.Paper.State, r.Document?.State, r.Employee.FullNameAr, r.Employee.FullNameLatin, r.Employee.Ppr, r.NameAr, r.NameFr, r.Paper.AskedAt, Waiting.Days(r.Paper.AskedAt, now),
            r.Paper.Obstacles(), r.Document?.NumberShown, r.Paper.IsCounter ? r.ByAr : null, r.Paper.IsCounter ? r.ByLatin : null))]);
    }
}
