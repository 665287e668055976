using System.Collections.Concurrent;

namespace MicroK8s.Errors;

/// <summary>
/// The one door of records on their way to a person or a script: every text in them is clean but for those marked with
/// <see cref="RawTextAttribute"/>, which only lose what a build agent would obey, and only for an agent.
/// </summary>
public static class CleanRecord
{
    private static readonly ConcurrentDictionary<Type, RecordShape> Shapes = new();

    /// <summary>
    /// The same value, or a copy if a text in it has to change: of a text, of a record of this module, and of lists and
    /// dictionaries of them. Any other value is taken as it is.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="forAgent">Whether a build agent reads what is written.</param>
    public static object? Of(object? value, bool forAgent = false) => value switch
    {
        null => null,
        string text => UntrustedText.CleanLine(text),
        _ => Shapes.GetOrAdd(value.GetType(), static type => RecordShape.Of(type)).Clean(value, forAgent),
    };
}
