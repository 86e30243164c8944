using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.WritePhrase;

/// <param name="Id">Null for a new one.</param>
public sealed record Query(long? Id, string? Language) : IQuery<Entry>;

/// <summary>A phrase as its form shows it.</summary>
public sealed record Entry(long? Id, string Language, string Text, RemarkBand Band, RemarkTrend Trend, int Version);

/// <param name="Id">Null for a new one.</param>
/// <param name="Version">Of the phrase as it was read.</param>
public sealed record Command(long? Id, string? Language, string? Text, string? Band, string? Trend, int Version) : ICommand<Written>
{
    /// <summary>A value by its name; null where it has none of these. Left out it is the first, for everybody.</summary>
    public static T? Read<T>(string? name) where T : struct, Enum =>
        string.IsNullOrEmpty(name) ? default(T) : !char.IsDigit(name[0]) && Enum.TryParse<T>(name, out var value) && Enum.IsDefined(value) ? value : null;
}

public sealed record Written(long Id, string Language);

public sealed class Handler(MassarDb db, CurrentUser user, Reader reader) : IQueryHandler<Query, Entry>, ICommandHandler<Command, Written>
{
    public async Task<Outcome<Entry>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (request.Id is not { } id) return new Entry(null, RemarkPhrase.LanguageOf(request.Language, reader.Language), "", RemarkBand.Any, RemarkTrend.Any, 0);
        return await db.RemarkPhrases.OwnedBy(user).Where(p => p.Id == id && p.DeletedAt == null).Select(p => new Entry(p.Id, p.Language, p.Text, p.Band, p.Trend, p.Version)).SingleOrDefaultAsync(cancellationToken) is { } entry
            ? entry : Refusal.NotFound;
    }

    public async Task<Outcome<Written>> Handle(Command request, CancellationToken cancellationToken)
    {
        var (language, text) = (request.Language!, BidiSafe.Clean(request.Text));
        var (band, trend) = (Command.Read<RemarkBand>(request.Band)!.Value, Command.Read<RemarkTrend>(request.Trend)!.Value);
        await db.LockPhrases(user, cancellationToken);
        RemarkPhrase? phrase = null;
        if (request.Id is { } id)
        {
            phrase = await db.RemarkPhrases.OwnedBy(user).SingleOrDefaultAsync(p => p.Id == id && p.DeletedAt == null, cancellationToken);
            if (phrase is null) return Refusal.NotFound;
            if (phrase.Version != request.Version) return Refusal.Stale;
        }

        var others = await db.RemarkPhrases.OwnedBy(user).Where(p => p.Language == language && p.DeletedAt == null && p.Id != (request.Id ?? 0)).Select(p => new { p.Text, p.Order }).ToListAsync(cancellationToken);
        if (others.Exists(o => o.Text == text)) return Refusal.Invalid(nameof(request.Text), "marks.phrase.twice");
        if (others.Count >= RemarkPhrase.Most) return Refusal.Conflict("marks.phrases.most", RemarkPhrase.Most).Next("marks.phrases.most.next");

        if (phrase is null)
            db.RemarkPhrases.Add(phrase = new RemarkPhrase { AccountId = user.AccountId, Language = language, Text = text, Band = band, Trend = trend, Order = others.Count == 0 ? 1 : others.Max(o => o.Order) + 1 });
        else (phrase.Language, phrase.Text, phrase.Band, phrase.Trend) = (language, text, band, trend);
        await db.SaveChangesAsync(cancellationToken);
        return new Written(phrase.Id, language);
    }
}
