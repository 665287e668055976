using System.Management.Automation;

namespace MicroK8s.Commands.Services;

/// <summary>Lets a text <c>key=value;key=value</c> stand for a hashtable, so that a CSV row can be a service.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PairsAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        InputPairs.Unwrap(inputData) is string text ? InputPairs.Parse(text) : inputData;
}
