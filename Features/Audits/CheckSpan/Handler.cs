using System.Globalization;
using System.Text.Json.Serialization;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Audits.CheckSpan;

/// <param name="Place">Whose chain; that of the reader's own place when null.</param>
/// <param name="From">First line, from 1.</param>
/// <param name="To">Last line; at most <see cref="Span.Most"/> are walked at once.</param>
public sealed record Query(int? Place, string? From, string? To, bool IsDrawn = false) : IQuery<Span>;

/// <param name="PlaceAr">Null for the chain of the program itself.</param>
/// <param name="Length">Lines the chain says it has.</param>
/// <param name="Walked">Lines that were there.</param>
/// <param name="Breaks">By line; empty when the span holds.</param>
public sealed record Span(int Place, string? PlaceAr, string? PlaceFr, long From, long To, long Length, int Walked, IReadOnlyList<AuditBreak> Breaks)
{
    public const int Most = 1_000;

    /// <summary>What was typed and is no line of a chain; null when both were read.</summary>
    [JsonIgnore]
    public Refusal? Wrong { get; init; }

    [JsonIgnore]
    public string? TypedFrom { get; init; }

    [JsonIgnore]
    public string? TypedTo { get; init; }
}

/// <remarks>Four statements: the place, its head, what stands before the span, the lines.</remarks>
public sealed class Handler(MassarDb db, CurrentUser user, Sealer sealer) : IQueryHandler<Query, Span>
{
    public async Task<Outcome<Span>> Handle(Query query, CancellationToken ct)
    {
        var (id, path) = (query.Place ?? user.PlaceId, user.PlacePath);
        var place = await db.Places.Where(p => p.Id == id && p.Path.StartsWith(path)).Select(p => new { p.NameAr, p.NameFr }).SingleOrDefaultAsync(ct);
        // The program's own chain belongs to no place; who reads the whole country reads it too.
        if (place is null && !(id == 0 && Tree.KindAt(path) is PlaceKind.Ministry))
            return Refusal.NotFound;
        var head = await db.AuditChains.Where(c => c.PlaceId == id).Select(c => new AuditAnchorHead(c.Sequence, c.Hash)).SingleOrDefaultAsync(ct) ?? new AuditAnchorHead(0, AuditChain.Start);
        var length = head.Sequence;
        var wrong = new Dictionary<string, Said>();
        var from = Math.Clamp(Line("from", query.From) ?? 1, 1, Math.Max(1, length));
        var to = Math.Clamp(Line("to", query.To) ?? length, from, Math.Max(from, Math.Min(length, from + Span.Most - 1)));
        if (wrong.Count > 0)
            return !query.IsDrawn ? Refusal.Invalid(wrong) : new Span(id, place?.NameAr, place?.NameFr, from, to, length, 0, []) { Wrong = Refusal.Invalid(wrong), TypedFrom = query.From, TypedTo = query.To };
        var (walked, breaks) = length == 0 ? (0, []) : await AuditWalk.Span(db, sealer, id, from, to, head, ct);
        return new Span(id, place?.NameAr, place?.NameFr, from, to, length, walked, breaks);

        long? Line(string field, string? typed)
        {
            if (string.IsNullOrWhiteSpace(typed))
                return null;
            if (long.TryParse(typed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var line))
                return line;
            wrong[field] = new("audits.check.unreadable");
            return null;
        }
    }
}
