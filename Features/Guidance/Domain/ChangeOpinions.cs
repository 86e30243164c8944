namespace Massar.Features.Guidance.Domain;

/// <summary>How the opinion of a school is said.</summary>
public static class ChangeOpinions
{
    /// <summary>Text key.</summary>
    /// <param name="isFavorable">Null while the school is silent.</param>
    public static string Key(bool? isFavorable) => $"guidance.opinion.{Of(isFavorable)}";

    public static GuidanceOpinion Of(bool? isFavorable) => isFavorable switch
    {
        true => GuidanceOpinion.Favorable,
        false => GuidanceOpinion.Unfavorable,
        null => GuidanceOpinion.None,
    };
}
