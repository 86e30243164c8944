using System.Buffers;
using System.IO.Compression;
using System.Reflection;
using Massar.Infrastructure.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Massar.Infrastructure.Web;

/// <summary>
/// A partial: alone for htmx, inside the page frame (<see cref="Shell"/>) for a plain browser. It is drawn whole before the first
/// byte is sent, so that an accident half-way is still answered with a fault page and the answer has its length.
/// </summary>
public sealed class PartialAnswer(Type partial, Dictionary<string, object?> parameters) : IResult
{
    // A page of 7 KB: level 3 takes 50 µs and leaves 2.5 KB, level 4 80 µs and 2.3 KB; level 11 takes 15 ms: never.
    private const int Level = 3;

    // A browser's first page carries the stylesheet: 1 KB less for half a millisecond, once.
    private const int FirstPageLevel = 5;
    private const int Window = 18;

    // Each packer takes half a megabyte for a long page: no more of them at once than can run.
    private static readonly SemaphoreSlim Packers = new(Environment.ProcessorCount);

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Type, PageAttribute> Pages = new();

    public int Status { get; init; } = StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var html = new Html();
        var level = Level;
        if (httpContext.Request.IsHtmxFragment())
        {
            await Draw(httpContext, html);
        }
        else
        {
            var page = Pages.GetOrAdd(partial, static type => type.GetCustomAttribute<PageAttribute>() ?? new PageAttribute("ui.massar"));
            if (page.Microphone) Security.Headers.AllowMicrophone(httpContext.Response);
            var shell = new Shell(httpContext, page, isRefused: parameters.TryGetValue("Refusal", out var refusal) && refusal is not null);
            shell.Begin(html);
            await Draw(httpContext, html);
            shell.End(html);
            level = shell.CarriesStyle ? FirstPageLevel : Level;
        }

        await Send(httpContext, html.Written, level);
    }

    private async Task Draw(HttpContext http, Html html)
    {
        if (typeof(IDrawn).IsAssignableFrom(partial))
        {
            ((IDrawn)ActivatorUtilities.CreateInstance(http.RequestServices, partial)).Draw(html, parameters["Model"]!);
            return;
        }

        await using var renderer = new HtmlRenderer(http.RequestServices, http.RequestServices.GetRequiredService<ILoggerFactory>());
        await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync(partial, ParameterView.FromDictionary(parameters));
            root.WriteHtmlTo(new Html.Writer(html));
        });
    }

    private async Task Send(HttpContext http, ReadOnlyMemory<byte> page, int level)
    {
        var response = http.Response;
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.Append("Vary", "HX-Request");
        response.Headers.Append("Vary", "Accept-Encoding");
        var accepted = http.Request.Headers.AcceptEncoding.ToString();
        if (!accepted.Contains("br", StringComparison.Ordinal) || accepted.Contains("br;q=0", StringComparison.Ordinal))
        {
            // Gzip, or nothing, is left to the middleware.
            if (!accepted.Contains("gzip", StringComparison.Ordinal))
                response.ContentLength = page.Length;
            await response.Body.WriteAsync(page, http.RequestAborted);
            return;
        }

        var packed = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(page.Length));
        try
        {
            var length = await Pack(page, packed, level, http.RequestAborted);
            response.Headers.ContentEncoding = "br";
            response.ContentLength = length;
            await response.Body.WriteAsync(packed.AsMemory(0, length), http.RequestAborted);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    private static async ValueTask<int> Pack(ReadOnlyMemory<byte> page, byte[] packed, int level, CancellationToken ct)
    {
        await Packers.WaitAsync(ct);
        try
        {
            return BrotliEncoder.TryCompress(page.Span, packed, out var length, level, Window) ? length : throw new InvalidOperationException("The page does not fit its compressed buffer.");
        }
        finally
        {
            Packers.Release();
        }
    }
}

/// <summary>A partial written by hand because a profile showed it hot; see <see cref="Html"/>.</summary>
public interface IDrawn
{
    void Draw(Html html, object model);
}

/// <summary>A partial written by hand; what it needs comes through its constructor.</summary>
/// <typeparam name="TModel">The answer it draws.</typeparam>
public interface IDrawn<TModel> : IDrawn
{
    void Draw(Html html, TModel model);

    void IDrawn.Draw(Html html, object model) => Draw(html, (TModel)model);
}
