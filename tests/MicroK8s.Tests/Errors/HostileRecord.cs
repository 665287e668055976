using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Errors;

/// <summary>Makes a record of any type whose every text is hostile, and finds what is left of that.</summary>
internal static class HostileRecord
{
    public static object Of(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors().MaxBy(one => one.GetParameters().Length)!;
        object record = constructor.Invoke([.. constructor.GetParameters().Select(one => Value(one.ParameterType))]);
        foreach (PropertyInfo property in Properties(type).Where(one => one.SetMethod?.IsPublic == true))
        {
            property.SetValue(record, Value(property.PropertyType));
        }

        return record;
    }

    public static IEnumerable<PropertyInfo> Properties(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetIndexParameters().Length == 0);

    /// <summary>Whether a type is a record.</summary>
    public static bool IsRecord(Type type) => type.IsClass && type.GetMethod("<Clone>$") is not null;

    public static bool IsRaw(PropertyInfo property) => property.IsDefined(typeof(RawTextAttribute));

    /// <summary>The properties, at any depth, whose text is not as it has to be.</summary>
    /// <param name="value">A record, a text, or many of them.</param>
    /// <param name="forAgent">Whether raw texts are for an agent; null if they may be anything.</param>
    public static IEnumerable<string> Find(object value, bool? forAgent) => value switch
    {
        string text => HostileText.Find(text, keepsLines: true) is { } found ? [found] : [],
        IDictionary map => map.Keys.Cast<object?>().Concat(map.Values.Cast<object?>()).OfType<object>()
            .SelectMany(item => Find(item, forAgent)),
        IEnumerable items and not JsonNode =>
            items.Cast<object?>().OfType<object>().SelectMany(item => Find(item, forAgent)),
        _ when IsRecord(value.GetType()) => Properties(value.GetType())
            .SelectMany(property => Find(value, property, forAgent).Select(found => $"{property.Name}: {found}"))
            .Concat(value.ToString() is { } text && HostileText.Find(text, true) is { } shown ? [$"ToString: {shown}"] : []),
        _ => [],
    };

    private static IEnumerable<string> Find(object owner, PropertyInfo property, bool? forAgent)
    {
        if (property.GetValue(owner) is not { } value) return [];
        if (!IsRaw(property)) return Find(value, forAgent);
        string text = Assert.IsType<string>(value);
        if (forAgent is not { } agent) return [];
        return agent
            ? HostileText.AgentCommandIn(text) is { } command ? [command] : []
            : text == HostileText.Sample ? [] : ["is not raw"];
    }

    private static object? Value(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string) || type == typeof(object)) return HostileText.Sample;
        if (type == typeof(int) || type == typeof(long)) return Convert.ChangeType(3, type, null);
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        if (type == typeof(TimeSpan)) return TimeSpan.FromSeconds(5);
        if (type == typeof(KubeObject)) return KubeObject.Parse("""{"kind":"Pod","metadata":{"name":"a","namespace":"b"}}""");
        if (type == typeof(JsonObject)) return new JsonObject();
        if (type == typeof(JsonElement)) return JsonDocument.Parse("{}").RootElement;
        if (type.IsEnum) return Enum.GetValues(type).GetValue(0);
        if (typeof(IEnumerable).IsAssignableFrom(type) && type.IsGenericType) return Items(type.GetGenericArguments());
        if (type.IsArray) return Items([type.GetElementType()!]);
        if (IsRecord(type) && !type.IsAbstract) return Of(type);
        return type.IsValueType ? Activator.CreateInstance(type) : null;
    }

    private static object Items(Type[] arguments)
    {
        if (arguments.Length == 2)
        {
            var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
            map.Add(Value(arguments[0])!, Value(arguments[1]));
            return map;
        }

        var items = Array.CreateInstance(arguments[0], 1);
        items.SetValue(Value(arguments[0]), 0);
        return items;
    }
}
