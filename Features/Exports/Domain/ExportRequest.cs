using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Exports.Domain;

/// <summary>Where a request for a large file stands.</summary>
public enum ExportState
{
    Waiting = 0,
    Approved = 1,
    Refused = 2,
}

/// <summary>
/// A request for a file with more people than one person may take alone. Somebody else of the same place allows it with the reason in
/// view; then who asked, and nobody else, takes that one file for a day.
/// </summary>
public sealed class ExportRequest : IVersioned, IInPlace
{
    public const int AddressLength = 1000;
    public const int ReasonLength = 500;

    /// <summary>How long an allowed file may be taken.</summary>
    public static readonly TimeSpan Open = TimeSpan.FromHours(24);

    public long Id { get; init; }

    public required int PlaceId { get; init; }

    public required long AccountId { get; init; }

    /// <summary>Behind the account, so that nobody allows a request of their own from a second account.</summary>
    public long? EmployeeId { get; init; }

    /// <summary>The role worn when asking.</summary>
    public required string Role { get; init; }

    /// <summary>What list it is; a code of <see cref="ExportKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The local address of the file with its filters.</summary>
    public required string Address { get; init; }

    /// <summary>How many people it had when asked for.</summary>
    public required int Persons { get; init; }

    public required string Reason { get; init; }

    public required DateTime AskedAt { get; init; }

    public ExportState State { get; set; }

    public long? DecidedByAccountId { get; set; }

    public DateTime? DecidedAt { get; set; }

    /// <summary>Why it was refused.</summary>
    public string? Answer { get; set; }

    /// <summary>When the file left for the first time.</summary>
    public DateTime? TakenAt { get; set; }

    public int Version { get; set; }

    public bool IsOpenAt(DateTime now) => State == ExportState.Approved && now - DecidedAt < Open;

    /// <summary>A list lives: a few more people than were allowed are still the same list, many more are another one.</summary>
    public bool Covers(int persons) => persons <= Persons + Math.Max(10, Persons / 10);

    /// <summary>Two people, always: who asked never decides.</summary>
    public Refusal? Decide(bool approve, string? answer, Hands by, DateTime now)
    {
        if (by.Did(AccountId))
            return Refusal.Conflict("exports.own").Next("exports.own.next").Recorded();
        if (State != ExportState.Waiting)
            return Refusal.Conflict("exports.decided").Next("exports.decided.next");
        (State, Answer, DecidedByAccountId, DecidedAt) = (approve ? ExportState.Approved : ExportState.Refused, answer, by.Account, now);
        return null;
    }
}

public sealed class ExportRequestConfiguration : IEntityTypeConfiguration<ExportRequest>
{
    public void Configure(EntityTypeBuilder<ExportRequest> builder)
    {
        builder.Property(r => r.Role).IsCode(30);
        builder.Property(r => r.Kind).IsCode(30);
        builder.Property(r => r.Address).IsCode(ExportRequest.AddressLength);
        builder.Property(r => r.Reason).HasMaxLength(ExportRequest.ReasonLength);
        builder.Property(r => r.Answer).HasMaxLength(ExportRequest.ReasonLength);
        builder.HasIndex(r => new { r.PlaceId, r.State, r.AskedAt });
        builder.HasIndex(r => new { r.AccountId, r.AskedAt });
    }
}

/// <summary>One file with people that left: who took it, what list, how many people, and with whose leave.</summary>
public sealed class ExportTaken : IInPlace
{
    public long Id { get; init; }

    public required int PlaceId { get; init; }

    public required long AccountId { get; init; }

    public required string Kind { get; init; }

    public required string Address { get; init; }

    public required int Persons { get; init; }

    /// <summary>The request that allowed it, when it had many people.</summary>
    public long? RequestId { get; init; }

    public required DateTime At { get; init; }
}

public sealed class ExportTakenConfiguration : IEntityTypeConfiguration<ExportTaken>
{
    public void Configure(EntityTypeBuilder<ExportTaken> builder)
    {
        builder.Property(t => t.Kind).IsCode(30);
        builder.Property(t => t.Address).IsCode(ExportRequest.AddressLength);
        builder.HasIndex(t => new { t.AccountId, t.At });
        builder.HasIndex(t => new { t.PlaceId, t.At });
    }
}

/// <summary>Which requests somebody sees and decides.</summary>
public static class Scopes
{
    /// <summary>One's own, and for who may decide those of the place.</summary>
    public static IQueryable<ExportRequest> VisibleTo(this IQueryable<ExportRequest> requests, CurrentUser user)
    {
        var (me, place, decides) = (user.AccountId, user.PlaceId, user.Has(Permissions.Approve));
        return requests.Where(r => r.AccountId == me || (decides && r.PlaceId == place));
    }

    /// <summary>What waits for this person: asked at the same place by somebody else.</summary>
    public static IQueryable<ExportRequest> WaitingFor(this IQueryable<ExportRequest> requests, CurrentUser user)
    {
        var (me, place, employee) = (user.AccountId, user.PlaceId, user.EmployeeId);
        return requests.Where(r => r.PlaceId == place && r.State == ExportState.Waiting && r.AccountId != me && (r.EmployeeId == null || employee == null || r.EmployeeId != employee));
    }

    /// <summary>Accounts that may decide at a place on what this account asked.</summary>
    public static IQueryable<Account> DecidingAt(this IQueryable<Account> accounts, MassarDb db, int place, long askedBy, long? employee, DateOnly today)
    {
        var roles = Roles.All.Where(r => Roles.PermissionsOf(r).Contains(Permissions.Approve)).ToList();
        // Whoever asks chooses nobody: a role that was lent, or given on the day itself, approves nothing.
        var holders = db.Hats.LiveOn(today).Where(h => h.PlaceId == place && roles.Contains(h.Role) && h.LentByHatId == null && h.StartsOn < today).Select(h => h.AccountId);
        return accounts.Where(a => holders.Contains(a.Id) && a.ClosedAt == null && a.Id != askedBy && (employee == null || a.EmployeeId == null || a.EmployeeId != employee));
    }
}
