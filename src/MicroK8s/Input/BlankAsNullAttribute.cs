namespace MicroK8s.Commands.Input;

/// <summary>Lets a blank text, as of an empty CSV cell, mean no list rather than a list of one blank item.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BlankAsNullAttribute : InputAttribute
{
    protected override object? Read(object? given) =>
        InputPairs.Unwrap(given) is string text && string.IsNullOrWhiteSpace(text) ? null : given;
}
