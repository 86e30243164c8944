using Massar.Features.Notices.Domain;
using Massar.Features.Registrations;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Notices.TellRegistrationCode;

/// <summary>Sends the code a family waits for, at any hour.</summary>
public sealed class Handler(NoticeDesk desk, TimeProvider clock) : IFactHandler<RegistrationCodeAsked>
{
    public Task Handle(RegistrationCodeAsked fact, CancellationToken ct) =>
        desk.Queue(new NoticeDraft($"registration-code/{fact.Access:N}", 0, "notices.registration-code", Formats.Phone(fact.Phone), fact.Language)
        {
            Phone = fact.Phone,
            Args = [fact.Code],
            SecretUntil = clock.GetUtcNow().UtcDateTime + RegistrationAccess.CodeLifetime,
            Urgent = true,
        }, ct);
}
