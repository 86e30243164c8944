using System.Security.Cryptography;
using Massar.Features.Accounts.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Resources.Domain;

/// <summary>How far the bytes of a variant have come.</summary>
/// <param name="Received">The next byte to send is this one.</param>
/// <param name="IsReady">All are there and were judged.</param>
public sealed record Upload(long Id, int Received, int Length, bool IsReady);

/// <summary>What the steps of a resource share, in the caller's transaction.</summary>
public sealed class ResourceDesk(MassarDb db, CurrentUser user, TimeProvider clock)
{
    /// <summary>The author's resource, held until the transaction ends: what two browsers do to one comes one after the other.</summary>
    public Task<LessonResource?> Hold(long id, CancellationToken ct) => db.LessonResources.OwnOf(user).Where(r => r.Id == id).ForUpdate().SingleOrDefaultAsync(ct);

    /// <summary>The author of a resource is the reader's spouse, or the other parent of a child.</summary>
    public async Task<bool> IsFamilys(LessonResource resource, CancellationToken ct)
    {
        var (author, kin) = (resource.OfferedByAccountId, await Kinship.WithSelf(db, user.EmployeeId, ct));
        return kin.Count > 0 && await db.Accounts.AnyAsync(a => a.Id == author && a.EmployeeId != null && kin.Contains(a.EmployeeId.Value), ct);
    }

    /// <summary>Announces a variant of a held resource: kind and size are right, the lighter forms are lighter, and the day's share lasts.</summary>
    public async Task<Outcome<ResourceVariant>> Begin(LessonResource resource, VariantKind kind, long length, CancellationToken ct)
    {
        if (!LessonResource.IsOpen(resource.State)) return Refusal.Conflict("resources.closed").Next("resources.closed.next");
        var rules = await ResourceRules.Current(db, ct);
        if (length <= 0) return Refusal.Invalid("File", "resources.variant.needed");
        if (length > rules.MostOf(kind)) return Refusal.Invalid("File", "resources.variant.heavy", rules.MostOf(kind));
        var (id, account, now) = (resource.Id, user.AccountId, clock.GetUtcNow().UtcDateTime);
        var there = await db.ResourceVariants.Where(v => v.ResourceId == id && v.RemovedAt == null).ToListAsync(ct);
        if (there.Exists(v => v.Kind == kind && v.ReadyAt != null)) return Refusal.Conflict("resources.variant.there").Next("resources.variant.there.next");
        if (there.Find(v => v.Kind == kind) is { } begun)
        {
            // The same file again goes on where it stopped; another one takes its place.
            if (begun.Length == length && begun.AddedByAccountId == account) return begun;
            await Drop(begun, now, ct);
        }

        var film = there.Find(v => v.Kind == VariantKind.Video && v.ReadyAt != null);
        var light = there.Where(v => v.Kind is VariantKind.LowVideo or VariantKind.Audio && v.ReadyAt != null).OrderByDescending(v => v.Length).FirstOrDefault();
        if ((kind is VariantKind.LowVideo or VariantKind.Audio && film?.Length <= length) || (kind == VariantKind.Video && light?.Length >= length))
            return Refusal.Invalid("File", "resources.variant.not-lighter");

        // One person's uploads come one after the other: two at once are both counted.
        await db.Accounts.Where(a => a.Id == account).Select(a => a.Id).ForUpdate().SingleAsync(ct);
        var yesterday = now.AddDays(-1);
        var day = await db.ResourceVariants.Where(v => v.AddedByAccountId == account && v.AddedAt > yesterday).Select(v => v.Length).ToListAsync(ct);
        if (day.Count >= rules.DailyItems || day.Sum(l => (long)l) + length > rules.DailyBytes)
            return Refusal.Conflict("resources.daily", rules.DailyItems, rules.DailyMb).Next("resources.daily.next");
        var variant = new ResourceVariant { PublicId = Guid.NewGuid(), ResourceId = id, Kind = kind, Length = (int)length, AddedAt = now, AddedByAccountId = account };
        db.ResourceVariants.Add(variant);
        await db.SaveChangesAsync(ct);
        return variant;
    }

    /// <summary>How far it has come.</summary>
    public async Task<Upload> Where(ResourceVariant variant, CancellationToken ct)
    {
        var id = variant.Id;
        return variant.ReadyAt is not null ? new Upload(id, variant.Length, variant.Length, true)
            : new Upload(id, (int)Math.Min((long)await db.ResourcePieces.CountAsync(p => p.VariantId == id, ct) * ResourcePiece.Size, variant.Length), variant.Length, false);
    }

    /// <summary>Forgets the bytes of a variant that is not whole.</summary>
    public Task Empty(ResourceVariant variant, CancellationToken ct)
    {
        var id = variant.Id;
        return db.ResourcePieces.Where(p => p.VariantId == id).ExecuteDeleteAsync(ct);
    }

    /// <summary>Takes the bytes that follow those already there, in whole pieces; the last ones make the variant whole, or are refused and gone.</summary>
    /// <param name="from">The place of the first of them; what came before is passed over.</param>
    public async Task<Outcome<Upload>> Take(ResourceVariant variant, int from, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var (id, now) = (variant.Id, clock.GetUtcNow().UtcDateTime);
        if (variant.ReadyAt is not null) return new Upload(id, variant.Length, variant.Length, true);
        var pieces = await db.ResourcePieces.CountAsync(p => p.VariantId == id, ct);
        var received = (int)Math.Min((long)pieces * ResourcePiece.Size, variant.Length);
        // An answer that was lost on the way: the sender begins again where we are.
        if (from != received) return new Upload(id, received, variant.Length, false);
        if (bytes.Length == 0 || bytes.Length > variant.Length - received || (bytes.Length % ResourcePiece.Size != 0 && received + bytes.Length != variant.Length))
            return Refusal.Invalid("File", "resources.variant.pieces");
        if (received == 0 && VariantIntake.TypeOf(variant.Kind, bytes.Span[..Math.Min(bytes.Length, 64)]) is null)
            return Refusal.Invalid("File", $"resources.variant.not-{Said(variant.Kind)}");

        for (var at = 0; at < bytes.Length; at += ResourcePiece.Size)
            db.ResourcePieces.Add(new ResourcePiece { VariantId = id, Number = pieces++, Bytes = bytes.Slice(at, Math.Min(ResourcePiece.Size, bytes.Length - at)).ToArray() });
        await db.SaveChangesAsync(ct);
        received += bytes.Length;
        if (received < variant.Length) return new Upload(id, received, variant.Length, false);

        if (await Finish(variant, now, ct) is { } refusal) return refusal;
        await db.SaveChangesAsync(ct);
        return new Upload(id, received, variant.Length, true);
    }

    /// <summary>Its bytes go at once; its row stays for the day's count.</summary>
    public async Task Drop(ResourceVariant variant, DateTime now, CancellationToken ct)
    {
        var id = variant.Id;
        variant.RemovedAt = now;
        await db.ResourcePieces.Where(p => p.VariantId == id).ExecuteDeleteAsync(ct);
        await db.SaveChangesAsync(ct);
    }

    // The whole is read once, piece by piece; only text and paper, which are small, are put together to be looked at.
    private async Task<Refusal?> Finish(ResourceVariant variant, DateTime now, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var whole = VariantIntake.IsJudgedWhole(variant.Kind) ? new MemoryStream(variant.Length) : null;
        string? type = null;
        for (var number = 0; number < ResourcePiece.CountOf(variant.Length); number++)
        {
            var (id, wanted) = (variant.Id, number);
            var piece = await db.ResourcePieces.AsNoTracking().Where(p => p.VariantId == id && p.Number == wanted).Select(p => p.Bytes).SingleAsync(ct);
            type ??= VariantIntake.TypeOf(variant.Kind, piece.AsSpan(0, Math.Min(piece.Length, 64)));
            hash.AppendData(piece);
            whole?.Write(piece);
        }

        if (whole is not null && VariantIntake.Problem(variant.Kind, whole.ToArray()) is { } problem) return Refusal.Invalid("File", problem);
        variant.Finish(type!, Convert.ToHexStringLower(hash.GetHashAndReset()), now);
        return null;
    }

    private static string Said(VariantKind kind) => kind switch { VariantKind.Text => "text", VariantKind.Audio => "audio", VariantKind.Paper => "paper", _ => "video" };
}
