using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>
/// Whether ingress-nginx carries an Ingress out: by its class, the older annotation, or the default class (Kubernetes,
/// Ingress class; kubernetes/ingress-nginx, docs/user-guide/multiple-ingress.md).
/// </summary>
internal static class NginxIngressClass
{
    private const string Controller = "k8s.io/ingress-nginx";
    private const string OldAnnotation = "kubernetes.io/ingress.class";
    private const string DefaultAnnotation = "ingressclass.kubernetes.io/is-default-class";

    /// <summary>Whether it does; false if the classes may not be read.</summary>
    public static bool Has(KubeObject ingress, RoutingObjects read)
    {
        string? name = ingress.Json.Text("spec", "ingressClassName")
            ?? ingress.Annotations.GetValueOrDefault(OldAnnotation);
        IEnumerable<KubeObject> classes = read.Of(ResourceTypes.IngressClass).Where(
            item => item.Json.Text("spec", "controller") == Controller);
        return name is null
            ? classes.Any(item => item.Annotations.GetValueOrDefault(DefaultAnnotation) == "true")
            : classes.Any(item => item.Name == name) || (name == "nginx" && !read.Of(ResourceTypes.IngressClass).Any());
    }
}
