using Massar.Infrastructure.Delivery;
using Massar.Infrastructure.Web;

namespace Massar.Features.Notices.ShowCaughtMessages;

/// <summary>In the demo, where no message leaves the machine: what was sent, for anybody who tries the program.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area) => area.OpenToAll().NeverStored().Pages.MapGet("/caught", (IServiceProvider services, IConfiguration configuration) =>
    {
        // Only a demo has catchers; elsewhere the page does not exist.
        if (!configuration.IsDemo())
            return (IResult)new RefusalPage(Massar.Infrastructure.Messaging.Refusal.NotFound);
        var sms = services.GetService<CatcherSmsGateway>()?.Messages ?? [];
        var mails = services.GetService<CatcherSmtpServer>()?.Messages ?? [];
        return new PartialAnswer(typeof(List), new() { ["Model"] = new Caught([.. sms.Take(50)], [.. mails.Take(50)]) });
    });
}

public sealed record Caught(IReadOnlyList<CaughtSms> Sms, IReadOnlyList<CaughtMail> Mails);
