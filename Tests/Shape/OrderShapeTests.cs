using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;

namespace Massar.Tests.Shape;

/// <summary>
/// An order sent again under its key gets the answer it got before, if it says the same: whatever an order holds must therefore be in what is
/// compared, and whatever it answers must come back whole.
/// </summary>
public sealed class OrderShapeTests
{
    private static readonly IReadOnlyList<Type> Orders = [.. typeof(ICommandMessage).Assembly.GetTypes()
        .Where(t => t is { IsAbstract: false, IsInterface: false } && typeof(ICommandMessage).IsAssignableFrom(t) && !typeof(IRunsItsOwnUnits).IsAssignableFrom(t))];

    [Fact]
    public void All_that_an_order_holds_tells_it_from_another_one_under_the_same_key()
    {
        Assert.True(Orders.Count > 150);
        var unseen = Orders.SelectMany(order => Unseen(order, isOrder: true, [])).ToList();

        Assert.True(unseen.Count == 0, string.Join('\n', unseen));
    }

    [Fact]
    public void All_that_an_order_answers_comes_back_when_it_is_sent_again()
    {
        var unseen = Orders.SelectMany(o => o.GetInterfaces()).Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICommand<>)).Select(i => i.GenericTypeArguments[0])
            .Where(t => t != typeof(Done)).Distinct().SelectMany(t => Unseen(t, isOrder: false, [])).ToList();

        Assert.True(unseen.Count == 0, string.Join('\n', unseen));
    }

    [Fact]
    public void Two_orders_that_differ_in_a_tuple_or_in_left_out_bytes_are_told_apart()
    {
        Assert.NotEqual(OrderContent.HashOf(new WithTuples([("a", [1])])), OrderContent.HashOf(new WithTuples([("a", [2])])));
        Assert.Contains("Bytes", Assert.Single(Unseen(typeof(WithHiddenBytes), isOrder: true, [])), StringComparison.Ordinal);
    }

    // What neither the serialiser nor a hash sees, by type and member.
    private static IEnumerable<string> Unseen(Type type, bool isOrder, HashSet<Type> above)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (!above.Add(type)) yield break;
        var options = isOrder ? OrderContent.Options : JsonSerializerOptions.Default;
        var info = options.GetTypeInfo(type);
        if (info.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary)
        {
            foreach (var part in type.IsArray ? [type.GetElementType()!] : type.GenericTypeArguments)
                foreach (var unseen in Unseen(part, isOrder, [.. above])) yield return unseen;
            yield break;
        }

        if (type == typeof(object) || (info.Kind is JsonTypeInfoKind.Object && (type.IsInterface || type.IsAbstract)))
            yield return $"{type}: what it holds is not known by its type";
        if (info.Kind is not JsonTypeInfoKind.Object) yield break;

        var seen = info.Properties.Where(p => p.Get is not null).ToList();
        var hasHash = seen.Exists(p => p.Name == "Hash" && p.PropertyType == typeof(string));
        var held = type.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => p.Name!)
            .Concat(type.GetProperties().Where(p => p.SetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0).Select(p => p.Name))
            .Concat(type.GetFields(BindingFlags.Public | BindingFlags.Instance).Select(f => f.Name)).Distinct(StringComparer.OrdinalIgnoreCase);
        foreach (var member in held.Where(m => !seen.Exists(p => string.Equals(p.Name, m, StringComparison.OrdinalIgnoreCase))))
            if (!(isOrder && hasHash) && !Says.Contains((type.FullName!, member))) yield return $"{type}: {member}";
        foreach (var property in seen)
            foreach (var unseen in Unseen(property.PropertyType, isOrder, [.. above])) yield return unseen;
    }

    /// <summary>What a handler tells its own page about an order: no part of it.</summary>
    private static readonly HashSet<(string Type, string Member)> Says = [(typeof(Massar.Features.Marks.EnterMarks.Command).FullName!, "Verdict")];

    private sealed record WithTuples(IReadOnlyList<(string Name, byte[] Content)> Files);

    private sealed record WithHiddenBytes([property: System.Text.Json.Serialization.JsonIgnore] byte[] Bytes);
}
