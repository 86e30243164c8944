using Massar.Features.Accounts.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Hat> Hats => Set<Hat>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<SignInTry> SignInTries => Set<SignInTry>();

    public DbSet<SignInSuccess> SignInSuccesses => Set<SignInSuccess>();

    public DbSet<KnownDevice> KnownDevices => Set<KnownDevice>();

    public DbSet<SecondFactorCode> SecondFactorCodes => Set<SecondFactorCode>();

    public DbSet<PhoneChange> PhoneChanges => Set<PhoneChange>();

    public DbSet<PrintedCode> PrintedCodes => Set<PrintedCode>();
}
