using MicroK8s.Addresses;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Addresses;

public sealed class AddressMapTests
{
    private static readonly KubeObject Stable = Workload("stable");
    private static readonly KubeObject Canary = Workload("canary");

    [Fact]
    public void Addresses_of_every_service_that_selects_the_pods_are_told_the_farthest_first()
    {
        AddressMap map = Map(
            Service("web", """ "selector": { "app": "web" }, "ports": [ { "port": 80 } ] """),
            Service("node", """ "selector": { "app": "web", "track": "stable" }, "ports": [ { "port": 80, "nodePort": 30080 } ] """),
            Service("all", """ "selector": {}, "ports": [ { "port": 80 } ] """),
            Service("alias", """ "type": "ExternalName", "selector": { "app": "web" } """),
            Service("udp", """ "selector": { "app": "web" }, "externalIPs": [ "10.0.0.9" ], "ports": [ { "port": 53, "protocol": "UDP" } ] """),
            Make("Ingress", "shop", """
                "tls": [ { "hosts": [ "shop.example" ] } ],
                "rules": [
                  { "host": "shop.example", "http": { "paths": [ { "path": "/web", "backend": { "service": { "name": "web" } } } ] } },
                  { "http": { "paths": [ { "backend": { "service": { "name": "node" } } } ] } } ]
                """));
        Assert.Equal(
            [
                "http://*/", "https://shop.example/web", "<node>:30080", "10.0.0.9:53/UDP", "node.shop.svc:80",
                "udp.shop.svc:53/UDP", "web.shop.svc:80",
            ],
            map.AddressesOf(Stable));
        Assert.DoesNotContain("<node>:30080", map.AddressesOf(Canary));
    }

    [Fact]
    public void The_name_of_a_headless_service_leads_to_the_port_of_the_pods()
    {
        KubeObject service = Service("web", """
            "clusterIP": "None", "selector": { "app": "web" },
            "ports": [ { "port": 80, "targetPort": 8080 }, { "port": 90, "targetPort": "metrics" }, { "port": 5432 } ]
            """);
        Assert.Equal(
            ["web.shop.svc:8080", "web.shop.svc:90", "web.shop.svc:5432"], Map(service).AddressesOf(Stable));
    }

    [Fact]
    public void A_load_balancer_is_told_by_its_name_or_address()
    {
        KubeObject service = KubeObject.Parse("""
            { "kind": "Service", "metadata": { "name": "web", "namespace": "shop", "uid": "s" },
              "spec": { "type": "LoadBalancer", "selector": { "app": "web" }, "ports": [ { "port": 443 } ] },
              "status": { "loadBalancer": { "ingress": [ { "ip": "2001:db8::1" }, { "hostname": "lb.example" } ] } } }
            """);
        Assert.Equal(["[2001:db8::1]:443", "lb.example:443", "web.shop.svc:443"], Map(service).AddressesOf(Stable));
    }

    [Fact]
    public void Each_workload_gets_the_share_of_the_subset_that_selects_it()
    {
        AddressMap map = Map(
            Service("web", """ "selector": { "app": "web" } """),
            Make("VirtualService", "web", """
                "http": [ { "name": "main", "route": [
                  { "destination": { "host": "web", "subset": "v1" }, "weight": 75 },
                  { "destination": { "host": "web.shop.svc.cluster.local", "subset": "v2" }, "weight": 25 } ] } ]
                """),
            Make("DestinationRule", "web", """
                "host": "web", "subsets": [
                  { "name": "v1", "labels": { "track": "stable" } }, { "name": "v2", "labels": { "track": "canary" } } ]
                """));
        RouteTraffic traffic = Assert.Single(map.TrafficOf(Canary));
        Assert.Equal(("VirtualService shop/web, route main", "v1 75%, v2 25%", 25), (traffic.Route, $"{traffic}", traffic.Weight));
        Assert.Equal(75, map.TrafficOf(Stable)[0].Weight);
    }

    [Fact]
    public void Backends_of_a_gateway_are_services_and_an_omitted_weight_is_one()
    {
        KubeObject route = Make("HTTPRoute", "web", """
            "parentRefs": [ { "name": "edge" } ], "rules": [ { "backendRefs": [ { "name": "web-stable", "weight": 3 }, { "name": "web-canary" } ] } ]
            """);
        KubeObject[] objects =
        [
            Service("web-stable", """ "selector": { "track": "stable" } """),
            Service("web-canary", """ "selector": { "track": "canary" } """), route,
        ];
        Assert.Equal([75], Map(objects).TrafficOf(Stable).Select(traffic => traffic.Weight));
        Assert.Equal([25], Map(objects).TrafficOf(Canary).Select(traffic => traffic.Weight));
    }

    private static AddressMap Map(params KubeObject[] objects) =>
        AddressMap.Of(type => objects.Where(item => item.Kind == type.Kind));

    private static KubeObject Service(string name, string spec) => Make("Service", name, spec);

    private static KubeObject Workload(string track) => Make(
        "Deployment", $"web-{track}",
        $$""" "template": { "metadata": { "labels": { "app": "web", "track": "{{track}}" } } } """);

    private static KubeObject Make(string kind, string name, string spec) => KubeObject.Parse(
        $$"""
        { "kind": "{{kind}}", "metadata": { "name": "{{name}}", "namespace": "shop", "uid": "{{kind}} {{name}}" },
          "spec": { {{spec}} } }
        """);
}
