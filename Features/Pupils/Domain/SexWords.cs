using Massar.Infrastructure.Text;

namespace Massar.Features.Pupils.Domain;

/// <summary>A sex as lists write it, in three languages.</summary>
public static class SexWords
{
    private static readonly Dictionary<string, Sex> Known = new (string Word, Sex Sex)[]
    {
        ("ذكر", Sex.Male), ("ولد", Sex.Male), ("m", Sex.Male), ("h", Sex.Male), ("masculin", Sex.Male), ("homme", Sex.Male), ("garçon", Sex.Male), ("male", Sex.Male), ("boy", Sex.Male), ("1", Sex.Male),
        ("أنثى", Sex.Female), ("بنت", Sex.Female), ("f", Sex.Female), ("féminin", Sex.Female), ("femme", Sex.Female), ("fille", Sex.Female), ("female", Sex.Female), ("girl", Sex.Female), ("2", Sex.Female),
    }.ToDictionary(w => ArabicFolding.Fold(w.Word), w => w.Sex);

    /// <summary>Null for what is no such word.</summary>
    public static Sex? Read(string typed) => Known.TryGetValue(ArabicFolding.Fold(typed), out var sex) ? sex : null;
}
