using Massar.Features.PayExchange.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.PayExchange;

public sealed class PayExchangeServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<FinanceOptions>().Bind(configuration.GetSection(FinanceOptions.Section))
            .Validate(o => o.Url.Length == 0 || (Uri.TryCreate(o.Url, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback)), "Finance:Url is not an https address.")
            .Validate(o => o.Secret.Length == 0 || o.Secret.Length >= 32, "Finance:Secret has fewer than 32 characters.")
            .Validate(o => o.Url.Length == 0 || o.Secret.Length > 0, "Finance:Url needs Finance:Secret.")
            .ValidateOnStart();
        services.AddSingleton<FinanceLine>().AddSingleton<FinanceSimulator>().AddScoped<FinanceDesk>().AddScoped<AccountText>();
        services.AddSingleton<IFinancePartner>(provider => provider.GetRequiredService<FinanceLine>().IsSimulated
            ? ActivatorUtilities.CreateInstance<SimulatedFinancePartner>(provider) : ActivatorUtilities.CreateInstance<HttpFinancePartner>(provider));
        services.AddHostedService<SimulatedWords>().AddHostedService<WaitingMessages>();
    }
}
