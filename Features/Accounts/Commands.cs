using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Commands;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts;

/// <summary><c>sessions end --all</c>: signs everybody out, after a break-in or a change of keys. Running instances follow within five seconds.</summary>
public sealed class EndSessions(MassarDb db, TimeProvider clock) : IProgramCommand
{
    public static string Name => "sessions end";

    public async Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct)
    {
        if (!arguments.Has("all"))
            throw new CommandException("sessions end wants --all: it signs everybody out.");
        var now = clock.GetUtcNow().UtcDateTime;
        var ended = await db.Sessions.Where(s => s.EndedAt == null && s.ExpiresAt > now).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), ct);
        Console.WriteLine($"Sessions ended: {ended}.");
        return 0;
    }
}

/// <summary>
/// <c>keys rotate</c>: makes a new key and seals every stored secret with it. The old key stays for copies of the database;
/// running instances read the new file when they meet the first secret sealed with it.
/// </summary>
public sealed class RotateKeys(MassarDb db, UnitOfWork unit, KeyFiles keys, SecretBox box, SecondFactors factors) : IProgramCommand
{
    private const int Portion = 500;

    public static string Name => "keys rotate";

    public async Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct)
    {
        var key = keys.Add();
        long last = 0;
        var (done, lost) = (0, 0);
        while (true)
        {
            var portion = await db.Accounts.AsNoTracking().Where(a => a.Id > last && a.TotpSecret != null).OrderBy(a => a.Id)
                .Select(a => a.Id).Take(Portion).ToListAsync(ct);
            if (portion.Count == 0)
                break;
            var (sealedNow, unreadable) = (0, 0);
            await unit.Run("Accounts.RotateKeys", async token =>
            {
                (sealedNow, unreadable) = (0, 0);
                foreach (var account in await db.Accounts.Where(a => portion.Contains(a.Id)).ToListAsync(token))
                {
                    if (account.TotpSecret is null || box.IsCurrent(account.TotpSecret))
                        continue;
                    if (factors.Open(account) is not { } secret)
                    {
                        unreadable++;
                        continue;
                    }

                    account.TotpSecret = factors.Seal(account.Id, secret);
                    sealedNow++;
                }

                await db.SaveChangesAsync(token);
            }, ct);
            done += sealedNow;
            lost += unreadable;
            last = portion[^1];
        }

        Console.WriteLine($"Key {key.Number} is in use. Secrets sealed anew: {done}.");
        if (lost > 0)
            throw new CommandException($"Secrets that no key here opens: {lost}. Their owners need a new authenticator.");
        return 0;
    }
}
