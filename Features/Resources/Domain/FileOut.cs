using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Net.Http.Headers;

namespace Massar.Features.Resources.Domain;

/// <summary>A variant that somebody may fetch.</summary>
/// <param name="Hash">Of the content: as strong a tag as there is, the same on every instance and after every restart.</param>
public sealed record FileToFetch(VariantView View, string Hash, DateTime ReadyAt);

/// <summary>
/// A variant on its way out: any range of it (RFC 9110: 206, 416, If-Range), to be saved and never opened in our pages, by its exact type.
/// A weak line may take an hour for it, so the request has no end of its own; a line that sends nothing is cut by the server, and each piece
/// asks for the session, the role and the day's share again.
/// </summary>
public sealed class FileOut(FileToFetch file) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        var services = httpContext.RequestServices;
        var (db, user, tally, clock) = (services.GetRequiredService<MassarDb>(), services.GetRequiredService<CurrentUser>(), services.GetRequiredService<ReadingTally>(), services.GetRequiredService<TimeProvider>());
        var sessions = services.GetRequiredService<ISessions>();
        var account = user.AccountId;
        var most = (await ResourceRules.Current(db, httpContext.RequestAborted)).DailyReadBytes;
        if (!tally.Enter(account))
        {
            await RefusalAnswer.For(httpContext, Refusal.TooMany(TimeSpan.FromMinutes(1), "resources.at-once")).ExecuteAsync(httpContext);
            return;
        }

        try
        {
            await Send();
        }
        finally
        {
            tally.Leave(account);
        }

        async Task Send()
        {
            var (response, modified, tag) = (httpContext.Response, DateTime.SpecifyKind(file.ReadyAt, DateTimeKind.Utc), new EntityTagHeaderValue($"\"{file.Hash}\""));
            Headers.Sandbox(response);
            response.Headers.XContentTypeOptions = "nosniff";
            // Kept by the reader's own browser alone, which needs the first half to ask for the second.
            response.Headers.CacheControl = "private, no-cache";
            var name = string.Create(CultureInfo.InvariantCulture, $"massar-{file.View.ResourceId}-{file.View.Kind}.{VariantIntake.EndingOf(file.View.ContentType)}").ToLowerInvariant();
            // Who asks for the headers reads no piece.
            if (httpContext.IsHeadRequest())
            {
                (response.ContentType, response.ContentLength) = (file.View.ContentType, file.View.Length);
                response.Headers.AcceptRanges = "bytes";
                response.Headers.ETag = tag.ToString();
                response.Headers.LastModified = modified.ToString("R", CultureInfo.InvariantCulture);
                response.Headers.ContentDisposition = $"attachment; filename={name}";
                return;
            }

            await using var stream = new PieceStream(db, file.View, May);
            await Results.File(stream, file.View.ContentType, name, modified, tag, enableRangeProcessing: true).ExecuteAsync(httpContext);
        }

        // Signed out, another hat on, the role over, the account closed, or the share used up meanwhile: the rest does not leave.
        async ValueTask<IQueryable<LessonResource>?> May(int bytes, CancellationToken ct)
        {
            if (user.Token is not { } token || await sessions.Find(token, ct) is not { SecondFactorDone: true } session) return null;
            if (session.AccountId != account || session.Hat != user.Hat || (session.PupilId, session.GuardianId, session.EmployeeId) != (user.PupilId, user.GuardianId, user.EmployeeId)) return null;
            var today = MoroccanDay.Today(clock);
            return tally.Spend(account, today, bytes, most) ? db.LessonResources.OpenTo(user, db, today) : null;
        }
    }
}
