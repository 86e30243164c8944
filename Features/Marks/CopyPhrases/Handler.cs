using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Marks.CopyPhrases;

/// <summary>Answers the language taken.</summary>
public sealed record Command(string? Language) : ICommand<string>;

public sealed class Handler(MassarDb db, CurrentUser user, Reader reader) : ICommandHandler<Command, string>
{
    public async Task<Outcome<string>> Handle(Command request, CancellationToken cancellationToken)
    {
        await db.LockPhrases(user, cancellationToken);
        var bank = await db.PhrasesOf(user, RemarkPhrase.LanguageOf(request.Language, reader.Language), cancellationToken);
        if (bank.AreOwn) return Refusal.Conflict("marks.phrases.there").Next("marks.phrases.there.next");

        db.RemarkPhrases.AddRange(bank.Offered.Take(RemarkPhrase.Most).Select((p, i) => new RemarkPhrase { AccountId = user.AccountId, Language = bank.Language, Text = p.Text, Band = p.Band, Trend = p.Trend, Order = i + 1 }));
        await db.SaveChangesAsync(cancellationToken);
        return bank.Language;
    }
}
