using Massar.Features.Guidance.Domain;

namespace Massar.Features.Guidance.Parts;

/// <summary>Colours of tags.</summary>
public static class Kinds
{
    public static string Of(GuidanceStage stage) => stage switch
    {
        GuidanceStage.Preparing or GuidanceStage.Withdrawn => "mute",
        GuidanceStage.Open => "warn",
        GuidanceStage.Assigned => "ok",
        _ => "info",
    };

    public static string Of(GuidanceOpinion opinion) => opinion switch
    {
        GuidanceOpinion.Favorable => "ok",
        GuidanceOpinion.Reserved => "warn",
        GuidanceOpinion.Unfavorable => "bad",
        _ => "mute",
    };
}
