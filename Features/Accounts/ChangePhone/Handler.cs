using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.ChangePhone;

public sealed record Query : IQuery<Contact>;

/// <param name="Phone">Masked; null where the school knows none.</param>
/// <param name="ConfirmedAt">When the guardian last said that it is right.</param>
public sealed record Contact(string? Phone, DateTime? ConfirmedAt, int StopHours);

/// <param name="Password">Of the account, once more: whoever finds an open telephone must not take the account along.</param>
public sealed record Command(string? Phone, string? Password, Visit Visit) : ICommand, IRunsItsOwnUnits;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Phone).Must(p => MoroccanPhone.Read(p) is { IsMobile: true }).WithMessage("accounts.phone.wrong");
}

public sealed class Handler(MassarDb db, UnitOfWork unit, CurrentUser user, OwnPassword own, PhoneCodes codes, Facts facts, TimeProvider clock) : IQueryHandler<Query, Contact>, ICommandHandler<Command>
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public async Task<Outcome<Contact>> Handle(Query query, CancellationToken ct)
    {
        var me = user.GuardianId ?? 0;
        var found = await db.Guardians.Where(g => g.Id == me).Select(g => new { g.Phone, g.PhoneConfirmedAt }).SingleOrDefaultAsync(ct);
        return found is null ? Refusal.NotFound : new Contact(MoroccanPhone.Read(found.Phone)?.Masked, found.PhoneConfirmedAt, (await PhoneRules.Current(db, ct)).StopHours);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        if (await own.Ask(command.Password, nameof(command.Password), command.Visit, ct) is { } unknown)
            return unknown;
        return await unit.Run<Done>("Accounts.ChangePhone", token => Change(command, token), ct);
    }

    private async Task<Outcome<Done>> Change(Command command, CancellationToken ct)
    {
        var (me, account, now, phone) = (user.GuardianId ?? 0, user.AccountId, clock.GetUtcNow().UtcDateTime, MoroccanPhone.Read(command.Phone)!.Value.E164);
        // Held, so that changes asked for at once are counted one by one.
        if (await db.Guardians.Where(g => g.Id == me).ForUpdate().SingleOrDefaultAsync(ct) is not { } guardian)
            return Refusal.NotFound;
        if (guardian.Phone == phone)
            return Refusal.Invalid("Phone", "accounts.phone.same");
        var (rules, yesterday) = (await PhoneRules.Current(db, ct), now - Day);
        if (await db.PhoneChanges.CountAsync(c => c.AccountId == account && c.AskedAt > yesterday, ct) >= rules.Daily)
            return Refusal.Conflict("accounts.phone.daily", rules.Daily).Next("accounts.phone.daily.next");

        // Who asks again means the newest: an older code opens nothing any more.
        foreach (var older in await db.PhoneChanges.Where(c => c.AccountId == account && c.ConfirmedAt == null && c.StoppedAt == null).ToListAsync(ct))
            older.Tries = PhoneChange.MostTries;
        var (code, stop) = (OneTimeCode.New(), guardian.Phone is null ? null : RecoveryCode.New());
        var change = new PhoneChange
        {
            AccountId = account,
            GuardianId = me,
            PlaceId = user.PlaceId,
            OldPhone = guardian.Phone,
            NewPhone = phone,
            AskedAt = now,
            StopHash = stop is null ? null : RecoveryCode.Hash(stop),
            StopUntil = now.AddHours(rules.StopHours),
        };
        change.CodeHash = codes.Hash(change, code);
        db.PhoneChanges.Add(change);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new PhoneChangeAsked(change.Id, account, user.PlaceId, phone, guardian.Phone, code, stop, now + PhoneChange.CodeLifetime, change.StopUntil), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
