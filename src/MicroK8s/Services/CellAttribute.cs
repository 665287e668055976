using System.Globalization;
using System.Management.Automation;

namespace MicroK8s.Commands.Services;

/// <summary>
/// A value that may come as text, as from a CSV cell, and may be left blank. Anything else than its type is an error:
/// the engine would take a blank text, as of a variable that is not set, for 0, and round what is no whole number.
/// </summary>
/// <param name="type">A whole number, a truth value or an enumeration.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CellAttribute(Type type) : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? given = InputPairs.Unwrap(inputData);
        string text = Convert.ToString(given, CultureInfo.InvariantCulture)?.Trim() ?? "";
        if (type == typeof(bool)) return Flag(given, text);
        if (text.Length == 0) return null;
        if (!type.IsEnum) return Number(text);
        return Enum.GetNames(type).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase))
            is { } known
            ? Enum.Parse(type, known)
            : throw new ArgumentTransformationMetadataException(
                $"'{text}' is none of {string.Join(", ", Enum.GetNames(type))}.");
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new ArgumentTransformationMetadataException($"'{text}' is not a whole number.");

    private static object Flag(object? given, string text)
    {
        if (given is bool or SwitchParameter) return given;
        if (text.Length == 0) return false;
        return bool.TryParse(text, out bool flag)
            ? flag
            : throw new ArgumentTransformationMetadataException($"'{text}' is neither true nor false.");
    }
}
