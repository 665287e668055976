using System.Management.Automation;

namespace MicroK8s.Commands.Services;

/// <summary>
/// Lets a text <c>key=value;key=value</c> stand for a hashtable, so that a CSV row can be a service, and a list of
/// texts <c>key=value</c>, as other tools take them.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PairsAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        InputPairs.Unwrap(inputData) switch
        {
            string text => InputPairs.Parse(text),
            object?[] { Length: > 0 } items when items.All(item => item is string) =>
                InputPairs.Parse(items.Cast<string>()),
            _ => inputData,
        };
}
