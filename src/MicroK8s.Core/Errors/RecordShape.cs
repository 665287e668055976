using System.Collections;
using System.Reflection;

namespace MicroK8s.Errors;

/// <summary>How the texts of one type of value are found and replaced.</summary>
internal abstract class RecordShape
{
    private static readonly MethodInfo ReaderOf =
        typeof(RecordShape).GetMethod(nameof(Reader), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The value, or a clean copy.</summary>
    public abstract object Clean(object value, bool forAgent);

    public static RecordShape Of(Type type)
    {
        if (IsOurs(type) && type.GetMethod("<Clone>$") is { } clone) return new Record(type, clone);
        Type? dictionary = Closed(type, typeof(IReadOnlyDictionary<,>));
        if (dictionary is not null && dictionary.GetGenericArguments()[0] == typeof(string))
        {
            return Made(typeof(Map<>), dictionary.GetGenericArguments()[1]);
        }

        Type? list = Closed(type, typeof(IReadOnlyList<>));
        return list is null ? new Other() : Made(typeof(Items<>), list.GetGenericArguments()[0]);
    }

    private static RecordShape Made(Type shape, Type item) => MayHoldText(item)
        ? (RecordShape)Activator.CreateInstance(shape.MakeGenericType(item))!
        : new Other();

    private static bool MayHoldText(Type type) => !type.IsValueType
        && (type == typeof(object) || IsOurs(type) || typeof(IEnumerable).IsAssignableFrom(type));

    private static bool IsOurs(Type type) => !type.IsValueType
        && type.Namespace?.StartsWith("MicroK8s.", StringComparison.Ordinal) == true;

    private static Type? Closed(Type type, Type open) => type.GetInterfaces().Append(type)
        .FirstOrDefault(each => each.IsGenericType && each.GetGenericTypeDefinition() == open);

    private static Func<object, object?> Reader<TOwner, TValue>(MethodInfo get)
        where TOwner : class
        where TValue : class
    {
        var read = get.CreateDelegate<Func<TOwner, TValue?>>();
        return owner => read((TOwner)owner);
    }

    /// <summary>A record: its properties that can be set, in a copy.</summary>
    private sealed class Record(Type type, MethodInfo clone) : RecordShape
    {
        private readonly Member[] _members =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.SetMethod is not null && MayHoldText(property.PropertyType))
                .Select(property => new Member(
                    property,
                    (Func<object, object?>)ReaderOf.MakeGenericMethod(type, property.PropertyType)
                        .Invoke(null, [property.GetMethod!])!,
                    property.IsDefined(typeof(RawTextAttribute)))),
        ];

        public override object Clean(object value, bool forAgent)
        {
            object result = value;
            foreach (Member member in _members)
            {
                object? was = member.Read(value);
                object? now = member.IsRaw && was is string text
                    ? forAgent ? UntrustedText.WithoutAgentCommands(text) : text
                    : CleanRecord.Of(was, forAgent);
                if (ReferenceEquals(was, now)) continue;
                if (ReferenceEquals(result, value)) result = clone.Invoke(value, null)!;
                member.Property.SetValue(result, now);
            }

            return result;
        }

        private sealed record Member(PropertyInfo Property, Func<object, object?> Read, bool IsRaw);
    }

    private sealed class Items<T> : RecordShape
    {
        public override object Clean(object value, bool forAgent)
        {
            var items = (IReadOnlyList<T>)value;
            T[]? clean = null;
            for (int index = 0; index < items.Count; index++)
            {
                object? was = items[index];
                object? now = CleanRecord.Of(was, forAgent);
                if (ReferenceEquals(was, now)) continue;
                clean ??= [.. items];
                clean[index] = (T)now!;
            }

            return clean ?? value;
        }
    }

    private sealed class Map<T> : RecordShape
    {
        public override object Clean(object value, bool forAgent)
        {
            var entries = (IReadOnlyDictionary<string, T>)value;
            if (entries.All(IsClean)) return value;
            var clean = new Dictionary<string, T>(StringComparer.Ordinal);
            foreach ((string key, T item) in entries)
            {
                clean[UntrustedText.CleanLine(key)] = (T)CleanRecord.Of(item, forAgent)!;
            }

            return clean;

            bool IsClean(KeyValuePair<string, T> entry) =>
                ReferenceEquals(entry.Key, UntrustedText.CleanLine(entry.Key))
                && ReferenceEquals(entry.Value, CleanRecord.Of(entry.Value, forAgent));
        }
    }

    private sealed class Other : RecordShape
    {
        public override object Clean(object value, bool forAgent) => value;
    }
}
