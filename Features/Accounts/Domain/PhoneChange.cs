using System.Globalization;
using System.Security.Cryptography;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Security.Passwords;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Accounts.Domain;

/// <summary>
/// A guardian wants to be reached at another telephone (acceptance check AC-WAL-2). It counts when the code sent to the new number came back;
/// the old number is told at once and can stop it, even after it counts, as long as its code lives.
/// </summary>
public sealed class PhoneChange : IInPlace
{
    public const int MostTries = 5;

    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);

    public long Id { get; init; }

    public required long AccountId { get; init; }

    public required long GuardianId { get; init; }

    /// <summary>The school or office of the hat that was worn.</summary>
    public required int PlaceId { get; init; }

    /// <summary>E.164; null where there was none.</summary>
    public string? OldPhone { get; init; }

    /// <summary>E.164.</summary>
    public required string NewPhone { get; init; }

    public required DateTime AskedAt { get; init; }

    /// <summary>What the new number was sent; empty before it is known under which number the change is kept.</summary>
    [Secret] public string CodeHash { get; set; } = "";

    /// <summary>What stops it; null where there was no old number.</summary>
    [Secret] public string? StopHash { get; init; }

    public required DateTime StopUntil { get; init; }

    /// <summary>Codes typed, right or wrong.</summary>
    public int Tries { get; set; }

    public DateTime? ConfirmedAt { get; set; }

    public DateTime? StoppedAt { get; set; }

    public bool TakesCode(DateTime now) => ConfirmedAt is null && StoppedAt is null && Tries < MostTries && now < AskedAt + CodeLifetime;
}

public sealed class PhoneChangeConfiguration : IEntityTypeConfiguration<PhoneChange>
{
    public void Configure(EntityTypeBuilder<PhoneChange> builder)
    {
        builder.Property(c => c.OldPhone).IsCode(20);
        builder.Property(c => c.NewPhone).IsCode(20);
        builder.Property(c => c.CodeHash).IsCode(OneTimeCode.HashLength);
        builder.Property(c => c.StopHash).IsCode(RecoveryCode.HashLength);
        builder.HasIndex(c => c.StopHash);
        builder.HasIndex(c => new { c.AccountId, c.AskedAt });
    }
}

/// <summary>The codes of changes of telephone, hashed with a key that is not in the database.</summary>
public sealed class PhoneCodes(KeyFiles keys)
{
    private const string Use = "phone-change";

    private readonly OneTimeCode codes = new(HKDF.DeriveKey(HashAlgorithmName.SHA256, keys.Newest.Bytes, 32, info: "phone codes"u8.ToArray()));

    public string Hash(PhoneChange change, string code) => codes.Hash(Use, Of(change), code);

    public bool Matches(PhoneChange change, string? typed) => codes.Matches(Use, Of(change), typed, change.CodeHash);

    private static string Of(PhoneChange change) => string.Create(CultureInfo.InvariantCulture, $"{change.AccountId}/{change.NewPhone}/{change.AskedAt.Ticks / TimeSpan.TicksPerMillisecond}");
}

/// <summary>What the ministry may change about guardians' telephones from year to year, as the settings <c>accounts.*</c> say it.</summary>
/// <param name="ConfirmMonths">After so many months a guardian is asked again whether the number is right.</param>
/// <param name="Daily">Changes a guardian may ask for within 24 hours.</param>
/// <param name="StopHours">So long the old number can stop a change.</param>
public sealed record PhoneRules(int ConfirmMonths, int Daily, int StopHours)
{
    /// <summary>Setting: months after which a guardian is asked whether the telephone is still right.</summary>
    public const string ConfirmSetting = Prefix + ConfirmName;

    private const string Prefix = "accounts.";

    private const string ConfirmName = "confirm-months";

    /// <summary>The months, where a page reads that setting along with others.</summary>
    /// <param name="setting">Its value; null where there is none.</param>
    public static int ConfirmMonthsOf(string? setting) => Months(YearFigures.One(Prefix, ConfirmName, setting));

    /// <summary>Those of the current year; what is missing or makes no sense falls back to the delivered value.</summary>
    public static async Task<PhoneRules> Current(MassarDb db, CancellationToken ct)
    {
        var figures = await YearFigures.Current(db, Prefix, ct);
        return new(Months(figures), figures.Number("phone-daily", 3, 1, 20), figures.Number("phone-stop-hours", 72, 1, 720));
    }

    private static int Months(YearFigures figures) => figures.Number(ConfirmName, 6, 1, 60);
}
