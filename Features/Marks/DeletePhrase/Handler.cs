using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.DeletePhrase;

/// <summary>Answers the language of the phrase.</summary>
/// <param name="Deletes">Else it is brought back.</param>
public sealed record Command(long Id, int Version, bool Deletes) : ICommand<string>;

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : ICommandHandler<Command, string>
{
    public async Task<Outcome<string>> Handle(Command request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await db.LockPhrases(user, cancellationToken);
        var phrases = await db.RemarkPhrases.OwnedBy(user).Where(p => p.Id == request.Id || p.DeletedAt != null).ToListAsync(cancellationToken);
        // Those deleted long ago leave for good on the occasion.
        var gone = phrases.FindAll(p => p.DeletedAt <= now.AddDays(-RemarkPhrase.KeptDays));
        db.RemarkPhrases.RemoveRange(gone);
        if (phrases.Find(p => p.Id == request.Id) is not { } phrase || gone.Contains(phrase)) return Refusal.NotFound;
        if (phrase.Version != request.Version) return Refusal.Stale;

        if (!request.Deletes && phrase.DeletedAt is not null && await db.RemarkPhrases.OwnedBy(user).CountAsync(p => p.Language == phrase.Language && p.DeletedAt == null, cancellationToken) >= RemarkPhrase.Most)
            return Refusal.Conflict("marks.phrases.most", RemarkPhrase.Most).Next("marks.phrases.most.next");
        if (request.Deletes && phrase.DeletedAt is null)
            db.RemarkPhrases.RemoveRange(phrases.Where(p => p != phrase && !gone.Contains(p)).OrderByDescending(p => p.DeletedAt).ThenByDescending(p => p.Id).Skip(RemarkPhrase.MostDeleted - 1));
        phrase.DeletedAt = request.Deletes ? phrase.DeletedAt ?? now : null;
        await db.SaveChangesAsync(cancellationToken);
        return phrase.Language;
    }
}
