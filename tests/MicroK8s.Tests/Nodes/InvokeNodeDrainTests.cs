using System.Text.RegularExpressions;
using MicroK8s.Nodes;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Nodes;

/// <summary>Drains of hollow nodes, beside kubectl's.</summary>
[Collection(NodeTests.Name)]
public sealed class InvokeNodeDrainTests(HollowNodes nodes) : IClassFixture<HollowNodes>, IAsyncLifetime
{
    private readonly List<TestNamespace> _spaces = [];
    private readonly string _node = nodes.Take();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (TestNamespace space in _spaces) await space.DisposeAsync();
    }

    [Fact]
    public async Task It_evicts_the_pods_that_kubectl_evicts_and_leaves_the_rest()
    {
        TestNamespace space = await MakeAsync();
        await CreateAsync(space, "Deployment", "web", 3);
        await CreateAsync(space, "DaemonSet", "agent", 1);
        await CreateAsync(space, "Pod", "alone", 1);
        await CreateAsync(space, "StatefulSet", "cache", 1, ""","volumes":[{"name":"data","emptyDir":{}}]""");
        await WaitReadyAsync(space, 6);
        string plan = await Kubectl.RunAsync(
            "drain", _node, "--ignore-daemonsets", "--force", "--delete-emptydir-data", "--dry-run=client");
        string[] byKubectl = [.. Regex.Matches(plan, @"evicting pod (\S+)").Select(match => match.Groups[1].Value).Order()];
        Assert.Equal(5, byKubectl.Length);

        using Shell shell = Shell.Connected(space.Name);
        ClusterExceptionIs(shell.Run("Invoke-NodeDrain $args[0] -Confirm:$false", _node), "ProtectedObject", "alone", "cache-0");
        Assert.False(NodeScheduling.IsSuspended(await NodeAsync(_node)));

        IReadOnlyList<DrainedPod> pods = shell.Run(
            "Invoke-NodeDrain $args[0] -Force -DeleteEmptyDirData -Timeout 180s -Confirm:$false", _node)
            .AssertNoErrors().As<DrainedPod>();
        Assert.Equal(byKubectl, pods.Where(pod => pod.Outcome == DrainOutcome.Evicted).Select(pod => $"{pod.Namespace}/{pod.Pod}").Order());
        Assert.StartsWith("agent-", Assert.Single(pods, pod => pod.Outcome == DrainOutcome.Skipped && pod.Namespace == space.Name).Pod, StringComparison.Ordinal);
        Assert.True(NodeScheduling.IsSuspended(await NodeAsync(_node)));

        // What is drained already is drained at once, and nothing but the pods that stay is told.
        Assert.All(
            shell.Run("Invoke-NodeDrain $args[0] -Confirm:$false", _node).AssertNoErrors().As<DrainedPod>(),
            pod => Assert.Equal(DrainOutcome.Skipped, pod.Outcome));
    }

    [Fact]
    public async Task A_budget_is_waited_for_and_named_and_the_same_command_continues()
    {
        TestNamespace space = await MakeAsync();
        await CreateAsync(space, "Deployment", "web", 2);
        await WaitReadyAsync(space, 2);
        await BudgetAsync(space, "guard", 2);
        using Shell shell = Shell.Connected(space.Name);
        EngineResult blocked = shell.Run("Invoke-NodeDrain $args[0] -Timeout 10s -Confirm:$false", _node);
        string name = $"PodDisruptionBudget {space.Name}/guard allows 0 disruptions now (2 healthy, 2 required)";
        ClusterExceptionIs(blocked, "RolloutTimeout", name);
        Assert.Contains(blocked.Warnings, warning => warning.Contains(name, StringComparison.Ordinal));
        Assert.All(
            blocked.As<DrainedPod>().Where(pod => pod.Namespace == space.Name),
            pod => Assert.Equal((DrainOutcome.Blocked, name), (pod.Outcome, pod.Reason)));

        // The budget is changed while it waits: the watch tells, and no pause of five seconds is sat out.
        using RunningScript draining = shell.Start("Invoke-NodeDrain $args[0] -Timeout 180s -Confirm:$false", _node);
        await Task.Delay(TimeSpan.FromSeconds(2));
        await Kubectl.RunAsync("patch", "pdb", "guard", "-n", space.Name, "-p", """{"spec":{"minAvailable":0}}""");
        Assert.Empty(await draining.EndAsync());
        Assert.Equal(2, draining.Output<DrainedPod>().Count(pod => pod.Outcome == DrainOutcome.Evicted && pod.Namespace == space.Name));
    }

    [Fact]
    public async Task A_pod_of_two_budgets_fails_with_both_and_the_others_are_evicted()
    {
        TestNamespace space = await MakeAsync();
        await CreateAsync(space, "Deployment", "web", 1);
        await CreateAsync(space, "Deployment", "free", 1);
        await WaitReadyAsync(space, 2);
        await BudgetAsync(space, "one", 0);
        await BudgetAsync(space, "two", 0);
        using Shell shell = Shell.Connected(space.Name);
        EngineResult result = shell.Run("Invoke-NodeDrain $args[0] -Timeout 180s -Confirm:$false", _node);
        ClusterExceptionIs(result, "DrainBlocked", $"{space.Name}/one and {space.Name}/two");
        Dictionary<string, DrainOutcome> own = result.As<DrainedPod>().Where(pod => pod.Namespace == space.Name)
            .ToDictionary(pod => pod.Pod.Split('-')[0], pod => pod.Outcome);
        Assert.Equal((DrainOutcome.Failed, DrainOutcome.Evicted), (own["web"], own["free"]));
    }

    [Fact]
    public async Task WhatIf_lists_every_pod_and_writes_nothing()
    {
        TestNamespace space = await MakeAsync();
        await CreateAsync(space, "Deployment", "web", 1);
        await WaitReadyAsync(space, 1);
        await BudgetAsync(space, "guard", 1);
        using Shell shell = Shell.Connected(space.Name);
        Assert.Empty(shell.Run("Invoke-NodeDrain $args[0] -WhatIf", _node).AssertNoErrors().Output);
        Assert.Contains($"has to wait: PodDisruptionBudget {space.Name}/guard allows 0 disruptions", shell.HostText, StringComparison.Ordinal);
        Assert.False(NodeScheduling.IsSuspended(await NodeAsync(_node)));
    }

    [Fact]
    public async Task Two_nodes_are_drained_at_once_and_a_stop_says_what_remains()
    {
        TestNamespace space = await MakeAsync();
        string second = nodes.Take();
        await CreateAsync(space, "Deployment", "web", 2);
        await WaitReadyAsync(space, 2);
        using Shell shell = Shell.Connected(space.Name);
        EngineResult both = shell.Run(
            "Invoke-NodeDrain $args[0], $args[1] -ThrottleLimit 2 -Timeout 180s -Confirm:$false", _node, second);
        Assert.Equal(2, both.AssertNoErrors().As<DrainedPod>().Count(pod => pod.Outcome == DrainOutcome.Evicted && pod.Namespace == space.Name));
        shell.Run("Resume-NodeScheduling $args[0], $args[1]", _node, second).AssertNoErrors();
        await WaitReadyAsync(space, 2);
        await BudgetAsync(space, "guard", 2);
        shell.StopWhenItSays("has to wait", "Invoke-NodeDrain $args[0] -Confirm:$false", _node);
        Assert.Contains($"Stopped: node {_node} stays cordoned; 0 pods were evicted so far, 2 remain", shell.HostText, StringComparison.Ordinal);
        Assert.Contains($"Resume-NodeScheduling {_node}", shell.HostText, StringComparison.Ordinal);
    }

    private static void ClusterExceptionIs(EngineResult result, string id, params string[] said)
    {
        string message = result.AssertError(id).Exception.Message;
        Assert.All(said, text => Assert.Contains(text, message, StringComparison.Ordinal));
    }

    private static Task<KubeObject> NodeAsync(string name) => TestCluster.Admin.Resources.GetAsync(
        new ResourceRef(ResourceTypes.Node, null, name), CancellationToken.None);

    private async Task<TestNamespace> MakeAsync()
    {
        TestNamespace space = await TestNamespace.CreateAsync("drain");
        _spaces.Add(space);
        return space;
    }

    /// <summary>Something whose pods are on the node of this test alone.</summary>
    private Task<string> CreateAsync(TestNamespace space, string kind, string name, int replicas, string volumes = "")
    {
        string pod = $$"""
            {"nodeSelector":{"kubernetes.io/hostname":"{{_node}}"},"terminationGracePeriodSeconds":1,
             "tolerations":[{"key":"microk8s-test/hollow","operator":"Exists"}],"containers":[{"name":"web","image":"shop/web:v1.0"}]{{volumes}} }
            """;
        string template = $$"""{"metadata":{"labels":{"app":"{{name}}"} },"spec":{{pod}} }""";
        string body = kind == "Pod"
            ? $$"""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"{{name}}"},"spec":{{pod}} }"""
            : $$"""
                {"kind":"{{kind}}","apiVersion":"apps/v1","metadata":{"name":"{{name}}"},"spec":{
                 "selector":{"matchLabels":{"app":"{{name}}"} },"template":{{template}}
                 {{(kind == "DaemonSet" ? "" : $",\"replicas\":{replicas}")}}{{(kind == "StatefulSet" ? ",\"serviceName\":\"none\"" : "")}} } }
                """;
        return Kubectl.RunAsync(body, ["create", "-n", space.Name, "-f", "-"]);
    }

    /// <summary>A budget of the pods of <c>web</c>; waits until the server has counted them.</summary>
    private static async Task BudgetAsync(TestNamespace space, string name, int least)
    {
        await Kubectl.RunAsync(
            $$"""
            {"kind":"PodDisruptionBudget","apiVersion":"policy/v1beta1","metadata":{"name":"{{name}}"},
             "spec":{"minAvailable":{{least}},"selector":{"matchLabels":{"app":"web"} } } }
            """, ["create", "-n", space.Name, "-f", "-"]);
        await space.WaitForAsync(
            ResourceTypes.PodDisruptionBudgetBeta, name, budget => budget.Json.Number("status", "observedGeneration") is not null
                && budget.Json.Count("status", "currentHealthy") > 0);
    }

    private static async Task WaitReadyAsync(TestNamespace space, int count)
    {
        using var limit = Patience.Start();
        var ready = new HashSet<string>();
        var query = new ResourceQuery(ResourceTypes.Pod, space.Name);
        await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(query, limit.Token))
        {
            if (change.Item is not { } pod) continue;
            bool isReady = change.Kind == WatchEventKind.Changed && !pod.IsBeingDeleted
                && pod.Condition("Ready").Text("status") == "True";
            if (isReady) ready.Add(pod.Uid);
            else ready.Remove(pod.Uid);
            if (ready.Count == count) return;
        }
    }
}
