using Massar.Infrastructure.Messaging;

namespace Massar.Features.Transfers.Domain;

/// <summary>An area in which something was decided about a pupil that an ordinary transfer would undo.</summary>
public interface IKeepsPupils
{
    /// <summary>Why the pupil is not asked away just now; null where nothing stands against it. The pupil's row is held.</summary>
    /// <param name="asking">Who asks: another school is not told what was decided.</param>
    Task<Refusal?> WhyNot(long pupil, TransferOrigin asking, CancellationToken ct);
}
