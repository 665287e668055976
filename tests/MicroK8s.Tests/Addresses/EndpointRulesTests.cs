using MicroK8s.Addresses;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Addresses;

public sealed class EndpointRulesTests
{
    private const string Domain = "db.shop.svc.cluster.local";

    [Fact]
    public void Slices_of_both_versions_tell_the_node_and_what_is_not_told_is_ready()
    {
        KubeObject slice = KubeObject.Parse("""
            { "endpoints": [
                { "addresses": [ "10.0.0.2" ], "conditions": { "ready": false }, "nodeName": "n2", "targetRef": { "kind": "Pod", "name": "db-1" } },
                { "addresses": [ "10.0.0.1" ], "hostname": "db-0", "topology": { "kubernetes.io/hostname": "n1" }, "targetRef": { "kind": "Pod", "name": "db-0" } } ] }
            """);
        Assert.Equal(
            [
                new ServiceEndpoint("10.0.0.1", "db-0", "n1", true, $"db-0.{Domain}"),
                new ServiceEndpoint("10.0.0.2", "db-1", "n2", false, null),
            ],
            EndpointRules.OfSlices([slice, slice], Domain));
    }

    [Fact]
    public void Endpoints_tell_the_same_where_there_are_no_slices()
    {
        KubeObject endpoints = KubeObject.Parse("""
            { "subsets": [ {
                "addresses": [ { "ip": "10.0.0.1", "hostname": "db-0", "nodeName": "n1", "targetRef": { "kind": "Pod", "name": "db-0" } } ],
                "notReadyAddresses": [ { "ip": "10.0.0.2" } ] } ] }
            """);
        Assert.Equal(
            [
                new ServiceEndpoint("10.0.0.2", null, null, false, null),
                new ServiceEndpoint("10.0.0.1", "db-0", "n1", true, $"db-0.{Domain}"),
            ],
            EndpointRules.OfEndpoints(endpoints, Domain));
        Assert.Empty(EndpointRules.OfEndpoints(null, Domain));
    }
}
