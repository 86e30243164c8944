using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.MovePhrase;

/// <summary>Answers the language of the phrase.</summary>
/// <param name="Step">-1 up, 1 down.</param>
public sealed record Command(long Id, int Version, int Step) : ICommand<string>;

public sealed class Handler(MassarDb db, CurrentUser user) : ICommandHandler<Command, string>
{
    public async Task<Outcome<string>> Handle(Command request, CancellationToken cancellationToken)
    {
        var phrases = await db.RemarkPhrases.OwnedBy(user).Where(p => p.DeletedAt == null).OrderBy(p => p.Order).ThenBy(p => p.Id).ToListAsync(cancellationToken);
        if (phrases.Find(p => p.Id == request.Id) is not { } phrase) return Refusal.NotFound;
        if (phrase.Version != request.Version) return Refusal.Stale;

        var beside = phrases.FindAll(p => p.Language == phrase.Language);
        var (from, to) = (beside.IndexOf(phrase), Math.Clamp(beside.IndexOf(phrase) + request.Step, 0, beside.Count - 1));
        beside.RemoveAt(from);
        beside.Insert(to, phrase);
        // Only rows whose place changes are written.
        foreach (var (one, place) in beside.Select((one, i) => (one, i + 1)))
            one.Order = place;
        await db.SaveChangesAsync(cancellationToken);
        return phrase.Language;
    }
}
