namespace MicroK8s.Access;

/// <summary>One rule of a policy as it holds for a microservice, or what holds where no rule does.</summary>
/// <param name="Name">The microservice that the policy selects.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Kind">The kind of its workload.</param>
/// <param name="Layer">Which layer the rule belongs to.</param>
/// <param name="Action">What the rule does.</param>
/// <param name="From">Who calls; <c>anyone else</c> for whom no rule fits.</param>
/// <param name="To">Who is called.</param>
/// <param name="Operations">Ports, methods, paths and hosts; <c>any port</c> or <c>any request</c> for all.</param>
/// <param name="Text">The rule as a sentence.</param>
public sealed record AccessRule(
    string Name, string Namespace, string Kind, AccessLayer Layer, AccessAction Action, string From, string To,
    string Operations, string Text)
{
    /// <summary>The policy, such as <c>NetworkPolicy shop/backend</c>. Null if none selects the microservice.</summary>
    public string? Policy { get; init; }

    /// <summary>The number of the rule in its policy, from 1. Null for what holds without a rule.</summary>
    public int? Rule { get; init; }

    /// <summary>The context of the kubeconfig that it was read with. Null if that is not known.</summary>
    public string? Context { get; init; }

    /// <summary>The kubeconfig that was named. Null if none was.</summary>
    public string? KubeConfig { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
