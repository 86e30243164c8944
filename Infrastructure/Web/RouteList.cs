namespace Massar.Infrastructure.Web;

/// <summary>One endpoint as <c>routes --json</c> tells it.</summary>
public sealed record RouteEntry(
    string Method, string Template, bool Anonymous, IReadOnlyList<string> Permissions, bool ChangesState, bool Private,
    IReadOnlyList<string> Parameters, bool HasGate);

public static class RouteList
{
    public static IReadOnlyList<RouteEntry> Of(IEnumerable<EndpointDataSource> sources) =>
    [.. from source in sources
        from endpoint in source.Endpoints.OfType<RouteEndpoint>()
        let gate = endpoint.Metadata.GetMetadata<Gate>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        orderby endpoint.RoutePattern.RawText, method
        select new RouteEntry(
            method,
            "/" + (endpoint.RoutePattern.RawText ?? "").Trim('/').Replace("//", "/", StringComparison.Ordinal),
            gate?.Anonymous ?? false,
            gate?.AnyOf ?? [],
            !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method),
            gate is { Anonymous: false },
            [.. endpoint.RoutePattern.Parameters.Select(p => $"{p.Name}:{string.Join(':', p.ParameterPolicies.Select(q => q.Content))}")],
            gate is not null)];
}
