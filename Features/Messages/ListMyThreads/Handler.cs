using Massar.Features.Messages.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Messages.ListMyThreads;

public sealed record Query : IQuery<Inbox>;

/// <param name="IsFamily">A guardian's page; else a page of the school.</param>
/// <param name="Children">The guardian's, to write about.</param>
/// <param name="Open">Dangers first, then what is owed longest; for a family the newest first.</param>
/// <param name="Past">Those with nothing owed, newest first.</param>
public sealed record Inbox(bool IsFamily, DateOnly Today, IReadOnlyList<Child> Children, IReadOnlyList<ThreadView> Open, IReadOnlyList<ThreadView> Past) : IShowsPersons
{
    /// <summary>Somebody of the school who may write first.</summary>
    public bool MayWrite { get; init; }

    /// <summary>What the reader wrote first, the newest first.</summary>
    public IReadOnlyList<LetterLine> Letters { get; init; } = [];

    int IShowsPersons.PersonsShown => IsFamily ? 0 : Open.Concat(Past).Select(t => t.PupilId).Distinct().Count();
}

/// <param name="NameAr">Of the pupil; null for a whole class.</param>
public sealed record LetterLine(long Id, DateTime At, string ClassName, string? NameAr, string? NameLatin, int Threads, int Seen, bool IsTakenBack);

public sealed record Child(long Id, string NameAr, string NameLatin);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Inbox>
{
    private const int MostOpen = 100;
    private const int MostPast = 20;
    private const int MostChildren = 30;
    private const int MostLetters = 20;

    public async Task<Outcome<Inbox>> Handle(Query query, CancellationToken ct)
    {
        var (today, isFamily) = (MoroccanDay.Today(clock), user.IsFamily());
        var own = db.FamilyThreads.ReadableBy(user, db, today);
        var live = isFamily
            ? own.Where(t => t.State != TalkState.Closed).OrderByDescending(t => t.StateSince)
            : own.Where(t => t.State == TalkState.Asked || (t.FlaggedAt != null && t.SettledAt == null)).OrderBy(t => t.FlaggedAt != null && t.SettledAt == null ? 0 : 1).ThenBy(t => t.DueOn);
        var over = isFamily ? own.Where(t => t.State == TalkState.Closed) : own.Where(t => t.State != TalkState.Asked && (t.LetterId == null || t.Round > 0) && (t.FlaggedAt == null || t.SettledAt != null));
        var open = await live.Take(MostOpen).Named(db).AsNoTracking().ToListAsync(ct);
        var past = await over.OrderByDescending(t => t.StateSince).Take(MostPast).Named(db).AsNoTracking().ToListAsync(ct);
        var children = !user.Has(Permissions.Write) ? [] : await db.Guardianships.InForceFor(user, today)
            .Join(db.Pupils, g => g.PupilId, p => p.Id, (g, p) => p).OrderBy(p => p.BirthDate).ThenBy(p => p.Id)
            .Select(p => new Child(p.Id, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin)).Take(MostChildren).AsNoTracking().ToListAsync(ct);
        // A join may lose the order of what it took.
        return new Inbox(isFamily, today, children,
            [.. isFamily ? open.OrderByDescending(t => t.StateSince) : open.OrderBy(t => t.IsAlarm ? 0 : 1).ThenBy(t => t.DueOn).ThenBy(t => t.Id)],
            [.. past.OrderByDescending(t => t.StateSince)])
        {
            MayWrite = Letters.DoorOf(user) is not null,
            Letters = isFamily ? [] : await (
                from l in db.SchoolLetters.WrittenBy(user)
                join c in db.Classes on l.ClassId equals c.Id
                join p in db.Pupils on l.PupilId equals (long?)p.Id into pupils
                from p in pupils.DefaultIfEmpty()
                orderby l.Id descending
                select new LetterLine(l.Id, l.At, c.Name, l.PupilId == null ? null : p.LastNameAr + " " + p.FirstNameAr, l.PupilId == null ? null : p.LastNameLatin + " " + p.FirstNameLatin, l.Threads,
                    db.FamilyThreads.Count(t => t.LetterId == l.Id && t.SeenAt != null), l.TakenBackAt != null)).Take(MostLetters).AsNoTracking().ToListAsync(ct),
        };
    }
}
