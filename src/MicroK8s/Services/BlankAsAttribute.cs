using System.Management.Automation;

namespace MicroK8s.Commands.Services;

/// <summary>What a blank text, such as an empty CSV cell, means; PowerShell would read it as 0.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BlankAsAttribute(int value) : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        InputPairs.Unwrap(inputData) is string text && string.IsNullOrWhiteSpace(text) ? value : inputData;
}
