using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.ChangePassword;

public sealed record Query : IQuery<Rules>;

/// <param name="Minimum">Fewest characters this person's password may have.</param>
/// <param name="Offered">Four words drawn just now, for people who sign in with the password alone.</param>
public sealed record Rules(int Minimum, string? Offered);

public sealed record Command(string? Current, string? Password, string? Repeated, Visit Visit) : ICommand, IRunsItsOwnUnits;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Current).NotEmpty().WithMessage("accounts.password.missing").MaximumLength(1024).WithMessage("accounts.password.wrong");
        RuleFor(c => c.Password).NotEmpty().WithMessage("accounts.password.missing");
        RuleFor(c => c.Repeated).Equal(c => c.Password).WithMessage("accounts.password.differs");
    }
}

public sealed class Handler(
    MassarDb db, UnitOfWork unit, CurrentUser user, OwnPassword own, PasswordChoice choice, Doors doors,
    Argon2PasswordHasher hasher, HashingGate gate, Facts facts, Massar.Infrastructure.Localization.Reader reader, TimeProvider clock)
    : IQueryHandler<Query, Rules>, ICommandHandler<Command>
{
    public Task<Outcome<Rules>> Handle(Query query, CancellationToken ct)
    {
        var isStaff = Roles.NeedsSecondFactor(user.Role);
        return Task.FromResult<Outcome<Rules>>(new Rules(
            isStaff ? PasswordPolicy.StaffMinimum : PasswordPolicy.SingleFactorMinimum,
            isStaff ? null : PassphraseGenerator.New(reader.Language == "ar" ? PassphraseLanguage.Arabic : PassphraseLanguage.French)));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        if (await own.Ask(command.Current, nameof(command.Current), command.Visit, ct) is { } unknown)
            return unknown;

        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == user.AccountId, ct);
        if (await choice.Judge(account, command.Password!, ct) is { } refusal)
            return refusal;
        string hash;
        try
        {
            hash = await gate.Run(() => hasher.Hash(command.Password!), ct);
        }
        catch (BusyException busy)
        {
            return Refusal.Busy with { RetryAfter = busy.RetryAfter };
        }

        var (me, current) = (user.AccountId, user.Session.SessionId);
        var outcome = await unit.Run<Done>("Accounts.ChangePassword", async token =>
        {
            var mine = await db.Accounts.SingleAsync(a => a.Id == me, token);
            mine.PasswordHash = hash;
            await facts.Tell(new PasswordChanged(me, clock.GetUtcNow().UtcDateTime), token);
            await db.SaveChangesAsync(token);
            await doors.EndAll(me, except: current, token);
            return Done.It;
        }, ct);
        doors.Forget(me);
        return outcome;
    }
}
