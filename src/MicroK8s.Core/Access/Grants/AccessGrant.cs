namespace MicroK8s.Access.Grants;

/// <summary>One policy by which this module lets one microservice call another.</summary>
/// <param name="To">The microservice that may be called.</param>
/// <param name="From">The microservice that may call, or <c>everyone</c>.</param>
/// <param name="Namespace">The namespace of the one that may be called.</param>
/// <param name="FromNamespace">The namespace of the one that may call. Null for everyone.</param>
/// <param name="Layer">What the policy opens.</param>
/// <param name="Policy">The policy, such as <c>AuthorizationPolicy shop/backend-from-shop.frontend</c>.</param>
/// <param name="Outcome">Granted, Extended or Unchanged: what the command did with the policy.</param>
public sealed record AccessGrant(
    string To, string From, string Namespace, string? FromNamespace, AccessLayer Layer, string Policy, string Outcome)
{
    /// <summary>
    /// What the policy allows after the command, one text for each kind of request, such as <c>GET,HEAD /public/*</c>;
    /// <c>everything</c> if it does not restrict requests.
    /// </summary>
    public IReadOnlyList<string> Allows { get; init; } = [];

    /// <summary>Who may call whom.</summary>
    public override string ToString() =>
        $"{(FromNamespace is null ? From : $"{FromNamespace}/{From}")} → {Namespace}/{To} ({Layer})";
}
