using System.Security.Cryptography;
using System.Text;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security.Passwords;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.StartRegistration;

public sealed record Query : IQuery<Query>;

/// <param name="Network">An IPv4 address or the /64 of an IPv6 one.</param>
/// <param name="Language">Of the SMS.</param>
public sealed record Command(string? Phone, string Network, string Language) : ICommand<Asked>;

/// <summary>The code is on its way; this names the page that takes it.</summary>
public sealed record Asked(Guid Access);

/// <summary>Sends the same to a telephone with requests and to one without: nobody learns which numbers are known.</summary>
public sealed class Handler(MassarDb db, RegistrationCodes codes, Facts facts, TimeProvider clock) : IQueryHandler<Query, Query>, ICommandHandler<Command, Asked>
{
    public Task<Outcome<Query>> Handle(Query query, CancellationToken ct) => Task.FromResult<Outcome<Query>>(query);

    public async Task<Outcome<Asked>> Handle(Command command, CancellationToken ct)
    {
        var phone = MoroccanPhone.Read(command.Phone)!.Value.E164;
        var network = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(command.Network)));
        var now = clock.GetUtcNow().UtcDateTime;
        var since = now.AddHours(-1);
        var asked = await db.RegistrationAccesses.AsNoTracking().Where(a => a.Phone == phone && a.AskedAt > since).OrderBy(a => a.AskedAt).Select(a => a.AskedAt).ToListAsync(ct);
        if (asked.Count >= RegistrationAccess.PerPhoneAnHour)
            return TooMany(asked[^RegistrationAccess.PerPhoneAnHour].AddHours(1) - now);
        if (await db.RegistrationAccesses.CountAsync(a => a.NetworkKey == network && a.AskedAt > since, ct) >= RegistrationAccess.PerNetworkAnHour)
            return TooMany(TimeSpan.FromMinutes(15));

        var (access, code) = (Guid.NewGuid(), OneTimeCode.New());
        db.RegistrationAccesses.Add(new RegistrationAccess { PublicId = access, Phone = phone, NetworkKey = network, CodeHash = codes.Hash(access, code), AskedAt = now });
        await facts.Tell(new RegistrationCodeAsked(access, phone, code, command.Language), ct);
        await db.SaveChangesAsync(ct);
        return new Asked(access);
    }

    private static Refusal TooMany(TimeSpan wait) =>
        (new Refusal(RefusalKind.TooMany, new Said("registrations.too-many-codes", Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes)))) { RetryAfter = wait }).Next("registrations.call-green");
}
