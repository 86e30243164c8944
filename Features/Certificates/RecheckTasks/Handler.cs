using Massar.Features.Certificates.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Certificates.RecheckTasks;

public sealed record Command : ICommand<Rechecked>;

/// <param name="Issued">Certificates that could be issued now.</param>
public sealed record Rechecked(int Issued, int StillWaiting);

public sealed class Handler(MassarDb db, CurrentUser user, CertificateDesk desk) : ICommandHandler<Command, Rechecked>
{
    // One transaction holds the register for about ten milliseconds a certificate.
    private const int Most = 50;

    public async Task<Outcome<Rechecked>> Handle(Command command, CancellationToken ct)
    {
        var waiting = await db.CertificateRequests.At(user).Where(r => r.State == CertificateState.Blocked).OrderBy(r => r.AskedAt).ThenBy(r => r.Id).Take(Most).ForUpdate().ToListAsync(ct);
        var issued = 0;
        foreach (var request in waiting)
        {
            var outcome = await desk.Recheck(request, ct);
            if (outcome.IsRefused) return outcome.Refusal!;
            if (outcome.Value.State == CertificateState.Issued) issued++;
        }
        return new Rechecked(issued, waiting.Count - issued);
    }
}
