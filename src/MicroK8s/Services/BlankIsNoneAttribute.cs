using System.Management.Automation;

namespace MicroK8s.Commands.Services;

/// <summary>Lets a blank text, as of an empty CSV cell, mean no list rather than a list of one blank item.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BlankIsNoneAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        InputPairs.Unwrap(inputData) is string text && string.IsNullOrWhiteSpace(text) ? null : inputData;
}
