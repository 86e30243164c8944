using System.Globalization;
using Massar.Features.Pupils.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.ListCalendars;

public sealed record Query : IQuery<Calendars>;

public sealed record Calendars(IReadOnlyList<CalendarLine> Lines);

/// <summary>A week that may have an address, and the one it has.</summary>
/// <param name="Pupil">Null for a teacher's own week.</param>
/// <param name="NameAr">Null for one's own.</param>
/// <param name="Address">Null where there is none yet.</param>
public sealed record CalendarLine(long? Pupil, string? NameAr, string? NameLatin, long? Feed, string? Address, DateTime? RenewedAt);

public sealed record Command(string? Pupil) : ICommand<Made>;

public sealed record RenewCommand(long Id) : ICommand<Made>;

public sealed record RevokeCommand(long Id) : ICommand;

public sealed record Made(long Id);

public sealed class Handler(MassarDb db, FeedTokens tokens, CurrentUser user, Reader reader, TimeProvider clock)
    : IQueryHandler<Query, Calendars>, ICommandHandler<Command, Made>, ICommandHandler<RenewCommand, Made>, ICommandHandler<RevokeCommand>
{
    public async Task<Outcome<Calendars>> Handle(Query request, CancellationToken cancellationToken)
    {
        var (account, teaches) = (user.AccountId, user.Has(Permissions.Teach));
        var feeds = await db.CalendarFeeds.AsNoTracking().Where(f => f.AccountId == account && f.EmployeeId != null == teaches).ToListAsync(cancellationToken);
        if (!user.Has(Permissions.Children))
            return new Calendars([Line(user.PupilId, null, null)]);
        var children = await (
            from g in db.Guardianships.InForceFor(user, MoroccanDay.Today(clock))
            join p in db.Pupils on g.PupilId equals p.Id
            orderby p.BirthDate, p.Id
            select new { p.Id, p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin }).AsNoTracking().Take(30).ToListAsync(cancellationToken);
        return new Calendars([.. children.Select(c => Line(c.Id, $"{c.LastNameAr} {c.FirstNameAr}", $"{c.LastNameLatin} {c.FirstNameLatin}"))]);

        CalendarLine Line(long? pupil, string? ar, string? latin)
        {
            var feed = feeds.Find(f => f.PupilId == (teaches ? null : pupil));
            return new CalendarLine(teaches ? null : pupil, ar, latin, feed?.Id, feed is null ? null : Links.Feed(tokens.Of(feed.Id, feed.Nonce)), feed?.RenewedAt);
        }
    }

    public async Task<Outcome<Made>> Handle(Command request, CancellationToken cancellationToken)
    {
        var account = user.AccountId;
        long? pupil = user.PupilId;
        if (user.Has(Permissions.Children))
        {
            if (!long.TryParse(request.Pupil, NumberStyles.None, CultureInfo.InvariantCulture, out var child) || !await db.Guardianships.InForceFor(user, MoroccanDay.Today(clock)).AnyAsync(g => g.PupilId == child, cancellationToken))
                return Refusal.NotFound;
            pupil = child;
        }

        long? employee = user.Has(Permissions.Teach) ? user.EmployeeId : null;
        if (employee is not null)
            pupil = null;
        if (employee is null && pupil is null) return Refusal.NotFound;
        // The account's row goes first: pressed twice, there is one address.
        await db.Accounts.Where(a => a.Id == account).ForUpdate().Select(a => a.Id).SingleAsync(cancellationToken);
        var feed = await db.CalendarFeeds.SingleOrDefaultAsync(f => f.AccountId == account && f.PupilId == pupil && f.EmployeeId == employee, cancellationToken);
        if (feed is null)
        {
            db.CalendarFeeds.Add(feed = new CalendarFeed { AccountId = account, EmployeeId = employee, PupilId = pupil, Nonce = CalendarFeed.Draw(), Language = reader.Language, RenewedAt = clock.GetUtcNow().UtcDateTime });
            await db.SaveChangesAsync(cancellationToken);
        }

        return new Made(feed.Id);
    }

    public async Task<Outcome<Made>> Handle(RenewCommand request, CancellationToken cancellationToken)
    {
        if (await Mine(request.Id, cancellationToken) is not { } feed) return Refusal.NotFound;
        feed.Renew(reader.Language, clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancellationToken);
        return new Made(feed.Id);
    }

    public async Task<Outcome<Done>> Handle(RevokeCommand request, CancellationToken cancellationToken)
    {
        if (await Mine(request.Id, cancellationToken) is not { } feed) return Refusal.NotFound;
        db.CalendarFeeds.Remove(feed);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    private Task<CalendarFeed?> Mine(long id, CancellationToken ct)
    {
        var account = user.AccountId;
        return db.CalendarFeeds.SingleOrDefaultAsync(f => f.Id == id && f.AccountId == account, ct);
    }
}
