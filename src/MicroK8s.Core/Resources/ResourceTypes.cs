namespace MicroK8s.Resources;

/// <summary>The kinds that the module reads and writes. All but the custom ones exist since Kubernetes 1.19.</summary>
public static class ResourceTypes
{
    /// <summary>apps/v1 Deployment.</summary>
    public static ResourceType Deployment { get; } = new("apps", "v1", "deployments", "Deployment");

    /// <summary>apps/v1 ReplicaSet: one per revision of a Deployment.</summary>
    public static ResourceType ReplicaSet { get; } = new("apps", "v1", "replicasets", "ReplicaSet");

    /// <summary>apps/v1 StatefulSet.</summary>
    public static ResourceType StatefulSet { get; } = new("apps", "v1", "statefulsets", "StatefulSet");

    /// <summary>apps/v1 DaemonSet.</summary>
    public static ResourceType DaemonSet { get; } = new("apps", "v1", "daemonsets", "DaemonSet");

    /// <summary>apps/v1 ControllerRevision: one per revision of a StatefulSet or DaemonSet.</summary>
    public static ResourceType ControllerRevision { get; } =
        new("apps", "v1", "controllerrevisions", "ControllerRevision");

    /// <summary>batch/v1 Job.</summary>
    public static ResourceType Job { get; } = new("batch", "v1", "jobs", "Job");

    /// <summary>v1 Service.</summary>
    public static ResourceType Service { get; } = new("", "v1", "services", "Service");

    /// <summary>v1 Pod.</summary>
    public static ResourceType Pod { get; } = new("", "v1", "pods", "Pod");

    /// <summary>v1 Event.</summary>
    public static ResourceType Event { get; } = new("", "v1", "events", "Event");

    /// <summary>v1 ConfigMap.</summary>
    public static ResourceType ConfigMap { get; } = new("", "v1", "configmaps", "ConfigMap");

    /// <summary>
    /// v1 Secret. The module reads names and keys only, never the data; but certificates, where that is asked for.
    /// </summary>
    public static ResourceType Secret { get; } = new("", "v1", "secrets", "Secret");

    /// <summary>v1 ServiceAccount.</summary>
    public static ResourceType ServiceAccount { get; } = new("", "v1", "serviceaccounts", "ServiceAccount");

    /// <summary>v1 ResourceQuota.</summary>
    public static ResourceType ResourceQuota { get; } = new("", "v1", "resourcequotas", "ResourceQuota");

    /// <summary>v1 LimitRange.</summary>
    public static ResourceType LimitRange { get; } = new("", "v1", "limitranges", "LimitRange");

    /// <summary>metrics.k8s.io/v1 NodeMetrics, where a metrics server runs.</summary>
    public static ResourceType NodeMetrics { get; } =
        new("metrics.k8s.io", "v1", "nodes", "NodeMetrics", Namespaced: false);

    /// <summary>metrics.k8s.io/v1beta1 NodeMetrics, of metrics servers up to now.</summary>
    public static ResourceType NodeMetricsBeta { get; } = NodeMetrics with { Version = "v1beta1" };

    /// <summary>metrics.k8s.io/v1 PodMetrics, where a metrics server runs.</summary>
    public static ResourceType PodMetrics { get; } = new("metrics.k8s.io", "v1", "pods", "PodMetrics");

    /// <summary>metrics.k8s.io/v1beta1 PodMetrics, of metrics servers up to now.</summary>
    public static ResourceType PodMetricsBeta { get; } = PodMetrics with { Version = "v1beta1" };

    /// <summary>v1 Namespace.</summary>
    public static ResourceType Namespace { get; } = new("", "v1", "namespaces", "Namespace", Namespaced: false);

    /// <summary>v1 Node.</summary>
    public static ResourceType Node { get; } = new("", "v1", "nodes", "Node", Namespaced: false);

    /// <summary>v1 Endpoints: which pods of a Service are ready.</summary>
    public static ResourceType Endpoints { get; } = new("", "v1", "endpoints", "Endpoints");

    /// <summary>discovery.k8s.io/v1 EndpointSlice, from Kubernetes 1.21 on.</summary>
    public static ResourceType EndpointSlice { get; } =
        new("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice");

    /// <summary>discovery.k8s.io/v1beta1 EndpointSlice, up to Kubernetes 1.24.</summary>
    public static ResourceType EndpointSliceBeta { get; } = EndpointSlice with { Version = "v1beta1" };

    /// <summary>networking.k8s.io/v1 Ingress.</summary>
    public static ResourceType Ingress { get; } = new("networking.k8s.io", "v1", "ingresses", "Ingress");

    /// <summary>networking.k8s.io/v1 IngressClass.</summary>
    public static ResourceType IngressClass { get; } =
        new("networking.k8s.io", "v1", "ingressclasses", "IngressClass", Namespaced: false);

    /// <summary>autoscaling/v1 HorizontalPodAutoscaler: the version that every server has.</summary>
    public static ResourceType HorizontalPodAutoscaler { get; } =
        new("autoscaling", "v1", "horizontalpodautoscalers", "HorizontalPodAutoscaler");

    /// <summary>policy/v1 PodDisruptionBudget, from Kubernetes 1.21 on.</summary>
    public static ResourceType PodDisruptionBudget { get; } =
        new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget");

    /// <summary>policy/v1beta1 PodDisruptionBudget, up to Kubernetes 1.24.</summary>
    public static ResourceType PodDisruptionBudgetBeta { get; } = PodDisruptionBudget with { Version = "v1beta1" };

    /// <summary>Gateway API HTTPRoute, from Gateway API 1.0 on.</summary>
    public static ResourceType HttpRoute { get; } =
        new("gateway.networking.k8s.io", "v1", "httproutes", "HTTPRoute");

    /// <summary>Gateway API HTTPRoute of older installations.</summary>
    public static ResourceType HttpRouteBeta { get; } = HttpRoute with { Version = "v1beta1" };

    /// <summary>Gateway API BackendTLSPolicy: TLS from a Gateway to a Service, from Gateway API 1.4 on.</summary>
    public static ResourceType BackendTlsPolicy { get; } =
        new("gateway.networking.k8s.io", "v1", "backendtlspolicies", "BackendTLSPolicy");

    /// <summary>Gateway API BackendTLSPolicy of Gateway API 1.1 to 1.3, with the same fields.</summary>
    public static ResourceType BackendTlsPolicyAlpha { get; } = BackendTlsPolicy with { Version = "v1alpha3" };

    /// <summary>
    /// Gateway API ReferenceGrant: which routes of other namespaces may lead to Services of its own. Every installation
    /// serves v1beta1.
    /// </summary>
    public static ResourceType ReferenceGrant { get; } =
        new("gateway.networking.k8s.io", "v1beta1", "referencegrants", "ReferenceGrant");

    /// <summary>coordination.k8s.io/v1 Lease: the heartbeat of nodes and of elected leaders.</summary>
    public static ResourceType Lease { get; } = new("coordination.k8s.io", "v1", "leases", "Lease");

    /// <summary>Istio VirtualService. v1beta1 is served by every Istio since 1.5.</summary>
    public static ResourceType VirtualService { get; } =
        new("networking.istio.io", "v1beta1", "virtualservices", "VirtualService");

    /// <summary>Istio DestinationRule. v1beta1 is served by every Istio since 1.5.</summary>
    public static ResourceType DestinationRule { get; } =
        new("networking.istio.io", "v1beta1", "destinationrules", "DestinationRule");

    /// <summary>Istio ServiceEntry: a host outside of the cluster.</summary>
    public static ResourceType ServiceEntry { get; } =
        new("networking.istio.io", "v1beta1", "serviceentries", "ServiceEntry");

    /// <summary>
    /// admissionregistration.k8s.io/v1 MutatingWebhookConfiguration, such as Istio's sidecar injector.
    /// </summary>
    public static ResourceType MutatingWebhookConfiguration { get; } = new(
        "admissionregistration.k8s.io", "v1", "mutatingwebhookconfigurations", "MutatingWebhookConfiguration",
        Namespaced: false);

    /// <summary>admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration.</summary>
    public static ResourceType ValidatingWebhookConfiguration { get; } = new(
        "admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations", "ValidatingWebhookConfiguration",
        Namespaced: false);

    /// <summary>apiregistration.k8s.io/v1 APIService: which server answers for a version of a group.</summary>
    public static ResourceType ApiService { get; } =
        new("apiregistration.k8s.io", "v1", "apiservices", "APIService", Namespaced: false);

    /// <summary>apiextensions.k8s.io/v1 CustomResourceDefinition.</summary>
    public static ResourceType CustomResourceDefinition { get; } = new(
        "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", Namespaced: false);

    /// <summary>batch/v1 CronJob, from Kubernetes 1.21 on.</summary>
    public static ResourceType CronJob { get; } = new("batch", "v1", "cronjobs", "CronJob");

    /// <summary>batch/v1beta1 CronJob, up to Kubernetes 1.24.</summary>
    public static ResourceType CronJobBeta { get; } = CronJob with { Version = "v1beta1" };

    /// <summary>autoscaling/v2 HorizontalPodAutoscaler, with conditions, from Kubernetes 1.23 on.</summary>
    public static ResourceType HorizontalPodAutoscalerV2 { get; } = HorizontalPodAutoscaler with { Version = "v2" };

    /// <summary>autoscaling/v2beta2 HorizontalPodAutoscaler, up to Kubernetes 1.25.</summary>
    public static ResourceType HorizontalPodAutoscalerBeta { get; } =
        HorizontalPodAutoscaler with { Version = "v2beta2" };

    /// <summary>v1 PersistentVolumeClaim.</summary>
    public static ResourceType PersistentVolumeClaim { get; } =
        new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim");

    /// <summary>v1 PersistentVolume.</summary>
    public static ResourceType PersistentVolume { get; } =
        new("", "v1", "persistentvolumes", "PersistentVolume", Namespaced: false);

    /// <summary>storage.k8s.io/v1 StorageClass.</summary>
    public static ResourceType StorageClass { get; } =
        new("storage.k8s.io", "v1", "storageclasses", "StorageClass", Namespaced: false);

    /// <summary>storage.k8s.io/v1 VolumeAttachment.</summary>
    public static ResourceType VolumeAttachment { get; } =
        new("storage.k8s.io", "v1", "volumeattachments", "VolumeAttachment", Namespaced: false);

    /// <summary>certificates.k8s.io/v1 CertificateSigningRequest.</summary>
    public static ResourceType CertificateSigningRequest { get; } = new(
        "certificates.k8s.io", "v1", "certificatesigningrequests", "CertificateSigningRequest", Namespaced: false);

    /// <summary>cert-manager.io/v1 Certificate.</summary>
    public static ResourceType Certificate { get; } = new("cert-manager.io", "v1", "certificates", "Certificate");

    /// <summary>Gateway API Gateway, from Gateway API 1.0 on.</summary>
    public static ResourceType Gateway { get; } = new("gateway.networking.k8s.io", "v1", "gateways", "Gateway");

    /// <summary>Gateway API Gateway of older installations.</summary>
    public static ResourceType GatewayBeta { get; } = Gateway with { Version = "v1beta1" };

    /// <summary>Gateway API GatewayClass, from Gateway API 1.0 on.</summary>
    public static ResourceType GatewayClass { get; } =
        new("gateway.networking.k8s.io", "v1", "gatewayclasses", "GatewayClass", Namespaced: false);

    /// <summary>Gateway API GatewayClass of older installations.</summary>
    public static ResourceType GatewayClassBeta { get; } = GatewayClass with { Version = "v1beta1" };

    /// <summary>Istio Gateway: ports and hosts that a proxy at the edge listens on.</summary>
    public static ResourceType IstioGateway { get; } = new("networking.istio.io", "v1beta1", "gateways", "Gateway");

    /// <summary>monitoring.coreos.com/v1 ServiceMonitor of the Prometheus operator.</summary>
    public static ResourceType ServiceMonitor { get; } =
        new("monitoring.coreos.com", "v1", "servicemonitors", "ServiceMonitor");

    /// <summary>monitoring.coreos.com/v1 PodMonitor of the Prometheus operator.</summary>
    public static ResourceType PodMonitor { get; } = new("monitoring.coreos.com", "v1", "podmonitors", "PodMonitor");

    /// <summary>monitoring.coreos.com/v1 Prometheus: a server of the operator, and which monitors it takes.</summary>
    public static ResourceType Prometheus { get; } =
        new("monitoring.coreos.com", "v1", "prometheuses", "Prometheus");

    /// <summary>monitoring.coreos.com/v1alpha1 PrometheusAgent: the same without storage of its own.</summary>
    public static ResourceType PrometheusAgent { get; } =
        new("monitoring.coreos.com", "v1alpha1", "prometheusagents", "PrometheusAgent");

    /// <summary>networking.k8s.io/v1 NetworkPolicy.</summary>
    public static ResourceType NetworkPolicy { get; } =
        new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy");

    /// <summary>Istio AuthorizationPolicy. v1beta1 is served by every Istio since 1.5.</summary>
    public static ResourceType AuthorizationPolicy { get; } =
        new("security.istio.io", "v1beta1", "authorizationpolicies", "AuthorizationPolicy");

    /// <summary>Istio PeerAuthentication: whether a pod takes requests without mutual TLS.</summary>
    public static ResourceType PeerAuthentication { get; } =
        new("security.istio.io", "v1beta1", "peerauthentications", "PeerAuthentication");
}
