using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Services;

public sealed class MicroServiceCacheTests
{
    private static readonly ResourceType[] Types = [ResourceTypes.Deployment, ResourceTypes.Service];
    private readonly MicroServiceCache _mirror = new(
        Types, name => name == "web",
        (workload, reach) => MicroServiceRules.Describe(workload, reach, "here", null, DateTimeOffset.UtcNow));

    [Fact]
    public void Nothing_is_told_before_all_that_was_there_is_known()
    {
        Change(DeploymentJson.With(_ => { }));
        Sync(ResourceTypes.Deployment);
        Assert.Empty(_mirror.TakeNews());
        Sync(ResourceTypes.Service);
        Assert.Equal("web", Assert.Single(_mirror.TakeNews()).Name);
        Assert.Empty(_mirror.TakeNews());
    }

    [Fact]
    public void Only_what_is_shown_makes_news()
    {
        Start();
        Change(DeploymentJson.With(json => json["metadata"]!["resourceVersion"] = "8"));
        Assert.Empty(_mirror.TakeNews());
        Change(DeploymentJson.With(json => json["status"]!["readyReplicas"] = 2));
        Assert.Equal(2, Assert.Single(_mirror.TakeNews()).Ready);
    }

    [Fact]
    public void A_new_address_is_news_of_the_service_it_leads_to()
    {
        Start();
        _mirror.Apply(new WatchEvent(WatchEventKind.Changed, ResourceTypes.Service,
            ObjectBuilder.Service("front").Shown("s")
                .WithSpec("""{ "selector": { "app": "web" }, "ports": [ { "port": 80 } ] }""").Object()));
        Assert.Equal("front.shop.svc:80", Assert.Single(_mirror.TakeNews()).Address);
        Assert.Empty(_mirror.TakeNews());
    }

    [Fact]
    public void A_service_that_goes_is_told_once_as_removed_and_one_of_the_same_name_afterwards_is_new()
    {
        Start();
        KubeObject old = DeploymentJson.With(_ => { });
        _mirror.Apply(new WatchEvent(WatchEventKind.Removed, ResourceTypes.Deployment, old));
        Change(DeploymentJson.With(json => json["metadata"]!["uid"] = "u2"));
        Assert.Equal(
            [MicroServiceStatus.Removed, MicroServiceStatus.Healthy],
            _mirror.TakeNews().Select(service => service.Status));
        Assert.Empty(_mirror.TakeNews());
    }

    [Fact]
    public void Other_names_are_not_told()
    {
        Start();
        Change(DeploymentJson.With(json => json["metadata"]!["name"] = JsonValue.Create("api")));
        Assert.Empty(_mirror.TakeNews());
    }

    private void Start()
    {
        Change(DeploymentJson.With(_ => { }));
        foreach (ResourceType type in Types) Sync(type);
        Assert.Single(_mirror.TakeNews());
    }

    private void Change(KubeObject item) =>
        _mirror.Apply(new WatchEvent(WatchEventKind.Changed, ResourceTypes.Deployment, item));

    private void Sync(ResourceType type) =>
        _mirror.Apply(new WatchEvent(WatchEventKind.Synced, type, null));
}
