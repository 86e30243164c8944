using System.Globalization;
using Massar.Features.Notices.Domain;
using Massar.Features.Registrations;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Notices.TellDeskCode;

/// <summary>Sends a guardian who stands at a desk the code by which he confirms what was typed for him; it says which desk asks.</summary>
public sealed class Handler(NoticeDesk desk, TimeProvider clock) : IFactHandler<RegistrationDeskCodeAsked>
{
    public Task Handle(RegistrationDeskCodeAsked fact, CancellationToken ct) =>
        desk.Queue(new NoticeDraft(string.Create(CultureInfo.InvariantCulture, $"registration-desk-code/{fact.Draft:N}/{fact.At:yyyyMMddHHmmssfff}"), 0, "notices.registration-desk-code", Formats.Phone(fact.Phone), fact.Language)
        {
            Phone = fact.Phone,
            Args = [fact.Code, fact.Language == "ar" ? fact.DeskAr : fact.DeskFr],
            SecretUntil = clock.GetUtcNow().UtcDateTime + RegistrationAccess.CodeLifetime,
            Urgent = true,
        }, ct);
}
