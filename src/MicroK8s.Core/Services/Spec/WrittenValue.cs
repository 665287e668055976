namespace MicroK8s.Services.Spec;

/// <summary>
/// A number or truth value of a file together with the text that stands there. A field that holds a text keeps the
/// text, so that <c>1.10</c> does not become 1.1, nor <c>yes</c> true; a field that holds a number or a truth value
/// takes the value.
/// </summary>
/// <param name="Text">What stands in the file.</param>
/// <param name="Value">What YAML takes it for, as JSON writes it: <c>31</c> for <c>0x1F</c>.</param>
public sealed record WrittenValue(string Text, string Value)
{
    /// <summary>Whether it is a number, not a truth value.</summary>
    public bool IsNumber => Value is not ("true" or "false");

    /// <inheritdoc/>
    public override string ToString() => Text;
}
