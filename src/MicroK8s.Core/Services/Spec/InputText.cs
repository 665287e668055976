using System.Collections;
using System.Globalization;
using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>Values of hashtables as text, the same in every culture.</summary>
public static class InputText
{
    /// <summary>A single value as text.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="key">The key of the value.</param>
    /// <param name="value">The value: text, number or truth value.</param>
    /// <exception cref="ClusterException">InvalidSpec: it is <c>$null</c> or not a single value.</exception>
    public static string Of(string parameter, string key, object? value) => value switch
    {
        string text => text,
        WrittenValue written => written.Text,
        bool flag => flag ? "true" : "false",
        null => throw InvalidInput.Of(parameter, key, "has the value $null; write '' for an empty one"),
        IEnumerable several => throw InvalidInput.Of(
            parameter, key.Length > 0 ? key : string.Join(", ", several.Cast<object?>()),
            "has several values, but must have one"),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>A number, or a text in its place: <c>8080</c> or <c>http</c>, <c>2</c> or <c>25%</c>.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="key">The key of the value.</param>
    /// <param name="value">The value.</param>
    /// <returns>The number in decimal digits, or the text.</returns>
    /// <exception cref="ClusterException">InvalidSpec: it is <c>$null</c> or not a single value.</exception>
    public static string NumberOrText(string parameter, string key, object? value) => value switch
    {
        WrittenValue { IsNumber: true } number => number.Value,
        null => throw InvalidInput.Of(parameter, key, "has the value $null"),
        _ => Of(parameter, key, value),
    };

    /// <summary>A single value as a whole number.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="key">The key of the value; empty if the parameter itself is the value.</param>
    /// <param name="value">The value.</param>
    /// <param name="least">The least that is allowed.</param>
    /// <param name="most">The most that is allowed.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static int WholeNumber(string parameter, string key, object? value, int least, int most = int.MaxValue)
    {
        string text = NumberOrText(parameter, key, value);
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && number >= least && number <= most)
        {
            return number;
        }

        string range = most == int.MaxValue ? $"from {least} on" : $"from {least} to {most}";
        throw InvalidInput.Of(
            parameter, Shown(key, Of(parameter, key, value)), $"is not a whole number {range}");
    }

    /// <summary>A single value as a truth value.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="key">The key of the value; empty if the parameter itself is the value.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static bool Flag(string parameter, string key, object? value)
    {
        string text = Of(parameter, key, value);
        return bool.TryParse((value as WrittenValue)?.Value ?? text, out bool flag)
            ? flag
            : throw InvalidInput.Of(parameter, Shown(key, text), "is neither true nor false");
    }

    /// <summary>One word of several.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="given">What was given, for the message.</param>
    /// <param name="text">The word, in any case.</param>
    /// <param name="words">The words there are.</param>
    /// <returns>The word as the API spells it.</returns>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static string Choice(string parameter, string given, string text, IReadOnlyList<string> words) =>
        words.FirstOrDefault(word => word.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase))
        ?? throw InvalidInput.Of(
            parameter, given, $"must be one of {string.Join(", ", words)}", Suggestions.For(text, words));

    /// <summary>A number of pods, or a share of them in percent.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="key">The key of the value; empty if the parameter itself is the value.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static string CountOrPercent(string parameter, string key, object? value)
    {
        string text = NumberOrText(parameter, key, value).Trim();
        bool isPercent = text.EndsWith('%');
        return int.TryParse(text.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && (!isPercent || (number <= 100 && text.IndexOf('%', StringComparison.Ordinal) == text.Length - 1))
            ? text
            : throw InvalidInput.Of(
                parameter, Shown(key, text), "is neither a number of pods nor a share from 0% to 100%");
    }

    private static string Shown(string key, string text) => key.Length == 0 ? text : $"{key}={text}";
}
