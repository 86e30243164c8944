using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Guidance;

/// <summary>Where guidance sends a pupil.</summary>
public sealed record GuidedPupil(long PupilId, int SchoolId, string Stream);

/// <summary>A campaign is over: its pupils have their places of the next year.</summary>
public sealed record PupilsGuided(int CampaignId, int ToYear, string Level, IReadOnlyList<GuidedPupil> Pupils) : IFact;

/// <summary>Wishes took a step that the family is told of: sent, answered.</summary>
public sealed record GuidanceStepped(long FileId, long PupilId, int SchoolId, GuidanceState State) : IFact;

/// <summary>The hour of publication of a campaign came.</summary>
public sealed record GuidancePublished(int CampaignId, IReadOnlyList<(long PupilId, int SchoolId)> Pupils) : IFact;

/// <summary>A campaign was withdrawn before its results; these pupils had sent wishes.</summary>
public sealed record GuidanceWithdrawn(int CampaignId, IReadOnlyList<(long PupilId, int SchoolId)> Pupils) : IFact;

/// <summary>A request of re-orientation took a step that the family is told of: asked, decided, taken back, placed.</summary>
/// <param name="Version">Of the request after the step: one step makes one notice.</param>
public sealed record ReorientationStepped(long RequestId, long PupilId, int SchoolId, ReorientationState State, int Version) : IFact;
