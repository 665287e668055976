using MicroK8s.Addresses;
using MicroK8s.Inspection;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Inspection;

public sealed class ServiceFamilyTests
{
    [Theory]
    [InlineData("Deployment", "web", "web")]
    [InlineData("ReplicaSet", "web-6d4b75cb6d", "web")]
    [InlineData("Pod", "web-6d4b75cb6d-2xk8p", "web")]
    [InlineData("Pod", "db-12", "db")]
    [InlineData("Service", "front", "web")]
    [InlineData("Ingress", "shop", "web")]
    [InlineData("HorizontalPodAutoscaler", "scale", "web")]
    [InlineData("Pod", "db-abc12", null)]
    [InlineData("Pod", "web-other-2xk8p", null)]
    [InlineData("Service", "web", null)]
    [InlineData("StatefulSet", "web", null)]
    public void An_event_belongs_to_the_service_of_its_object(string kind, string name, string? service)
    {
        KubeObject item = KubeObject.Parse(
            $$"""{ "metadata": { "namespace": "shop" }, "involvedObject": { "kind": "{{kind}}", "name": "{{name}}" } }""");
        Assert.Equal(service, Family().OwnersOf(item).SingleOrDefault()?.Service);
    }

    private static ServiceFamily Family()
    {
        KubeObject[] services = [Make("Service", "front", """ "selector": { "app": "web" } """)];
        KubeObject[] ingresses =
        [
            Make("Ingress", "shop", """ "defaultBackend": { "service": { "name": "front" } } """),
        ];
        var reach = AddressMap.Of(type => type.Kind switch { "Service" => services, "Ingress" => ingresses, _ => [] });
        var family = new ServiceFamily(
            [
                Make("Deployment", "web", """ "template": { "metadata": { "labels": { "app": "web" } } } """),
                Make("StatefulSet", "db", """ "template": {} """),
            ], reach);
        family.AddRevisions([Make("ReplicaSet", "web-6d4b75cb6d", """ "a": 1 """, "Deployment web")]);
        family.AddScalers(
        [
            Make("HorizontalPodAutoscaler", "scale", """ "scaleTargetRef": { "kind": "Deployment", "name": "web" } """),
        ]);
        return family;
    }

    private static KubeObject Make(string kind, string name, string spec, string owner = "") =>
        ObjectBuilder.Of(kind, name).Shown($"{kind} {name}").OwnedBy(owner).WithSpec(spec).Object();
}
