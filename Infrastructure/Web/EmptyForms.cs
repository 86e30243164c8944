using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Infrastructure.Web;

/// <summary>
/// A form without any field its slice knows (all boxes left open, or rubbish) binds to null. The slice gets an input
/// with empty fields instead, so that it can say what is missing.
/// </summary>
internal static class EmptyForms
{
    public static EndpointFilterDelegate Fill(EndpointFilterFactoryContext context, EndpointFilterDelegate next)
    {
        var inputs = context.MethodInfo.GetParameters()
            .Select((parameter, at) => (parameter, at))
            .Where(p => p.parameter.IsDefined(typeof(FromFormAttribute)) && p.parameter.ParameterType is { IsClass: true } type && type != typeof(string) && type.Namespace!.StartsWith("Massar.", StringComparison.Ordinal))
            .Select(p => (p.at, Make: Maker(p.parameter.ParameterType)))
            .ToArray();
        if (inputs.Length == 0)
            return next;
        return invocation =>
        {
            foreach (var (at, make) in inputs)
                invocation.Arguments[at] ??= make();
            return next(invocation);
        };
    }

    private static Func<object> Maker(Type type)
    {
        // Of a record the constructor with its parts, not the one that copies.
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First(c => c.GetParameters() is not [var only] || only.ParameterType != type);
        var parameters = constructor.GetParameters();
        return () => constructor.Invoke([.. parameters.Select(Nothing)]);
    }

    private static object? Nothing(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? parameter.DefaultValue : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null;
}
