using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Timetables.Domain;

/// <summary>What a room is used for (نوع الاستعمال).</summary>
public enum RoomKind
{
    /// <summary>قاعة عادية.</summary>
    Ordinary = 0,

    /// <summary>مختبر.</summary>
    Laboratory = 1,

    /// <summary>قاعة متخصصة.</summary>
    Special = 2,

    /// <summary>قاعة المعلوميات.</summary>
    Computers = 3,

    /// <summary>ورشة.</summary>
    Workshop = 4,

    /// <summary>خزانة.</summary>
    Library = 5,

    /// <summary>ملعب.</summary>
    Sports = 6,

    /// <summary>مطعم.</summary>
    Canteen = 7,

    /// <summary>داخلية.</summary>
    Boarding = 8,

    /// <summary>إدارة.</summary>
    Office = 9,
}

/// <summary>Whether a room may be used (حالة القاعة).</summary>
public enum RoomState
{
    /// <summary>مستعملة.</summary>
    InUse = 0,

    /// <summary>غير مستعملة: closed for now.</summary>
    Closed = 1,

    /// <summary>غير صالحة: unfit.</summary>
    Unfit = 2,
}

/// <summary>A room of a school. Its code is written on the door: block, floor, number.</summary>
public sealed class Room : IVersioned, IInPlace, IOfSchool
{
    public const int CodeLength = 20;
    public const int MostSeats = 2_000;

    public int Id { get; init; }

    public required int SchoolId { get; init; }

    public required string Code { get; set; }

    public required RoomKind Kind { get; set; }

    /// <summary>Seats.</summary>
    public required int Capacity { get; set; }

    public RoomState State { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    /// <summary>Lessons may be held in it.</summary>
    public bool IsForLessons => State == RoomState.InUse && Holds(Kind);

    /// <summary>Kinds in which lessons are held.</summary>
    public static bool Holds(RoomKind kind) => kind is not (RoomKind.Canteen or RoomKind.Boarding or RoomKind.Office);

    /// <summary>Where a subject is taught when the school has such a room (domain 06 §6.2: laboratories, informatics, the field).</summary>
    public static RoomKind For(string subject) => subject switch
    {
        "EPS" => RoomKind.Sports,
        "PC" or "SVT" => RoomKind.Laboratory,
        "INF" => RoomKind.Computers,
        "TEC" or "SI" => RoomKind.Workshop,
        _ => RoomKind.Ordinary,
    };
}

public sealed class RoomConfiguration : IEntityTypeConfiguration<Room>
{
    public void Configure(EntityTypeBuilder<Room> builder)
    {
        builder.Ignore(r => r.IsForLessons);
        builder.Property(r => r.Code).IsCode(Room.CodeLength);
        builder.HasIndex(r => new { r.SchoolId, r.Code }).IsUnique();
    }
}
