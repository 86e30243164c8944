using System.Reflection;
using Massar.Infrastructure.Messaging;
using MediatR;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Metadata;

namespace Massar.Infrastructure.Web;

/// <summary>A question on its way to an answer: a partial, a page, JSON, or whatever the slice makes of it.</summary>
public sealed class Asked<T>(Bus bus, IRequest<Outcome<T>> query, HttpContext http)
{
    /// <summary>The partial alone for htmx, the partial inside the page frame for a plain browser.</summary>
    public async Task<IResult> As<TPartial>() where TPartial : Partial<T>
    {
        var outcome = await Shown();
        return outcome.IsRefused
            ? new RefusalPage(outcome.Refusal!)
            : new PartialAnswer(typeof(TPartial), new() { [nameof(Partial<T>.Model)] = outcome.Value });
    }

    /// <summary>As <see cref="As{TPartial}"/>, for a partial written by hand.</summary>
    public async Task<IResult> AsDrawn<TDrawn>() where TDrawn : IDrawn<T>
    {
        var outcome = await Shown();
        return outcome.IsRefused
            ? new RefusalPage(outcome.Refusal!)
            : new PartialAnswer(typeof(TDrawn), new() { ["Model"] = outcome.Value });
    }

    public async Task<JsonAnswer<T>> AsJson() => new(await Shown());

    /// <summary>Any other face of the same answer: a file, a redirection.</summary>
    public async Task<IResult> Then(Func<T, IResult> face)
    {
        var outcome = await bus.Send(query, http.RequestAborted);
        return outcome.IsRefused ? RefusalAnswer.For(http, outcome.Refusal!) : face(outcome.Value);
    }
    /// <inheritdoc cref="Then(Func{T, IResult})"/>
    public async Task<IResult> Then(Func<T, Task<IResult>> face)
    {
        var outcome = await bus.Send(query, http.RequestAborted);
        return outcome.IsRefused ? RefusalAnswer.For(http, outcome.Refusal!) : await face(outcome.Value);
    }

    // The people a list shows count against the reader's day.
    private async Task<Outcome<T>> Shown()
    {
        var outcome = await bus.Send(query, http.RequestAborted);
        ShownPersons.Count(http, outcome);
        return outcome;
    }
}

/// <summary>Counts the people an answer shows, whether it was asked for or ordered.</summary>
internal static class ShownPersons
{
    public static void Count<T>(HttpContext http, Outcome<T> outcome)
    {
        if (!outcome.IsRefused && outcome.Value is Security.IShowsPersons list && http.RequestServices.GetRequiredService<Security.CurrentUser>() is { IsSignedIn: true } user)
            http.RequestServices.GetRequiredService<Security.PersonTally>().Note(user.AccountId, user.Role, Data.MoroccanDay.Today(http.RequestServices.GetRequiredService<TimeProvider>()), list.PersonsShown);
    }
}

/// <summary>An order on its way to an answer.</summary>
public sealed class Ordered<TCommand, T>(Bus bus, ICommand<T> command, HttpContext http)
{
    public async Task<JsonAnswer<T>> AsJson() => new(await Carried());

    /// <summary>What to show when the order stays on its page, and what to show when it is refused.</summary>
    public OrderedThen<T, TModel> ThenAsk<TModel>(IQuery<TModel> query) => new(bus, command, query, http, null, null);

    /// <summary>For orders given by a bare button: goes on to a page; a refusal is a page of its own.</summary>
    public async Task<IResult> ThenGo(Func<T, string> address, string? saying = null, params object[] args)
    {
        var outcome = await bus.Send(command, http.RequestAborted);
        return outcome.IsRefused ? RefusalAnswer.For(http, outcome.Refusal!) : new GoAnswer(address(outcome.Value), saying, args);
    }

    /// <summary>Any other face of the answer.</summary>
    public async Task<IResult> Then(Func<T, IResult> face)
    {
        var outcome = await Carried();
        return outcome.IsRefused ? RefusalAnswer.For(http, outcome.Refusal!) : face(outcome.Value);
    }

    // An order may show somebody too: what is opened against a line in a book.
    private async Task<Outcome<T>> Carried()
    {
        var outcome = await bus.Send(command, http.RequestAborted);
        ShownPersons.Count(http, outcome);
        return outcome;
    }
}

/// <summary>An order followed by a question whose answer is drawn.</summary>
public sealed class OrderedThen<T, TModel>(
    Bus bus, ICommand<T> command, IQuery<TModel> query, HttpContext http, Func<T, IResult>? end, string? saying)
{
    /// <summary>Where a second factor asked for on the way leads back to; null: to the page the order came from.</summary>
    private string? Kept { get; init; }

    /// <summary>On success go to another page (303, or 204 with HX-Redirect for htmx).</summary>
    public OrderedThen<T, TModel> GoingTo(Func<T, string> address, string? saying = null) => Ending(done => new GoAnswer(address(done), saying, []));

    /// <summary>On success any other face of the answer.</summary>
    public OrderedThen<T, TModel> Ending(Func<T, IResult> face) => new(bus, command, query, http, face, null) { Kept = Kept };

    /// <summary>When a second factor is needed first, come back to this address, which says again what was typed.</summary>
    public OrderedThen<T, TModel> ComingBackTo(string kept) => new(bus, command, query, http, end, saying) { Kept = kept };

    /// <summary>On success stay: a plain browser is sent back to the page (303) with this sentence.</summary>
    public OrderedThen<T, TModel> Saying(string key) => new(bus, command, query, http, end, key) { Kept = Kept };

    public async Task<IResult> As<TPartial>() where TPartial : Partial<TModel>
    {
        var outcome = await bus.Send(command, http.RequestAborted);
        if (!outcome.IsRefused && end is not null)
            return end(outcome.Value);
        if (!outcome.IsRefused && !http.Request.IsHtmx())
            return new GoAnswer(http.Request.PathBase + http.Request.Path + http.Request.QueryString, saying ?? "ui.saved", []);

        if (outcome.Refusal is { Kind: RefusalKind.NotFound or RefusalKind.Forbidden or RefusalKind.StepUp or RefusalKind.Busy })
            return new RefusalPage(outcome.Refusal) { Back = Kept };

        var model = await bus.Send(query, http.RequestAborted);
        if (model.IsRefused)
            return new RefusalPage(outcome.Refusal ?? model.Refusal!);

        var parameters = new Dictionary<string, object?>
        {
            [nameof(Partial<TModel>.Model)] = model.Value,
        };
        if (IsForm(typeof(TPartial)))
        {
            parameters["Sent"] = outcome.IsRefused ? command : null;
            parameters["Refusal"] = outcome.Refusal;
            parameters["Saved"] = !outcome.IsRefused;
        }
        else if (outcome.IsRefused)
        {
            return new RefusalPage(outcome.Refusal!);
        }

        RefusalAnswer.SayWhenToRetry(http, outcome.Refusal);
        return new PartialAnswer(typeof(TPartial), parameters)
        {
            Status = outcome.Refusal is { } refusal ? RefusalAnswer.StatusOf(refusal, page: true) : StatusCodes.Status200OK,
        };
    }

    private static bool IsForm(Type? type)
    {
        for (; type is not null; type = type.BaseType)
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(FormPartial<,>))
                return true;
        return false;
    }
}

/// <summary>What all partials get: the answer they draw, the reader's words, who is reading.</summary>
public abstract class Partial<TModel> : ComponentBase
{
    [Parameter, EditorRequired] public TModel Model { get; set; } = default!;

    [Inject] protected Localization.Text Text { get; set; } = default!;

    [Inject] protected Localization.Reader Reader { get; set; } = default!;

    [Inject] protected Security.CurrentUser CurrentUser { get; set; } = default!;
}

/// <summary>A partial with a form: after a refused submit it also gets what was sent and why it was refused.</summary>
public abstract class FormPartial<TModel, TCommand> : Partial<TModel> where TCommand : class
{
    [Parameter] public TCommand? Sent { get; set; }

    [Parameter] public Refusal? Refusal { get; set; }

    [Parameter] public bool Saved { get; set; }
}

/// <summary>What the page frame needs to know of the partial inside it.</summary>
/// <param name="title">Text key of the page's title; never a person's data.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PageAttribute(string title) : Attribute
{
    public string Title => title;

    /// <summary>A working page loads htmx; a reading page does not.</summary>
    public bool Working { get; init; }

    /// <summary>Wide pages use the whole width: tables and sheets.</summary>
    public bool Wide { get; init; }

    /// <summary>A script of its own, by name in wwwroot, besides app.js.</summary>
    public string? Script { get; init; }

    /// <summary>The page may ask for the microphone.</summary>
    public bool Microphone { get; init; }

    /// <summary>The page tells the browser how to install the program on a phone.</summary>
    public bool Installable { get; init; }

    /// <summary>A page that a phone keeps: it carries its style, and no menu, account or form of the session it was drawn in.</summary>
    public bool Bare { get; init; }
}

/// <summary>JSON of a value, or a problem document.</summary>
public sealed class JsonAnswer<T>(Outcome<T> outcome) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (outcome.Refusal is { } refusal)
            return RefusalAnswer.WriteProblem(httpContext, refusal);
        if (outcome.Value is Done)
        {
            httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        return httpContext.Response.WriteAsJsonAsync(outcome.Value, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        if (typeof(T) == typeof(Done))
            builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent));
        else
            builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
        foreach (var status in (int[])[400, 401, 403, 404, 409])
            builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), ["application/problem+json"]));
    }
}

/// <summary>Go to another page of ours: 303, or 204 with HX-Redirect. Never to an address somebody typed.</summary>
public sealed class GoAnswer(string address, string? saying, object[] args) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (!address.StartsWith('/') || address.StartsWith("//", StringComparison.Ordinal) || address.StartsWith("/\\", StringComparison.Ordinal))
            throw new InvalidOperationException("Only local addresses.");
        if (saying is not null)
            Flash.Put(httpContext, saying, args);

        if (httpContext.Request.IsHtmx())
        {
            httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
            httpContext.Response.Headers["HX-Redirect"] = address;
        }
        else
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
        }

        return Task.CompletedTask;
    }
}
