using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.Domain;

/// <summary>A pupil who may be the same child.</summary>
/// <param name="IsSure">Same birth date and birth-act number; otherwise same birth date and names, however they are written.</param>
public sealed record PossiblePupil(long Id, string MassarCode, string NameAr, string NameLatin, DateOnly BirthDate, bool IsSure);

/// <summary>Finds files that are, or may be, of one child: in the whole country, for a child moves.</summary>
public static class Doubles
{
    private const int MostOnOneDay = 2_000;
    private const int MostShown = 5;

    /// <summary>Files with this birth date and either the same act of birth or the same folded name, the sure ones first. Old files are known to be the same child, and are not among them.</summary>
    /// <param name="foldedName">From <see cref="ArabicFolding.Fold"/>: "محمّد" and "محمد" are one.</param>
    /// <param name="except">The file that is looked at itself; 0 for none.</param>
    public static async Task<IReadOnlyList<PossiblePupil>> PossiblePupils(this MassarDb db, DateOnly birth, string foldedName, string? act, long except, CancellationToken ct)
    {
        var sameDay = await db.Pupils.AsNoTracking().Where(p => p.BirthDate == birth && p.Id != except && !db.PupilMerges.Any(m => m.LiveKey == p.Id && m.State == MergeState.Done))
            .Select(p => new { p.Id, p.MassarCode, p.FirstNameAr, p.LastNameAr, p.FirstNameLatin, p.LastNameLatin, p.SearchKey, p.BirthActNumber }).Take(MostOnOneDay).ToListAsync(ct);
        return [.. sameDay.Select(p => new { Pupil = p, IsSure = BirthActs.AreSame(act, p.BirthActNumber), HasName = p.SearchKey.Split('|')[0] == foldedName })
            .Where(p => p.HasName || p.IsSure)
            .OrderByDescending(p => p.IsSure).ThenBy(p => p.Pupil.Id).Take(MostShown)
            .Select(p => new PossiblePupil(p.Pupil.Id, p.Pupil.MassarCode, $"{p.Pupil.LastNameAr} {p.Pupil.FirstNameAr}", $"{p.Pupil.LastNameLatin} {p.Pupil.FirstNameLatin}", birth, p.IsSure))];
    }

    /// <summary>Files that may be of the same child as this one.</summary>
    public static Task<IReadOnlyList<PossiblePupil>> PossiblePupils(this MassarDb db, Pupil pupil, CancellationToken ct) =>
        db.PossiblePupils(pupil.BirthDate, pupil.SearchKey.Split('|')[0], pupil.BirthActNumber, pupil.Id, ct);
}
