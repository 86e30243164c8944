using Massar.Infrastructure.Pdf.Signing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Massar.Infrastructure.Pdf;

/// <summary>Registers drawing, signing and verifying of papers.</summary>
public static class PdfSetup
{
    public static WebApplicationBuilder AddPdf(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection("Pdf").Get<PdfOptions>() ?? new PdfOptions();
        var state = Path.Combine(builder.Environment.ContentRootPath, options.StateDirectory ?? builder.Configuration["Massar:StateDirectory"] ?? ".massar");

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(_ => new PdfPrinter(state, options.Fonts, options.Threads, options.QueueLength));
        services.AddSingleton(p => new SigningKeys(options, options.Demo ? DemoAuthority.Open(Path.Combine(state, "demo-authority"), p.GetRequiredService<TimeProvider>()) : null, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new PdfSigner(p.GetRequiredService<TimeProvider>(), p.GetService<ITimestampAuthority>()));
        services.AddSingleton(p => new PdfVerifier(p.GetRequiredService<SigningKeys>().Trust(), p.GetRequiredService<TimeProvider>()));
        if (options.TimestampUrl is { } address)
        {
            // A pooled handler lives as long as the application; names are looked up again every few minutes.
            services.AddSingleton<ITimestampAuthority>(_ => new HttpTimestampAuthority(
                new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(5) }, address));
        }
        services.AddHostedService<Start>();
        return builder;
    }

    /// <summary>Finds a missing face or key when the application starts and not when a person asks for a paper; the threads warm up meanwhile.</summary>
    private sealed class Start(IServiceProvider services, PdfOptions options) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            services.GetRequiredService<PdfPrinter>();
            var keys = services.GetRequiredService<SigningKeys>();
            foreach (var name in options.Signers.Keys) _ = keys[name];
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
