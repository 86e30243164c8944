using Massar.Infrastructure;
using Massar.Infrastructure.Commands;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Delivery;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;

NativeMemory.GiveBack();

var builder = WebApplication.CreateBuilder(args);

builder.AddData().AddMessaging().AddSecurity().AddWords().AddWeb().AddPdf().AddDelivery().AddAreas();

var app = builder.Build();
if (await app.RunsCommand(args))
    return Environment.ExitCode;
if (!app.MayServe())
    return 1;

app.UseForwardedHeaders();
app.UseHeadAsGet();
app.UseFaultPages();
app.UseSecurityHeaders();
app.UseBenchHeaders();
app.Use(next => http => app.Services.GetRequiredService<Assets>().Serve(http, next));
app.UseResponseCompression();
app.UseRouting();
app.UseRateLimiter();
app.UseRequestTimeouts();
app.UseSessions();
app.UseWords();
app.UseGate();
app.UseIdempotencyKeys();
app.MapHealth();
app.MapApiDescription();
app.MapAreas();

await app.RunAsync();
return 0;

/// <summary>Named so that tests can start the program.</summary>
public partial class Program;
