using Massar.Infrastructure.Messaging;

namespace Massar.Features.Reference.Domain;

/// <summary>An area whose records rest on the plan of a subject: tests that hold marks, for instance.</summary>
public interface IKeepsPlans
{
    /// <summary>Why the plan is not changed so, by the field that asks too much; null where nothing stands against it.</summary>
    /// <param name="plan">With the new values.</param>
    /// <param name="former">Tests of a semester and share of the activities as they are now.</param>
    Task<Refusal?> WhyNot(SubjectPlan plan, (int Tests, decimal ActivitiesShare) former, CancellationToken ct);
}
