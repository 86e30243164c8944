using System.Globalization;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Certificates.Domain;

/// <summary>What a certificate is for; printed on it.</summary>
public enum CertificatePurpose
{
    /// <summary>Family allowances and health cover: CNSS, CMR.</summary>
    SocialSecurity = 1,

    Transport = 2,

    Scholarship = 3,

    /// <summary>"Wherever it is needed."</summary>
    Other = 9,
}

/// <summary>Where a request stands (workflow 4.5); whether the paper still counts is the document's state.</summary>
public enum CertificateState
{
    /// <summary>Somebody must mend data first.</summary>
    Blocked = 0,

    Issued = 1,

    /// <summary>Its paper was revoked; another may be asked for.</summary>
    Revoked = 2,
}

/// <summary>Somebody asked for a schooling certificate.</summary>
public sealed class CertificateRequest : IVersioned, IInPlace
{
    public long Id { get; init; }

    public required long PupilId { get; init; }

    /// <summary>The school that answers for it.</summary>
    public required int PlaceId { get; init; }

    public required CertificatePurpose Purpose { get; init; }

    /// <summary>The day in Morocco.</summary>
    public required DateOnly AskedOn { get; init; }

    public required DateTime AskedAt { get; init; }

    /// <summary>Null when the school made it for a whole class.</summary>
    public long? AskedByAccountId { get; init; }

    /// <summary>Pupil, purpose and day while the request counts: asking twice finds the first. Null once its paper was revoked or replaced.</summary>
    public string? LiveKey { get; set; }

    public CertificateState State { get; set; }

    /// <summary>Numbers of <see cref="CertificateProblem"/>, separated by commas; empty when there is none.</summary>
    public string Problems { get; private set; } = "";

    public long? DocumentId { get; set; }

    /// <summary>All that was drawn, as JSON, so that the paper can be drawn again for printing.</summary>
    public string? Paper { get; set; }

    public int Version { get; set; }

    public static string KeyOf(long pupil, CertificatePurpose purpose, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{pupil}/{(int)purpose}/{day:yyyyMMdd}");

    /// <summary>What stands in the way, most important first.</summary>
    public IReadOnlyList<CertificateProblem> Obstacles() => Read(Problems);

    public void Block(IReadOnlyList<CertificateProblem> problems)
    {
        State = CertificateState.Blocked;
        Problems = string.Join(',', problems.Select(p => (int)p));
    }

    public void Issue(string paper)
    {
        State = CertificateState.Issued;
        Problems = "";
        Paper = paper;
    }

    internal static IReadOnlyList<CertificateProblem> Read(string problems) =>
        problems.Length == 0 ? [] : [.. problems.Split(',').Select(p => (CertificateProblem)int.Parse(p, CultureInfo.InvariantCulture))];
}

public sealed class CertificateRequestConfiguration : IEntityTypeConfiguration<CertificateRequest>
{
    public void Configure(EntityTypeBuilder<CertificateRequest> builder)
    {
        builder.Property(r => r.LiveKey).IsCode(40);
        builder.HasIndex(r => r.LiveKey).IsUnique();
        builder.Property(r => r.Problems).IsCode(60);
        builder.Property(r => r.Paper).HasMaxLength(4000);
        builder.HasIndex(r => new { r.PupilId, r.AskedAt });
        builder.HasIndex(r => new { r.PlaceId, r.State, r.AskedAt });
        builder.HasIndex(r => r.DocumentId);
    }
}

/// <summary>Certificates made together for a class.</summary>
public sealed class CertificateBatch : IVersioned, IInPlace
{
    public long Id { get; init; }

    public required int PlaceId { get; init; }

    public required int ClassId { get; init; }

    public required CertificatePurpose Purpose { get; init; }

    public required long AskedByAccountId { get; init; }

    public required DateTime AskedAt { get; init; }

    public int Version { get; set; }

    /// <summary>Key of the background work that makes them.</summary>
    public static string WorkKey(long id) => string.Create(CultureInfo.InvariantCulture, $"certificates/batch/{id}");
}

/// <summary>What became of one pupil in a batch; written with the certificate, so that the work goes on where it stopped.</summary>
public sealed class CertificateBatchItem
{
    public required long BatchId { get; init; }

    public required long PupilId { get; init; }

    public long? RequestId { get; init; }

    /// <summary>Text key of the reason when there is no request.</summary>
    public string? Refused { get; init; }
}

public sealed class CertificateBatchItemConfiguration : IEntityTypeConfiguration<CertificateBatchItem>
{
    public void Configure(EntityTypeBuilder<CertificateBatchItem> builder)
    {
        builder.HasKey(i => new { i.BatchId, i.PupilId });
        builder.Property(i => i.Refused).IsCode(80);
    }
}

public sealed class CertificateBatchConfiguration : IEntityTypeConfiguration<CertificateBatch>
{
    public void Configure(EntityTypeBuilder<CertificateBatch> builder) => builder.HasIndex(b => new { b.PlaceId, b.AskedAt });
}
