namespace MicroK8s.Manifests;

/// <summary>What <c>-Wait</c> can wait for.</summary>
public static class WaitRules
{
    /// <summary>Kinds of Kubernetes itself that start something, and that nothing here tells the end of.</summary>
    private static readonly string[] Starting = ["Pod", "ReplicaSet", "ReplicationController"];

    /// <summary>Groups of custom kinds that are rules: they are done when they are stored.</summary>
    private static readonly string[] Rules =
    [
        "networking.istio.io", "security.istio.io", "telemetry.istio.io", "gateway.networking.k8s.io",
        "monitoring.coreos.com",
    ];

    /// <summary>A warning of the objects that may not be ready when the command ends. Null if there are none.</summary>
    /// <param name="steps">What is published.</param>
    public static string? Unjudged(IEnumerable<PublishStep> steps)
    {
        string[] names =
        [
            .. steps.Where(step => Resources.ApiGroups.IsBuiltIn(step.Target.Type.Group)
                ? Starting.Contains(step.Target.Type.Kind)
                : !Rules.Contains(step.Target.Type.Group)).Select(step => step.Target.ToString()),
        ];
        return names.Length == 0
            ? null
            : $"-Wait does not wait for {string.Join(", ", names)}: nothing tells when such an object is ready.";
    }
}
