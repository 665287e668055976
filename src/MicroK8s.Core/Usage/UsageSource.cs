namespace MicroK8s.Usage;

/// <summary>Who measured.</summary>
public enum UsageSource
{
    /// <summary>The metrics API, behind which a metrics server asks the kubelets.</summary>
    MetricsApi,

    /// <summary>The kubelet of the node itself.</summary>
    Kubelet,
}
