using Massar.Features.Enrollments.Domain;
using Massar.Features.PupilNotes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PupilNotes.ListShown;

public sealed record Query(int Page) : IQuery<ShownNotes>;

public sealed record ShownNotes(IReadOnlyList<ShownNote> Notes, int Total, int Page) : IShowsPersons
{
    public int Pages => Math.Max(1, (Total + Handler.PageSize - 1) / Handler.PageSize);

    int IShowsPersons.PersonsShown => Notes.Count;
}

/// <summary>A note without its words; they are read in the file, once it is opened.</summary>
/// <param name="ClassId">Null while the pupil is in no class.</param>
public sealed record ShownNote(long Id, string MassarCode, string NameAr, string NameLatin, int? ClassId, string? ClassName, NoteKind Kind, NoteAudience Audience, DateTime? ShownAt, string? ByAr, string? ByLatin);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, ShownNotes>
{
    internal const int PageSize = 20;

    public async Task<Outcome<ShownNotes>> Handle(Query query, CancellationToken ct)
    {
        var (me, page) = (user.AccountId, Math.Clamp(query.Page, 1, 1_000));
        var shown = db.PupilNotes.DecidedBy(user, db).Where(n => n.State == NoteState.Shown && n.DecidedByAccountId == null && n.WrittenByAccountId != me);
        var total = await shown.CountAsync(ct);
        return new ShownNotes(await (
            from n in shown
            join p in db.Pupils on n.PupilId equals p.Id
            join a in db.Accounts on n.WrittenByAccountId equals a.Id into authors
            from a in authors.DefaultIfEmpty()
            let seat = db.Enrollments.Where(e => e.PupilId == n.PupilId && e.SchoolYearId == n.SchoolYearId && e.SchoolId == n.SchoolId && e.State == EnrollmentState.Active).OrderByDescending(e => e.Id).Select(e => e.ClassId).FirstOrDefault()
            orderby n.ShownAt descending, n.Id descending
            select new ShownNote(n.Id, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, seat, db.Classes.Where(c => c.Id == seat).Select(c => c.Name).FirstOrDefault(),
                n.Kind, n.Audience, n.ShownAt, a.NameAr, a.NameLatin)).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct), total, page);
    }
}
