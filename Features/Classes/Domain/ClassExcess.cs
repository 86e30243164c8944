using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Classes.Domain;

/// <summary>A class that was filled beyond the pupils a class of its level should have: how many, who did it and why. Rows are only ever added.</summary>
public sealed class ClassExcess : IInPlace
{
    public const int ReasonLength = 300;

    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required int ClassId { get; init; }

    /// <summary>In the class afterwards.</summary>
    public required int Pupils { get; init; }

    /// <summary>What the year's figures say of a class of the level.</summary>
    public required int Norm { get; init; }

    public required string Reason { get; init; }

    public required long ByAccountId { get; init; }

    public required DateTime At { get; init; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class ClassExcessConfiguration : IEntityTypeConfiguration<ClassExcess>
{
    public void Configure(EntityTypeBuilder<ClassExcess> builder)
    {
        builder.ToTable("ClassExcesses");
        builder.Property(e => e.Reason).HasMaxLength(ClassExcess.ReasonLength);
        builder.HasIndex(e => e.ClassId);
    }
}

/// <summary>
/// The one rule of a full class: the norm of the level (yearly figure of the school map, domain 11 §5) stops nobody, but whoever goes
/// beyond it says why, and that stays readable.
/// </summary>
public static class ClassRoom
{
    /// <summary>The field of a form in which the reason is written.</summary>
    public const string Field = "OverNorm";

    /// <summary>Whether so many more pupils may come. The caller holds the class's row and saves.</summary>
    /// <param name="coming">Who does not sit in the class yet.</param>
    /// <param name="reason">As typed; needed beyond the norm, and kept only then.</param>
    /// <param name="by">The account that does it.</param>
    /// <returns>What is missing; null when they may come.</returns>
    public static async Task<Refusal?> MakeRoom(this MassarDb db, SchoolClass to, int coming, string? reason, long by, DateTime now, CancellationToken ct)
    {
        var (id, code) = (to.Id, to.LevelCode);
        var level = await db.Levels.AsNoTracking().SingleAsync(l => l.Code == code, ct);
        var norm = (await StructureRules.Of(db, to.SchoolYearId, ct)).NormOf(level);
        var after = coming + await db.Enrollments.CountAsync(e => e.ClassId == id && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected), ct);
        if (after <= norm)
            return null;
        var said = BidiSafe.CleanOrNull(reason);
        if (said is null)
            return Refusal.Invalid(Field, "classes.over.reason-needed", after, norm);
        if (said.Length > ClassExcess.ReasonLength)
            return Refusal.Invalid(Field, "classes.text.long", ClassExcess.ReasonLength);
        db.ClassExcesses.Add(new ClassExcess { SchoolId = to.SchoolId, ClassId = to.Id, Pupils = after, Norm = norm, Reason = said, ByAccountId = by, At = now });
        return null;
    }
}
