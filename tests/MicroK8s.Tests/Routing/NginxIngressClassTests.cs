using MicroK8s.Resources;
using MicroK8s.Routing;
using static MicroK8s.Tests.Traffic.ShopObjects;

namespace MicroK8s.Tests.Routing;

public sealed class NginxIngressClassTests
{
    private const string OldClass = "kubernetes.io/ingress.class";

    [Theory]
    [InlineData("nginx", null, "nginx", true)]
    [InlineData(null, "nginx", "nginx", true)]
    [InlineData("inner", null, "nginx inner", true)]
    [InlineData("traefik", null, "nginx traefik", false)]
    [InlineData("traefik", "nginx", "nginx traefik", false)]
    [InlineData("gone", null, "nginx", false)]
    [InlineData(null, null, "nginx", false)]
    [InlineData(null, null, "nginx!", true)]
    [InlineData(null, null, "nginx traefik!", false)]
    [InlineData("nginx", null, "", true)]
    [InlineData(null, "nginx", "", true)]
    [InlineData("inner", null, "", false)]
    [InlineData(null, null, "", false)]
    public void The_class_decides_then_the_old_annotation_then_the_default(
        string? name, string? old, string classes, bool expected)
    {
        ObjectBuilder ingress = ObjectBuilder.Of("Ingress", "web").Shown("1");
        if (name is not null) ingress.Spec["ingressClassName"] = name;
        if (old is not null) ingress.Annotation(OldClass, old);
        KubeObject[] all = [.. classes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Class)];
        Assert.Equal(expected, NginxIngressClass.Has(ingress.Object(), Read(all)));
    }

    /// <summary>A class of ingress-nginx, unless it is called traefik; with <c>!</c> the default one.</summary>
    private static KubeObject Class(string text)
    {
        ObjectBuilder made = ObjectBuilder.Of("IngressClass", text.TrimEnd('!'));
        made.Spec["controller"] = text.StartsWith("traefik", StringComparison.Ordinal) ? "traefik.io/ingress-controller" : "k8s.io/ingress-nginx";
        if (text.EndsWith('!')) made.Annotation("ingressclass.kubernetes.io/is-default-class", "true");
        return made.Object();
    }
}
