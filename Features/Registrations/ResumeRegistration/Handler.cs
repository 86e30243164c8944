using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.ResumeRegistration;

public sealed record Query(Guid Access) : IQuery<Waiting>;

/// <summary>Where the code went, its end only, and whether it is still taken.</summary>
public sealed record Waiting(Guid Access, string MaskedPhone, bool TakesCode);

/// <param name="Network">From where the code is given: an IPv4 address or the /64 of an IPv6 one.</param>
public sealed record Command(Guid Access, string? Code, string Network) : ICommand<Opened>, IRunsItsOwnUnits;

/// <param name="Token">For the browser's cookie; the database keeps its hash.</param>
public sealed record Opened(string Token);

/// <summary>A wrong code counts even though it is refused, so the count has a unit of work of its own.</summary>
public sealed class Handler(MassarDb db, UnitOfWork unit, RegistrationCodes codes, CodeLimits limits, TimeProvider clock) : IQueryHandler<Query, Waiting>, ICommandHandler<Command, Opened>
{
    public async Task<Outcome<Waiting>> Handle(Query query, CancellationToken ct)
    {
        var access = await db.RegistrationAccesses.AsNoTracking().SingleOrDefaultAsync(a => a.PublicId == query.Access, ct);
        return access is null ? Refusal.NotFound : new Waiting(query.Access, MoroccanPhone.Read(access.Phone)!.Value.Masked, access.TakesCode(clock.GetUtcNow().UtcDateTime));
    }

    public async Task<Outcome<Opened>> Handle(Command command, CancellationToken ct)
    {
        if (OneTimeCode.Read(command.Code) is null)
            return Refusal.Invalid("Code", "registrations.code.not-a-code");

        var tried = await unit.Run<Tried>("Registrations.ResumeRegistration", async token =>
        {
            // Locked, so that a hundred guesses sent at once are counted one by one.
            var access = await db.RegistrationAccesses.Where(a => a.PublicId == command.Access).ForUpdate().SingleOrDefaultAsync(token);
            if (access is null)
                return Refusal.NotFound;
            var now = clock.GetUtcNow().UtcDateTime;
            if (!access.TakesCode(now))
                return Refusal.Conflict("registrations.code.over").Next("registrations.code.over.next");

            if (await limits.Try(access.Phone, command.Network, token) is { } wait)
                return wait;

            access.Tries++;
            string? opened = null;
            if (codes.Matches(access, command.Code))
            {
                await limits.WasRight(access.Phone, command.Network, token);
                opened = Fingerprint.NewToken();
                access.TokenHash = RegistrationCodes.HashOf(opened);
                access.VisitUntil = now + RegistrationAccess.VisitLifetime;
            }

            await db.SaveChangesAsync(token);
            return new Tried(opened, RegistrationAccess.MaxTries - access.Tries);
        }, ct);

        if (tried.IsRefused)
            return tried.Refusal!;
        if (tried.Value.Token is { } given)
            return new Opened(given);
        return tried.Value.Left > 0
            ? Refusal.Invalid("Code", "registrations.code.wrong", tried.Value.Left)
            : Refusal.Conflict("registrations.code.over").Next("registrations.code.over.next");
    }

    private sealed record Tried(string? Token, int Left);
}
