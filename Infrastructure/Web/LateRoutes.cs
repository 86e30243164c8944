using Microsoft.AspNetCore.Routing;

namespace Massar.Infrastructure.Web;

/// <summary>
/// Maps handlers that are made ready by their first request instead of by the start of the program. Making one ready compiles two
/// methods that stay for good; of two thousand routes an evening uses a few dozen, and the rest cost the start its seconds and the
/// program its memory.
/// </summary>
public sealed class LateRoutes(IEndpointRouteBuilder routes)
{
    public RouteHandlerBuilder MapGet(string pattern, Delegate handler) => Map(HttpMethods.Get, pattern, handler);

    public RouteHandlerBuilder MapPost(string pattern, Delegate handler) => Map(HttpMethods.Post, pattern, handler);

    public RouteHandlerBuilder MapPut(string pattern, Delegate handler) => Map(HttpMethods.Put, pattern, handler);

    public RouteHandlerBuilder MapPatch(string pattern, Delegate handler) => Map(HttpMethods.Patch, pattern, handler);

    public RouteHandlerBuilder MapDelete(string pattern, Delegate handler) => Map(HttpMethods.Delete, pattern, handler);

    /// <summary>Routes below these that a filter stands before.</summary>
    public LateRoutes Behind(string prefix, Func<EndpointFilterInvocationContext, EndpointFilterDelegate, ValueTask<object?>> filter) =>
        new(routes.MapGroup(prefix).AddEndpointFilter(filter));

    // What describes a route (parameters, forms, answers) is still read at start, so a handler that cannot be bound is refused there.
    private RouteHandlerBuilder Map(string method, string pattern, Delegate handler) =>
        RouteHandlerServices.Map(routes, pattern, handler, [method], RequestDelegateFactory.InferMetadata, (made, options, _) =>
        {
            var ready = new Lazy<RequestDelegate>(() => RequestDelegateFactory.Create(made, options).RequestDelegate);
            return new RequestDelegateResult(context => ready.Value(context), []);
        });
}
