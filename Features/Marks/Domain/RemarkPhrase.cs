using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Marks.Domain;

/// <summary>Which averages a phrase is for. The numbers are stored; where a band begins is a setting of the year.</summary>
public enum RemarkBand : byte
{
    Any = 0,
    Excellent = 1,
    VeryGood = 2,
    Good = 3,
    Fair = 4,
    Weak = 5,
}

/// <summary>Which change since the semester before a phrase is for. The numbers are stored.</summary>
public enum RemarkTrend : byte
{
    Any = 0,
    Up = 1,
    Down = 2,
}

/// <summary>A sentence a teacher keeps for remarks on pupils. It is the teacher's own: nobody else reads it, and no pupil is named in it.</summary>
public sealed class RemarkPhrase : IVersioned
{
    /// <summary>Phrases one teacher may keep in one language.</summary>
    public const int Most = 60;

    /// <summary>Deleted phrases one teacher may bring back, in both languages together; of more the oldest leave for good.</summary>
    public const int MostDeleted = 60;

    /// <summary>Days a deleted phrase can be brought back.</summary>
    public const int KeptDays = 30;

    public long Id { get; init; }

    public required long AccountId { get; init; }

    /// <summary>ar or fr: the language of the text.</summary>
    public required string Language { get; set; }

    [Secret] public required string Text { get; set; }

    public required RemarkBand Band { get; set; }

    public required RemarkTrend Trend { get; set; }

    /// <summary>Place among the phrases of the language, small first; equal ones by number.</summary>
    public required int Order { get; set; }

    /// <summary>When it was deleted, UTC; null while it is in use.</summary>
    public DateTime? DeletedAt { get; set; }

    public int Version { get; set; }

    /// <summary>The phrases' language of a reader: Arabic for who reads Arabic, French for the others.</summary>
    /// <param name="asked">What was chosen, if anything.</param>
    /// <param name="reader">The language of the pages.</param>
    public static string LanguageOf(string? asked, string reader) => asked is "ar" or "fr" ? asked : reader == "ar" ? "ar" : "fr";
}

public sealed class RemarkPhraseConfiguration : IEntityTypeConfiguration<RemarkPhrase>
{
    public void Configure(EntityTypeBuilder<RemarkPhrase> builder)
    {
        builder.Property(p => p.Language).IsCode(2);
        builder.Property(p => p.Text).HasMaxLength(TeacherRemark.TextLength);
        builder.HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(p => new { p.AccountId, p.Language, p.Order });
    }
}
