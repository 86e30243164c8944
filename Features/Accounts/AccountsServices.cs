using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Massar.Infrastructure.Web;

namespace Massar.Features.Accounts;

public sealed class AccountsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Sessions>();
        services.AddSingleton<ISessions>(s => s.GetRequiredService<Sessions>());

        services.AddSingleton<Argon2PasswordHasher>(_ => new Argon2PasswordHasher());
        services.AddSingleton<HashingGate>(_ => new HashingGate());
        services.AddSingleton(_ => new PasswordPolicy(configuration["Massar:BreachedPasswords"] is { Length: > 0 } list ? new BreachedPasswords(list) : null));
        services.AddSingleton<SecondFactors>();
        services.AddSingleton<DemoAccounts>();
        services.Configure<SignInSettings>(configuration.GetSection(SignInSettings.Section));
        services.AddSingleton<SprayAlarm>();
        services.AddScoped<Guesses>();
        services.AddScoped<FactorCheck>();
        services.AddScoped<Doors>();
        services.AddScoped<PasswordChoice>();
        services.AddScoped<OwnPassword>();
        services.AddScoped<CodePrinter>();
        services.AddScoped<StaffDesk>();
        services.AddSingleton<PhoneCodes>();
    }
}
