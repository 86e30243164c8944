using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.StartRegistration;

public sealed record Query : IQuery<RegistrationWindows>;

/// <param name="Network">An IPv4 address or the /64 of an IPv6 one.</param>
/// <param name="Language">Of the SMS.</param>
public sealed record Command(string? Phone, string Network, string Language) : ICommand<Asked>;

/// <summary>The code is on its way; this names the page that takes it.</summary>
public sealed record Asked(Guid Access);

/// <summary>Sends the same to a telephone with requests and to one without: nobody learns which numbers are known.</summary>
public sealed class Handler(MassarDb db, RegistrationCodes codes, CodeLimits limits, Facts facts, TimeProvider clock) : IQueryHandler<Query, RegistrationWindows>, ICommandHandler<Command, Asked>
{
    public async Task<Outcome<RegistrationWindows>> Handle(Query query, CancellationToken ct) => await RegistrationWindows.On(db, (int?)null, MoroccanDay.Today(clock), ct);

    public async Task<Outcome<Asked>> Handle(Command command, CancellationToken ct)
    {
        var phone = MoroccanPhone.Read(command.Phone)!.Value.E164;
        var network = Fingerprint.Of(command.Network);
        var now = clock.GetUtcNow().UtcDateTime;
        if (await limits.Ask(phone, network, ct) is { } wait)
            return wait;

        var (access, code) = (Guid.NewGuid(), OneTimeCode.New());
        db.RegistrationAccesses.Add(new RegistrationAccess { PublicId = access, Phone = phone, NetworkKey = network, CodeHash = codes.Hash(access, code), AskedAt = now });
        await facts.Tell(new RegistrationCodeAsked(access, phone, code, command.Language), ct);
        await db.SaveChangesAsync(ct);
        return new Asked(access);
    }
}
