using System.Buffers;
using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Metrics;

/// <summary>Whose requests are counted: one workload, such as the canary or the stable one.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Workload">Its name.</param>
public sealed record MetricSide(string Namespace, string Workload)
{
    private static readonly SearchValues<char> LeavesQuotes = SearchValues.Create("\"'`\\\r\n");

    /// <summary>The Service that leads to its pods alone. Null if it is named as the workload.</summary>
    public string? Service { get; init; }

    /// <summary>
    /// The Service that callers and the Ingress name, when its requests are divided and this side gets the canary's
    /// part. Null for the stable side, whose own Service that is.
    /// </summary>
    public string? CanaryOf { get; init; }

    /// <summary>
    /// A regular expression (RE2, anchored at both ends) for the names of its pods, without quotes and backslashes.
    /// Null for those of a Deployment of this name; see <see cref="PodNamePatterns"/>.
    /// </summary>
    public string? Pods { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Workload}";

    internal string ServiceName => Service ?? Workload;

    internal string PodPattern => Pods ?? PodNamePatterns.OfDeployment(Workload);

    /// <summary>Everything that goes into an expression is a name, so that nothing in it is PromQL.</summary>
    internal MetricSide Checked()
    {
        NameRules.CheckNamespace(Namespace);
        NameRules.CheckObjectName(Workload, "Name", "a workload");
        NameRules.CheckObjectName(ServiceName, "Service", "a Service");
        if (CanaryOf is not null) NameRules.CheckObjectName(CanaryOf, "Service", "a Service");
        return PodPattern.AsSpan().IndexOfAny(LeavesQuotes) < 0 ? this : throw InvalidInput.Of(
            "Pods", Pods, "must be a regular expression without quotes, backslashes and line breaks");
    }
}
