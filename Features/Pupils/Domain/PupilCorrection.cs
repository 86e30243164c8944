using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Pupils.Domain;

/// <summary>The paper on which a change of a pupil's file rests.</summary>
public enum ProofKind
{
    /// <summary>نسخة من رسم الولادة.</summary>
    BirthAct = 1,

    /// <summary>الدفتر العائلي / كناش الحالة المدنية.</summary>
    FamilyBooklet = 2,

    /// <summary>حكم أو أمر قضائي.</summary>
    Judgment = 3,

    /// <summary>البطاقة الوطنية للتعريف الإلكترونية.</summary>
    IdentityCard = 4,

    /// <summary>شهادة الوفاة.</summary>
    DeathCertificate = 5,
}

/// <summary>One value of a file before and after a correction.</summary>
/// <param name="Field">The field's name; its label is the text <c>pupils.field.…</c>.</param>
public sealed record CorrectedField(string Field, string? Before, string? After);

/// <summary>
/// A correction of a pupil's identity: who made it, at which school, by which paper and why. What the file said before stays here to be
/// read beside what it says now.
/// </summary>
public sealed class PupilCorrection : IInPlace
{
    public const int ReferenceLength = 60;
    public const int ReasonLength = 300;
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public long Id { get; init; }

    public required long PupilId { get; init; }

    /// <summary>The school whose head made it.</summary>
    public required int PlaceId { get; init; }

    public required long AccountId { get; init; }

    public required DateTime At { get; init; }

    public required ProofKind Proof { get; init; }

    /// <summary>Number of the paper, as it stands on it.</summary>
    public required string ProofReference { get; init; }

    public required DateOnly ProofOn { get; init; }

    public required string Reason { get; init; }

    /// <summary>JSON of <see cref="CorrectedField"/>.</summary>
    public required string Changes { get; init; }

    /// <summary>What the signed-in head changes now.</summary>
    /// <param name="proof">Found right by <see cref="ProofRules"/>.</param>
    /// <param name="reason">As typed; may be empty where the paper says it all.</param>
    public static PupilCorrection By(CurrentUser user, DateTime now, long pupil, TypedProof proof, string? reason, params IReadOnlyList<CorrectedField> changes) => new()
    {
        PupilId = pupil,
        PlaceId = user.PlaceId,
        AccountId = user.AccountId,
        At = now,
        Proof = Enum.Parse<ProofKind>(proof.Kind!),
        ProofReference = BidiSafe.Clean(proof.Reference),
        ProofOn = TypedDay.Read(proof.On)!.Value,
        Reason = BidiSafe.CleanLines(reason),
        Changes = JsonSerializer.Serialize(changes, Json),
    };

    public static IReadOnlyList<CorrectedField> Read(string changes) => JsonSerializer.Deserialize<List<CorrectedField>>(changes, Json)!;
}

public sealed class PupilCorrectionConfiguration : IEntityTypeConfiguration<PupilCorrection>
{
    public void Configure(EntityTypeBuilder<PupilCorrection> builder)
    {
        builder.Property(c => c.ProofReference).HasMaxLength(PupilCorrection.ReferenceLength);
        builder.Property(c => c.Reason).HasMaxLength(PupilCorrection.ReasonLength);
        builder.Property(c => c.Changes).HasMaxLength(4000);
        builder.HasIndex(c => new { c.PupilId, c.At });
    }
}
