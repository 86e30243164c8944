using System.Reflection;
using Massar.Infrastructure.Ui;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Massar.Infrastructure.Web;

/// <summary>A partial: alone for htmx, inside <see cref="Shell"/> for a plain browser.</summary>
public sealed class PartialAnswer(Type partial, Dictionary<string, object?> parameters) : IResult
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Type, PageAttribute> Pages = new();

    public int Status { get; init; } = StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.Append("Vary", "HX-Request");
        response.StatusCode = Status;
        // Ours is not a Blazor page; its header would only be noise.
        response.OnStarting(static state =>
        {
            ((HttpResponse)state).Headers.Remove("blazor-enhanced-nav");
            return Task.CompletedTask;
        }, response);

        if (httpContext.Request.IsHtmxFragment())
        {
            await new RazorComponentResult(partial, parameters) { StatusCode = Status, PreventStreamingRendering = true }.ExecuteAsync(httpContext);
            return;
        }

        var page = Pages.GetOrAdd(partial, static type => type.GetCustomAttribute<PageAttribute>() ?? new PageAttribute("ui.massar"));
        var refused = parameters.TryGetValue("Refusal", out var refusal) && refusal is not null;
        var assets = httpContext.RequestServices.GetRequiredService<Assets>();
        await new RazorComponentResult(typeof(Shell), new Dictionary<string, object?>
        {
            [nameof(Shell.Content)] = partial,
            [nameof(Shell.Parameters)] = parameters,
            [nameof(Shell.Page)] = page,
            [nameof(Shell.Refused)] = refused,
            [nameof(Shell.Said)] = Flash.Take(httpContext),
            [nameof(Shell.InlineStyle)] = assets.ShouldInlineStyle(httpContext),
        })
        { StatusCode = Status, PreventStreamingRendering = true }.ExecuteAsync(httpContext);
    }
}
