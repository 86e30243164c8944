using Massar.Features.Accounts.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Commands;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Security.Passwords;
using Massar.Infrastructure.Text;
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

/// <summary>
/// <c>accounts first --login NAME --name-ar NAME --name-latin NAME</c>: opens the ministry's first account in a program that has none, and prints
/// its code once; with it the person chooses the password and sets up the authenticator. As long as nobody used the code it may be printed
/// anew; from the first sign-in on, accounts are opened by people and this command refuses.
/// </summary>
public sealed class FirstAccount(MassarDb db, UnitOfWork unit, TimeProvider clock) : IProgramCommand
{
    public static string Name => "accounts first";

    public async Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct)
    {
        var login = Logins.Fold(arguments["login"]);
        if (login.Length < 3)
            throw new CommandException("accounts first wants --login, at least three signs.");
        var (nameAr, nameLatin) = (NameOf(arguments, "name-ar"), NameOf(arguments, "name-latin"));
        if (await db.Places.Where(p => p.Kind == PlaceKind.Ministry).OrderBy(p => p.Id).FirstOrDefaultAsync(ct) is not { } ministry)
            throw new CommandException("The ministry is not among the places yet: load the reference data first.");

        var code = RecoveryCode.New();
        var now = clock.GetUtcNow().UtcDateTime;
        await unit.Run("Accounts.First", async token =>
        {
            // Held, so that of two who run it at once one opens an account.
            _ = await db.Places.Where(p => p.Id == ministry.Id).Select(p => p.Id).ForUpdate().ToListAsync(token);
            var holders = await db.Accounts.Where(a => a.ClosedAt == null && a.Hats.Any(h => h.Role == Roles.Ministry)).ToListAsync(token);
            if (holders.Exists(a => a.PasswordHash is not null))
                throw new CommandException("Somebody of the ministry has an account: further ones are opened there.");
            var account = holders.Find(a => a.Login == login);
            if (account is null && (holders.Count > 0 || await db.Accounts.AnyAsync(a => a.Login == login, token)))
                throw new CommandException(holders.Count > 0 ? $"The first account is \"{holders[0].Login}\"; give that --login to print its code anew." : $"Somebody has the login \"{login}\".");
            if (account is null)
            {
                db.Accounts.Add(account = new Account { Login = login, NameAr = nameAr, NameLatin = nameLatin, CreatedAt = now });
                await db.SaveChangesAsync(token);
                db.Hats.Add(new Hat { AccountId = account.Id, Role = Roles.Ministry, PlaceId = ministry.Id, PlacePath = ministry.Path, StartsOn = MoroccanDay.Today(clock) });
            }

            var id = account.Id;
            foreach (var earlier in await db.PrintedCodes.Where(c => c.AccountId == id && c.UsedAt == null && c.VoidedAt == null).ToListAsync(token))
                earlier.VoidedAt = now;
            db.PrintedCodes.Add(new PrintedCode
            {
                AccountId = id,
                PlaceId = ministry.Id,
                Hash = RecoveryCode.Hash(code),
                IssuedAt = now,
                ExpiresAt = now + PrintedCode.Lifetime,
                IssuedByAccountId = id,
                ResetsSecondFactor = false,
            });
            await db.SaveChangesAsync(token);
        }, ct);

        Console.WriteLine($"Login {login}, code {code}, to be used at {Links.Recover} before {MoroccanDay.Local(now + PrintedCode.Lifetime):yyyy-MM-dd HH:mm}. It is shown only now.");
        return 0;
    }

    private static string NameOf(Arguments arguments, string name) =>
        BidiSafe.Clean(arguments[name]) is { Length: > 1 and <= 120 } clean ? clean : throw new CommandException($"accounts first wants --{name}: first and last name.");
}
