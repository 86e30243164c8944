using Massar.Features.PupilNotes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PupilNotes.ShowClass;

public sealed record Query(int ClassId) : IQuery<Readings>;

public sealed record Readings(FileClass Class, IReadOnlyList<Line> Lines) : IShowsPersons
{
    public int Unread => Lines.Count(l => l.IsUnread);

    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="Notes">Notes the reader may read.</param>
/// <param name="Readers">Who opened the file this year, the newest reading of each, newest first.</param>
public sealed record Line(int Order, long PupilId, string MassarCode, string NameAr, string NameLatin, int Notes, bool IsUnread, bool IsNewSince, IReadOnlyList<WhoRead> Readers);

public sealed record WhoRead(string NameAr, string NameLatin, DateTime At);

public sealed class Handler(MassarDb db, FileReader files, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Readings>
{
    public async Task<Outcome<Readings>> Handle(Query query, CancellationToken ct)
    {
        if (await files.Class(query.ClassId, MoroccanDay.Today(clock), ct) is not { } of) return Refusal.NotFound;
        var (classId, school, year) = (of.Id, of.SchoolId, of.YearId);
        var seats = await (
            from s in db.Unread(user)
            where s.ClassId == classId
            join p in db.Pupils on s.PupilId equals p.Id
            orderby s.Order, p.MassarCode
            select new { p.Id, p.MassarCode, p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin, s.IsUnread, s.ReadAt, Notes = db.PupilNotes.ReadableBy(user, school, year).Count(n => n.PupilId == p.Id) }).AsNoTracking().ToListAsync(ct);
        var readers = (await db.FileReadings.Where(r => r.ClassId == classId).GroupBy(r => new { r.PupilId, r.AccountId }).Select(g => new { g.Key.PupilId, g.Key.AccountId, At = g.Max(r => r.At) })
            .Join(db.Accounts, r => r.AccountId, a => a.Id, (r, a) => new { r.PupilId, Who = new WhoRead(a.NameAr, a.NameLatin, r.At) }).AsNoTracking().ToListAsync(ct)).ToLookup(r => r.PupilId, r => r.Who);
        return new Readings(of, [.. seats.Select((s, i) => new Line(i + 1, s.Id, s.MassarCode, $"{s.LastNameAr} {s.FirstNameAr}", $"{s.LastNameLatin} {s.FirstNameLatin}", s.Notes, s.IsUnread, s.IsUnread && s.ReadAt is not null,
            [.. readers[s.Id].OrderByDescending(r => r.At)]))]);
    }
}
