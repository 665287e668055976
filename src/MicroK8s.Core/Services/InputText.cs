using System.Collections;
using System.Globalization;
using MicroK8s.Errors;

namespace MicroK8s.Services;

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
        bool flag => flag ? "true" : "false",
        null => throw InvalidInput.Of(parameter, key, "has the value $null", "Write '' for an empty value."),
        IEnumerable => throw InvalidInput.Of(parameter, key, "has several values, but must have one"),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>A single value as a whole number.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="key">The key of the value.</param>
    /// <param name="value">The value.</param>
    /// <param name="least">The least that is allowed.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static int WholeNumber(string parameter, string key, object? value, int least)
    {
        string text = Of(parameter, key, value);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && number >= least
            ? number
            : throw InvalidInput.Of(parameter, $"{key}={text}", $"is not a whole number from {least} on");
    }
}
