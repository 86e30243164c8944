using Massar.Features.PupilNotes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PupilNotes.ListClasses;

public sealed record Query : IQuery<Classes>;

/// <param name="Waiting">Notes that wait for the reader's decision; 0 for whoever decides none.</param>
public sealed record Classes(IReadOnlyList<Line> Lines, int Waiting);

/// <param name="Pupils">Those whose files the reader may read.</param>
/// <param name="Unread">Never read by the reader, or with a note or an alert that came after.</param>
/// <param name="LastRead">When the reader last opened a file of the class.</param>
public sealed record Line(int Id, string Name, string LevelAr, string LevelFr, int Pupils, int Unread, DateTime? LastRead);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Classes>
{
    /// <summary>More than any school has.</summary>
    private const int Most = 120;

    public async Task<Outcome<Classes>> Handle(Query query, CancellationToken ct)
    {
        var me = user.AccountId;
        var classes = await (
            from c in db.Classes.FiledFor(user, db, MoroccanDay.Today(clock))
            join level in db.Levels on c.LevelCode equals level.Code
            orderby level.Order, c.Name
            select new { c.Id, c.Name, c.SchoolId, c.SchoolYearId, level.NameAr, level.NameFr }).AsNoTracking().Take(Most).ToListAsync(ct);
        List<int> ids = [.. classes.Select(c => c.Id)];
        // What somebody wrote is not news to them.
        var seats = (await db.Unread(user).Where(s => ids.Contains(s.ClassId)).GroupBy(s => s.ClassId)
            .Select(g => new { Class = g.Key, Pupils = g.Count(), Unread = g.Count(s => s.IsUnread), LastRead = g.Max(s => s.ReadAt) }).ToListAsync(ct)).ToDictionary(s => s.Class);
        var waiting = user.Has(Permissions.Allow) ? await db.PupilNotes.DecidedBy(user, db).CountAsync(n => n.State == NoteState.Waiting, ct) : 0;
        return new Classes([.. classes.Select(c => seats.TryGetValue(c.Id, out var of) ? new Line(c.Id, c.Name, c.NameAr, c.NameFr, of.Pupils, of.Unread, of.LastRead) : new Line(c.Id, c.Name, c.NameAr, c.NameFr, 0, 0, null))], waiting);
    }
}
