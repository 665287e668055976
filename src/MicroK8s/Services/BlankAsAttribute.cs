using System.Globalization;
using System.Management.Automation;

namespace MicroK8s.Commands.Services;

/// <summary>
/// A whole number that may be left blank, as in an empty CSV cell. Anything else that is none is an error: the engine
/// would drop a pipeline value that it cannot convert, and a wrong cell would silently mean the default.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BlankAsAttribute(int value) : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? given = InputPairs.Unwrap(inputData);
        string text = Convert.ToString(given, CultureInfo.InvariantCulture)?.Trim() ?? "";
        if (text.Length == 0) return value;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new ArgumentTransformationMetadataException($"'{text}' is not a whole number.");
    }
}
