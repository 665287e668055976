using System.Globalization;
using System.Management.Automation;
using MicroK8s.Errors;

namespace MicroK8s.Commands.Input;

/// <summary>
/// Reads what a parameter is given, before the engine would convert it: the engine's errors name types of .NET, and
/// what it takes without an error is often not meant. The engine puts the parameter's name before the message of
/// <see cref="Refuse"/>; the error id is <c>ParameterArgumentTransformationError</c>.
/// </summary>
internal abstract class InputAttribute : ArgumentTransformationAttribute
{
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Read(inputData);

    /// <summary>The value that the parameter gets.</summary>
    /// <param name="given">The value as given; it may be wrapped, and null.</param>
    /// <exception cref="ArgumentTransformationMetadataException">It breaks a rule.</exception>
    protected abstract object? Read(object? given);

    /// <summary>The error of a value.</summary>
    /// <param name="given">The value as given.</param>
    /// <param name="rule">The rule, as the end of a sentence that starts with the value.</param>
    /// <param name="advice">What to write instead, as a sentence. Null if the rule says it already.</param>
    protected static ArgumentTransformationMetadataException Refuse(
        object? given, string rule, string? advice = null) =>
        new(UntrustedText.CleanLine($"'{Text(given)}' {rule}.{(advice is null ? "" : $" {advice}")}"));

    /// <summary>A value as text in every culture; a list's items, a hashtable's or an object's keys.</summary>
    protected static string Text(object? given) => InputPairs.Unwrap(given) switch
    {
        IReadOnlyList<KeyValuePair<string, object?>> pairs => string.Join(", ", pairs.Select(pair => pair.Key)),
        object?[] items => string.Join(", ", items.Select(Text)),
        var single => Convert.ToString(single, CultureInfo.InvariantCulture)?.Trim() ?? "",
    };
}
