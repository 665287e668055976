using System.Globalization;
using System.Management.Automation;
using MicroK8s.Conventions;

namespace MicroK8s.Commands.Input;

/// <summary>
/// A single number, truth value, word or text; it may come as text, as from a CSV cell. Anything else than its type is
/// an error: the engine would take a blank text, as of a variable that is not set, for 0, round what is no whole
/// number, and take a number for a word and a hashtable for a text.
/// </summary>
/// <param name="type">The type of the parameter. Blank is none if it is nullable, off if it is a switch.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ExactTypeAttribute(Type type) : InputAttribute
{
    private readonly Type _plain = Nullable.GetUnderlyingType(type) ?? type.GetElementType() ?? type;

    /// <summary>The type of the parameter.</summary>
    public Type Type => type;

    /// <summary>What a number counts, as in "seconds". Null if its name says it.</summary>
    public string? Unit { get; init; }

    protected override object? Read(object? given) => type.IsArray && given is not null
        ? InputPairs.ItemsOf(given).Select(ReadOne).ToArray()
        : ReadOne(given);

    private object? ReadOne(object? given)
    {
        object? value = InputPairs.Unwrap(given);
        if (value is object?[] { Length: 1 } list) given = value = list[0];
        if (value is null || _plain == value.GetType()) return given;
        if (value is object?[] or IReadOnlyList<KeyValuePair<string, object?>>)
        {
            throw Refuse(value, "has several values, but must have one");
        }

        string text = Text(value);
        if (_plain == typeof(SwitchParameter)) return Flag(value, text);
        if (text.Length == 0 && Nullable.GetUnderlyingType(type) is not null) return null;
        if (_plain == typeof(string)) return given;
        return _plain.IsEnum ? Word(text) : Number(text);
    }

    private long Number(string text)
    {
        string unit = Unit is null ? "" : $" of {Unit}";
        long most = _plain == typeof(int) ? int.MaxValue : long.MaxValue;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            throw Refuse(text, $"is not a whole number{unit}");
        }

        return Math.Abs((decimal)number) <= most
            ? number
            : throw Refuse(text, $"is not a whole number{unit} up to {most}");
    }

    private object Word(string text)
    {
        string[] words = Enum.GetNames(_plain);
        return words.FirstOrDefault(word => word.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse(_plain, known)
            : throw Refuse(text, $"must be one of {string.Join(", ", words)}", Suggestions.For(text, words));
    }

    private static object Flag(object value, string text)
    {
        if (value is bool) return value;
        if (text.Length == 0) return false;
        return bool.TryParse(text, out bool flag) ? flag : throw Refuse(text, "is neither true nor false");
    }
}
