using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Pupils.Domain;

/// <summary>The next number behind a letter; its row is locked while a code is issued.</summary>
[NotAudited]
public sealed class MassarCodeSequence
{
    /// <summary>Numbers below came with files of older systems.</summary>
    public const long First = 500_000_001;

    public const long Last = 999_999_999;

    public required string Letter { get; init; }

    public long Next { get; set; }
}

public sealed class MassarCodeSequenceConfiguration : IEntityTypeConfiguration<MassarCodeSequence>
{
    public void Configure(EntityTypeBuilder<MassarCodeSequence> builder)
    {
        builder.HasKey(s => s.Letter);
        builder.Property(s => s.Letter).IsCode(1);
    }
}

/// <summary>
/// Issues Massar codes: the letter set for the academy and one national sequence per letter. Nobody may derive anything from a code,
/// so the letter says nothing either; it only keeps sequences from meeting. Without a setting the letter is Z, which no academy uses.
/// </summary>
public sealed class MassarCodes(MassarDb db)
{
    /// <summary>Followed by the academy's code: "pupils.massar-letter.09".</summary>
    public const string LetterSetting = "pupils.massar-letter.";

    public const string ReservedLetter = "Z";

    /// <summary>
    /// The next code. The sequence's row stays locked until the caller's transaction ends: call it last, and a refused
    /// transaction gives the number back.
    /// </summary>
    public async Task<string> Issue(string academyCode, int schoolYear, CancellationToken ct) => (await Issue(academyCode, schoolYear, 1, ct))[0];

    /// <summary>As <see cref="Issue(string, int, CancellationToken)"/>, so many at once.</summary>
    public async Task<IReadOnlyList<string>> Issue(string academyCode, int schoolYear, int count, CancellationToken ct)
    {
        var sequence = await Hold(academyCode, schoolYear, ct);
        var letter = sequence.Letter;
        var issued = new List<string>(count);
        while (issued.Count < count)
        {
            var missing = count - issued.Count;
            if (sequence.Next + missing - 1 > MassarCodeSequence.Last)
                throw new InvalidOperationException($"The sequence of the letter {letter} is used up.");
            var next = Enumerable.Range(0, missing).Select(_ => string.Create(CultureInfo.InvariantCulture, $"{letter}{sequence.Next++:D9}")).ToList();
            issued.AddRange(next.Except(await db.Pupils.Where(p => next.Contains(p.MassarCode)).Select(p => p.MassarCode).ToListAsync(ct)));
        }

        return issued;
    }

    /// <summary>Holds the academy's sequence until the transaction ends: nobody else makes files of new pupils with it meanwhile.</summary>
    public async Task<MassarCodeSequence> Hold(string academyCode, int schoolYear, CancellationToken ct)
    {
        var setting = LetterSetting + academyCode;
        var letter = await db.Settings.AsNoTracking().Where(s => s.SchoolYearId == schoolYear && s.Code == setting).Select(s => s.Value).SingleOrDefaultAsync(ct);
        if (letter is not [>= 'A' and <= 'Z'])
            letter = ReservedLetter;

        await db.Database.ExecuteSqlAsync($"INSERT IGNORE INTO MassarCodeSequences (Letter, Next) VALUES ({letter}, {MassarCodeSequence.First})", ct);
        return await db.MassarCodeSequences.Where(s => s.Letter == letter).ForUpdate().SingleAsync(ct);
    }
}

public sealed class PupilsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<MassarCodes>().AddScoped<MergeDesk>();
        services.AddSingleton<PupilLookups>();
    }
}
