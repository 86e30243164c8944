using Massar.Infrastructure.Work;

namespace Massar.Features.Notices.Domain;

/// <summary>Sends a notice's deliveries; the payload is the notice's key.</summary>
public sealed class DeliverNotice : IWork
{
    public static string Kind => "deliver-notice";

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct) => throw new NotImplementedException();
}
