using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Massar.Infrastructure.Delivery;

/// <summary>Mail and SMS: real servers, or the catchers of the demonstration when <c>Mail:Catch</c> and <c>Sms:Catch</c> say so.</summary>
public static class DeliverySetup
{
    public static WebApplicationBuilder AddDelivery(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var mail = builder.Configuration.GetSection(MailOptions.Section);
        var sms = builder.Configuration.GetSection(SmsOptions.Section);

        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<MailOptions>().Bind(mail)
            .Validate(o => o.Catch || o.Host.Length > 0 && o.Port is > 0 and < 65_536, "Mail:Host and Mail:Port name no server.")
            .Validate(o => o.From.IndexOf('@', StringComparison.Ordinal) > 0, "Mail:From is not an address.")
            .Validate(o => o.AuthorityFile is not { Length: > 0 } file || File.Exists(file), "Mail:AuthorityFile does not exist.")
            .ValidateOnStart();
        services.AddOptions<SmsOptions>().Bind(sms)
            .Validate(o => o.Catch || Uri.TryCreate(o.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https", "Sms:Url is not an address.")
            .ValidateOnStart();

        if (mail.GetValue<bool>(nameof(MailOptions.Catch)))
        {
            services.AddSingleton(provider =>
            {
                var server = new CatcherSmtpServer(new CatcherSmtpSettings(), provider.GetRequiredService<TimeProvider>());
                server.Start();
                return server;
            });
            services.AddSingleton<IMailSender>(provider =>
            {
                var own = provider.GetRequiredService<IOptions<MailOptions>>().Value;
                var caught = new MailOptions
                {
                    Host = "127.0.0.1",
                    Port = provider.GetRequiredService<CatcherSmtpServer>().Port,
                    From = own.From,
                    FromName = own.FromName,
                    Timeout = own.Timeout,
                };
                return new SmtpMailSender(Options.Create(caught), provider.GetRequiredService<TimeProvider>());
            });
        }
        else
        {
            services.AddSingleton<IMailSender, SmtpMailSender>();
        }

        if (sms.GetValue<bool>(nameof(SmsOptions.Catch)))
        {
            services.AddSingleton(provider =>
            {
                var own = provider.GetRequiredService<IOptions<SmsOptions>>().Value;
                return new CatcherSmsGateway(provider.GetRequiredService<TimeProvider>(), own.User, own.Password);
            });
            services.AddSingleton<ISmsSender>(provider =>
            {
                var own = provider.GetRequiredService<IOptions<SmsOptions>>().Value;
                return new CatcherSmsSender(provider.GetRequiredService<CatcherSmsGateway>(), own.User, own.Password);
            });
        }
        else
        {
            services.AddSingleton<ISmsSender, KannelSmsSender>();
        }

        return builder;
    }
}
