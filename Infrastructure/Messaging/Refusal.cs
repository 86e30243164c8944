namespace Massar.Infrastructure.Messaging;

/// <summary>What kind of "no" a refusal is; decides the status of the answer.</summary>
public enum RefusalKind
{
    /// <summary>Typed wrongly: 422 on a page, 400 on the API.</summary>
    Invalid,

    /// <summary>Not there, or not yours: the two look the same. 404.</summary>
    NotFound,

    /// <summary>A rule forbids it: 409.</summary>
    Conflict,

    /// <summary>Somebody else changed the same thing since it was read: 409, with what it is now.</summary>
    Stale,

    /// <summary>The person may not do this at all: 403.</summary>
    Forbidden,

    /// <summary>A second factor given less than five minutes ago is needed first: 403 with a way to give it.</summary>
    StepUp,

    /// <summary>Too many tries: 429.</summary>
    TooMany,

    /// <summary>The program is too busy for this just now: 503.</summary>
    Busy,
}

/// <summary>One sentence for people: a text key and the values for its placeholders.</summary>
public sealed record Said(string Key, params object[] Args);

/// <summary>
/// An answer that says no: a reason (text key), fields it concerns, and what to do next.
/// A refusal is expected; an accident is an exception.
/// </summary>
public sealed record Refusal(RefusalKind Kind, Said Reason)
{
    public static readonly Refusal NotFound = new(RefusalKind.NotFound, new Said("ui.not-found"));
    public static readonly Refusal Forbidden = new(RefusalKind.Forbidden, new Said("ui.forbidden"));
    public static readonly Refusal Stale = new(RefusalKind.Stale, new Said("ui.changed-meanwhile"));
    public static readonly Refusal StepUp = new(RefusalKind.StepUp, new Said("ui.step-up"));
    public static readonly Refusal Busy = new(RefusalKind.Busy, new Said("ui.busy"));

    /// <summary>Reasons by field name, as the form names it.</summary>
    public IReadOnlyDictionary<string, Said> Fields { get; init; } = new Dictionary<string, Said>();

    /// <summary>What the person can do now; every refusal of a case has one.</summary>
    public Said? NextStep { get; init; }

    /// <summary>For <see cref="RefusalKind.TooMany"/> and <see cref="RefusalKind.Busy"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The attempt itself is written into the audit chain, though nothing was done.</summary>
    public bool IsRecorded { get; init; }

    public static Refusal Conflict(string key, params object[] args) => new(RefusalKind.Conflict, new Said(key, args));

    public static Refusal TooMany(TimeSpan retryAfter, string key = "ui.too-many") =>
        new(RefusalKind.TooMany, new Said(key, (int)Math.Ceiling(retryAfter.TotalSeconds))) { RetryAfter = retryAfter };

    /// <summary>One field typed wrongly.</summary>
    public static Refusal Invalid(string field, string key, params object[] args) =>
        Invalid(new Dictionary<string, Said>(StringComparer.OrdinalIgnoreCase) { [field] = new(key, args) });

    public static Refusal Invalid(IReadOnlyDictionary<string, Said> fields) =>
        new(RefusalKind.Invalid, new Said("ui.check-fields", fields.Count)) { Fields = fields };

    public Refusal Next(string key, params object[] args) => this with { NextStep = new Said(key, args) };

    /// <summary>The same refusal, with the attempt written down.</summary>
    public Refusal Recorded() => this with { IsRecorded = true };

    /// <summary>The reason at a field, if there is one.</summary>
    public Said? For(string field) =>
        Fields.TryGetValue(field, out var said) ? said
        : Fields.FirstOrDefault(f => string.Equals(f.Key, field, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>"It is done", for commands that have nothing else to answer.</summary>
public sealed record Done
{
    public static readonly Done It = new();

    private Done()
    {
    }
}

/// <summary>What a handler answers: the value, or a refusal.</summary>
public readonly struct Outcome<T>
{
    private readonly T? value;

    private Outcome(T? value, Refusal? refusal) => (this.value, Refusal) = (value, refusal);

    public Refusal? Refusal { get; }

    public bool IsRefused => Refusal is not null;

    /// <summary>The value; asking a refused outcome for it is a fault of ours.</summary>
    public T Value => Refusal is null ? value! : throw new InvalidOperationException($"Refused: {Refusal.Reason.Key}");

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}
