using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Net.Http.Headers;

namespace Massar.Features.Resources.Domain;

/// <summary>A variant that somebody may fetch.</summary>
/// <param name="Hash">Of the content: as strong a tag as there is, the same on every instance and after every restart.</param>
public sealed record FileToFetch(VariantView View, string Hash, DateTime ReadyAt);

/// <summary>
/// A variant on its way out: any range of it (RFC 9110: 206, 416, If-Range), to be saved and never opened in our pages, by its exact type.
/// A weak line may take an hour for it, so the request has no end of its own; a line that sends nothing is cut by the server.
/// </summary>
public sealed class FileOut(FileToFetch file) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        var services = httpContext.RequestServices;
        var (db, user, tally, clock) = (services.GetRequiredService<MassarDb>(), services.GetRequiredService<CurrentUser>(), services.GetRequiredService<ReadingTally>(), services.GetRequiredService<TimeProvider>());
        var (today, account) = (MoroccanDay.Today(clock), user.AccountId);
        Headers.Sandbox(httpContext.Response);
        httpContext.Response.Headers.XContentTypeOptions = "nosniff";
        // Kept by the reader's own browser alone, which needs the first half to ask for the second.
        httpContext.Response.Headers.CacheControl = "private, no-cache";
        await using var stream = new PieceStream(db, db.LessonResources.OpenTo(user, db, today), file.View, bytes => tally.Note(account, today, bytes));
        var name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"massar-{file.View.ResourceId}-{file.View.Kind}.{VariantIntake.EndingOf(file.View.ContentType)}").ToLowerInvariant();
        await Results.File(stream, file.View.ContentType, name, DateTime.SpecifyKind(file.ReadyAt, DateTimeKind.Utc), new EntityTagHeaderValue($"\"{file.Hash}\""), enableRangeProcessing: true).ExecuteAsync(httpContext);
    }
}
