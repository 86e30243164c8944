using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Contributions.Domain;

/// <summary>Where a day of the cash book stands.</summary>
public enum CashDayState
{
    Open = 0,

    /// <summary>Counted; nothing enters any more.</summary>
    Closed = 1,

    /// <summary>A second person signed what the first one counted.</summary>
    Countersigned = 2,
}

/// <summary>
/// A day of a school's cash book. Whoever enters something, or closes, holds this row: entries come one after the other, and none comes
/// after the closing.
/// </summary>
public sealed class CashDay : IVersioned, IInPlace, IOfSchool
{
    public const int ReasonLength = 300;

    // Before any cash book.
    private static readonly DateOnly NoDay = new(1900, 1, 1);

    /// <summary>The day an address names; what is no day is one of which there is no book.</summary>
    public static DateOnly Of(string typed) => TypedDay.Read(typed) ?? NoDay;

    public required int SchoolId { get; init; }

    public required DateOnly Day { get; init; }

    public CashDayState State { get; private set; }

    /// <summary>What the book says is in the box, after all entries up to this day.</summary>
    public decimal? Booked { get; private set; }

    /// <summary>What was counted.</summary>
    public decimal? Counted { get; private set; }

    /// <summary>Counted less booked: what the following days carry on with.</summary>
    public decimal Difference { get; private set; }

    /// <summary>Why they differ.</summary>
    public string? Reason { get; private set; }

    public long? ClosedByAccountId { get; private set; }

    public DateTime? ClosedAt { get; private set; }

    public long? SignedByAccountId { get; private set; }

    public DateTime? SignedAt { get; private set; }

    /// <summary>What the second person noted.</summary>
    public string? Remark { get; private set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    /// <summary>The box was counted. A difference needs a reason.</summary>
    public Refusal? Close(decimal booked, decimal counted, string? reason, long account, DateTime now)
    {
        if (State != CashDayState.Open)
            return Refusal.Conflict("contributions.day.is-closed").Next("contributions.day.is-closed.next");
        if (counted != booked && reason is null)
            return Refusal.Invalid("Reason", "contributions.close.reason.needed");
        (State, Booked, Counted, Difference, Reason, ClosedByAccountId, ClosedAt) = (CashDayState.Closed, booked, counted, counted - booked, counted == booked ? null : reason, account, now);
        return null;
    }

    /// <summary>A second pair of eyes; that it is not the first is the caller's to see to.</summary>
    public Refusal? Sign(string? remark, long account, DateTime now)
    {
        if (State != CashDayState.Closed)
            return Refusal.Conflict(State == CashDayState.Open ? "contributions.sign.open" : "contributions.sign.done").Next("contributions.day.is-closed.next");
        (State, Remark, SignedByAccountId, SignedAt) = (CashDayState.Countersigned, remark, account, now);
        return null;
    }
}

public sealed class CashDayConfiguration : IEntityTypeConfiguration<CashDay>
{
    public void Configure(EntityTypeBuilder<CashDay> builder)
    {
        builder.HasKey(d => new { d.SchoolId, d.Day });
        builder.Property(d => d.Reason).HasMaxLength(CashDay.ReasonLength);
        builder.Property(d => d.Remark).HasMaxLength(CashDay.ReasonLength);
        builder.HasIndex(d => new { d.SchoolId, d.State });
    }
}
