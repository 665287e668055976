namespace MicroK8s.Errors;

/// <summary>Makes the one kind of message for wrong input: parameter, value, rule.</summary>
public static class InvalidInput
{
    /// <summary>The fault of one value.</summary>
    /// <param name="parameter">The parameter, without its hyphen.</param>
    /// <param name="value">The value as given. Null means <c>$null</c>.</param>
    /// <param name="rule">The rule that it breaks, as the end of a sentence that starts with the value.</param>
    /// <param name="advice">What to write instead. Null if the rule says it already.</param>
    public static ClusterException Of(string parameter, object? value, string rule, string? advice = null) => new(
        ClusterFault.InvalidSpec, $"-{parameter} {Quote(value)} {rule}.", value, advice)
    {
        Parameter = parameter,
    };

    private static string Quote(object? value) => value is null ? "$null" : $"'{value}'";
}
