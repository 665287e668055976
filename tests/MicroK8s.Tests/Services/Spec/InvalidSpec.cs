using MicroK8s.Errors;

namespace MicroK8s.Tests.Services.Spec;

/// <summary>Asserts that input is refused with parameter, value and rule in the message.</summary>
internal static class InvalidSpec
{
    public static ClusterException Throws(string parameter, string rule, Action parse)
    {
        var exception = Assert.Throws<ClusterException>(parse);
        Assert.Equal(ClusterFault.InvalidSpec, exception.Fault);
        Assert.StartsWith($"-{parameter} ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(rule, $"{exception.Message} {exception.Advice}", StringComparison.Ordinal);
        return exception;
    }

    public static IReadOnlyList<KeyValuePair<string, object?>> Pairs(params (string Key, object? Value)[] pairs) =>
        [.. pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))];
}
