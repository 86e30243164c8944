using Massar.Infrastructure.Messaging;

namespace Massar.Features.Registrations.Domain;

/// <summary>Something missing or wrong in a file, and the page it stands on.</summary>
/// <param name="Sibling">Which brother or sister is meant, counted as on the page.</param>
public sealed record Gap(string Step, string Label, Said Reason, int? Sibling = null);

/// <summary>What keeps a file from being sent, or from joining another.</summary>
public static class Gaps
{
    public static List<Gap> Of(Registration registration, Answers answers, DateOnly today)
    {
        List<Gap> gaps = [];
        foreach (var topic in Topics.All.Where(t => t.Step != "tutor" || answers["Quality"] == "3"))
        {
            var wrong = Checks.Of([topic], answers, today, isWhole: true);
            gaps.AddRange(topic.Fields.Where(f => wrong.ContainsKey(f.Name)).Select(f => new Gap(topic.Step, f.Label, wrong[f.Name], Topics.SiblingOf(f.Name))));
        }

        if (registration.PhotoId is null)
            gaps.Add(new Gap("photo", "registrations.photo.label", new Said("registrations.missing.photo")));
        if (Residence.MissingReason(registration, answers) is { } reason)
            gaps.Add(new Gap("school", "registrations.field.zone-reason", reason));
        // The applicant must be there: an absent father cannot be the one who asks.
        if (Topics.Applicant(answers) is { } applicant && answers.Has(applicant + "Absent"))
            gaps.Add(new Gap("guardian", "registrations.field.quality", new Said("registrations.wrong.absent-applicant")));
        return gaps;
    }
}
