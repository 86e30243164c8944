using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Licences.Domain;

/// <summary>An inspection visit, for a file or of an open school, with its report.</summary>
public sealed class LicenceVisit : IInPlace
{
    public const int ReportLength = 2_000;

    public long Id { get; init; }

    /// <summary>The directorate whose visit it was.</summary>
    public required int PlaceId { get; init; }

    public long? CaseId { get; init; }

    public int? SchoolId { get; set; }

    public required DateOnly VisitedOn { get; init; }

    /// <summary>Who visited, as the report names them.</summary>
    public required string Visitors { get; init; }

    public required string Report { get; init; }

    /// <summary>The signed report.</summary>
    public long? FileId { get; init; }

    public required long RecordedByAccountId { get; init; }

    public required DateTime RecordedAt { get; init; }
}

public sealed class LicenceVisitConfiguration : IEntityTypeConfiguration<LicenceVisit>
{
    public void Configure(EntityTypeBuilder<LicenceVisit> builder)
    {
        builder.Property(v => v.Visitors).HasMaxLength(LicenceCase.NameLength);
        builder.Property(v => v.Report).HasMaxLength(LicenceVisit.ReportLength);
        builder.HasIndex(v => v.CaseId);
        builder.HasIndex(v => new { v.SchoolId, v.VisitedOn });
    }
}

/// <summary>Where a remark stands. The numbers are stored.</summary>
public enum RemarkState
{
    Open = 0,

    /// <summary>The school says it is mended.</summary>
    Mended = 1,

    /// <summary>The directorate has seen that it is.</summary>
    Settled = 2,
}

/// <summary>Something a visit found and the school has to mend by a day.</summary>
public sealed class LicenceRemark : IVersioned, IInPlace
{
    public long Id { get; init; }

    public required long VisitId { get; init; }

    public required int PlaceId { get; init; }

    public int? SchoolId { get; set; }

    public required string Text { get; init; }

    public required DateOnly MendBy { get; init; }

    public RemarkState State { get; private set; }

    /// <summary>What the school did.</summary>
    public string? Answer { get; private set; }

    public DateTime? AnsweredAt { get; private set; }

    public int Version { get; set; }

    public Refusal? Mend(string answer, DateTime at)
    {
        if (State is RemarkState.Settled)
            return LicenceCase.Settled;
        (State, Answer, AnsweredAt) = (RemarkState.Mended, answer, at);
        return null;
    }

    /// <summary>The directorate found it mended, or not.</summary>
    public Refusal? Judge(bool isMended)
    {
        if (State is RemarkState.Settled)
            return LicenceCase.Settled;
        State = isMended ? RemarkState.Settled : RemarkState.Open;
        return null;
    }
}

public sealed class LicenceRemarkConfiguration : IEntityTypeConfiguration<LicenceRemark>
{
    public void Configure(EntityTypeBuilder<LicenceRemark> builder)
    {
        builder.Property(r => r.Text).HasMaxLength(LicenceCase.TextLength);
        builder.Property(r => r.Answer).HasMaxLength(LicenceCase.TextLength);
        builder.HasIndex(r => r.VisitId);
        builder.HasIndex(r => new { r.SchoolId, r.State });
        builder.HasIndex(r => new { r.PlaceId, r.State, r.MendBy });
        builder.HasOne<LicenceVisit>().WithMany().HasForeignKey(r => r.VisitId);
    }
}

/// <summary>A teacher as a private school declares him for a school year.</summary>
public sealed class PrivateTeacher : IVersioned, IInPlace
{
    public const int DiplomaLength = 120;
    public const int TeachesLength = 80;
    public const int MostHours = 40;

    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    public required string NameAr { get; init; }

    public required string NameLatin { get; init; }

    public required string Cin { get; init; }

    public required string Diploma { get; init; }

    /// <summary>Subject or level.</summary>
    public required string Teaches { get; init; }

    /// <summary>Hours a week.</summary>
    public required int Hours { get; init; }

    /// <summary>For who serves in the public sector: he teaches here by an authorisation only.</summary>
    public long? EmployeeId { get; init; }

    /// <summary>Last day at the school.</summary>
    public DateOnly? EndedOn { get; private set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    public Refusal? End(DateOnly on)
    {
        if (EndedOn is not null)
            return LicenceCase.Settled;
        EndedOn = on;
        return null;
    }
}

public sealed class PrivateTeacherConfiguration : IEntityTypeConfiguration<PrivateTeacher>
{
    public void Configure(EntityTypeBuilder<PrivateTeacher> builder)
    {
        builder.Property(t => t.NameAr).HasMaxLength(LicenceCase.NameLength);
        builder.Property(t => t.NameLatin).HasMaxLength(LicenceCase.NameLength);
        builder.Property(t => t.Cin).IsCode(10);
        builder.Property(t => t.Diploma).HasMaxLength(PrivateTeacher.DiplomaLength);
        builder.Property(t => t.Teaches).HasMaxLength(PrivateTeacher.TeachesLength);
        builder.HasIndex(t => new { t.SchoolId, t.SchoolYearId });
        builder.HasIndex(t => t.EmployeeId);
    }
}

/// <summary>Where an authorisation of extra hours stands. The numbers are stored.</summary>
public enum ExtraState
{
    Asked = 0,
    Granted = 1,
    Refused = 2,

    /// <summary>The teacher left the private school.</summary>
    Ended = 3,

    /// <summary>The school declared somebody of the public sector as one who serves nowhere else: nothing was asked, and the school is not told that it is known.</summary>
    Unasked = 4,
}

/// <summary>
/// Leave for somebody of the public sector to teach some hours a week in a private school, for one school year. All he has together stay below the year's ceiling
/// (setting <c>licences.extra-hours</c>).
/// </summary>
public sealed class ExtraHours : IVersioned, IInPlace
{
    public long Id { get; init; }

    public required long TeacherId { get; init; }

    public required long EmployeeId { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    /// <summary>The directorate of his workplace, which answers.</summary>
    public required int OfficeId { get; init; }

    /// <summary>A week.</summary>
    public required int Hours { get; init; }

    public required long AskedByAccountId { get; init; }

    public required DateTime AskedAt { get; init; }

    public ExtraState State { get; private set; }

    /// <summary>Why it was refused, for the teacher.</summary>
    public string? Reason { get; private set; }

    public DateTime? DecidedAt { get; private set; }

    public long? DecidedByAccountId { get; private set; }

    /// <summary>Last day it counts.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>The sealed paper of what was granted; none for what was granted before there were papers.</summary>
    public long? DocumentId { get; private set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => OfficeId;

    /// <summary>The register its papers are numbered in, one for each directorate and year.</summary>
    public const string Register = "extra-hours";

    public void Keep(long document) => DocumentId = document;

    public static Refusal Own => Refusal.Conflict("licences.own").Next("licences.own.next").Recorded();

    public Refusal? Decide(bool isGranted, string? reason, long account, DateTime at)
    {
        if (State is not ExtraState.Asked)
            return LicenceCase.Settled;
        (State, Reason, DecidedByAccountId, DecidedAt) = (isGranted ? ExtraState.Granted : ExtraState.Refused, reason, account, at);
        return null;
    }

    /// <summary>Written down without having been asked for.</summary>
    public ExtraHours FoundOut()
    {
        State = ExtraState.Unasked;
        return this;
    }

    /// <summary>The teacher has left; whether there was anything to end.</summary>
    public bool End()
    {
        if (State is not (ExtraState.Asked or ExtraState.Granted or ExtraState.Unasked))
            return false;
        State = ExtraState.Ended;
        return true;
    }
}

public sealed class ExtraHoursConfiguration : IEntityTypeConfiguration<ExtraHours>
{
    public void Configure(EntityTypeBuilder<ExtraHours> builder)
    {
        builder.ToTable("ExtraHours");
        builder.Property(x => x.Reason).HasMaxLength(LicenceCase.TextLength);
        builder.HasIndex(x => x.TeacherId).IsUnique();
        builder.HasIndex(x => new { x.EmployeeId, x.SchoolYearId });
        builder.HasIndex(x => new { x.OfficeId, x.State });
        builder.HasOne<PrivateTeacher>().WithMany().HasForeignKey(x => x.TeacherId);
    }
}
