using System.Text.Json.Nodes;
using MicroK8s.Changes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Services;
using MicroK8s.Tests.Traffic;
using MicroK8s.Updates;
using static MicroK8s.Tests.Changes.ChangeText;

namespace MicroK8s.Tests.Changes;

/// <summary>Writes that meet another writer or a failure.</summary>
public sealed class ServiceChangePlanTests
{
    [Fact]
    public async Task Another_writer_of_other_fields_is_no_obstacle_and_loses_nothing()
    {
        await using TestNamespace ns = await CreateAsync();
        ServiceChangePlan plan = await PlanAsync(ns, Wish(("Image", "shop/web:v2.0")));
        int writes = 0;
        using var session = new HookedSession(
            _ => writes++ == 0 ? WriteAsync(ns, "/metadata/labels/team", "other") : Task.CompletedTask);

        KubeObject done = (await plan.ApplyAsync(session)).Workload;
        Assert.True(session.Patches > 1);
        Assert.Equal("other", done.Labels["team"]);
        Assert.Equal(0, done.Json.Count("spec", "replicas"));
        Assert.Equal("shop/web:v2.0", done.Json.Items("spec", "template", "spec", "containers").Single().Text("image"));
    }

    [Fact]
    public async Task Another_writer_of_the_same_field_is_a_conflict_and_keeps_the_field()
    {
        await using TestNamespace ns = await CreateAsync();
        const string Path = "/spec/template/spec/containers/0/image";
        ServiceChangePlan plan = await PlanAsync(ns, Wish(("Image", "shop/web:v2.0")));
        int writes = 0;
        using var session = new HookedSession(
            _ => writes++ == 0 ? WriteAsync(ns, Path, "shop/web:v9.0") : Task.CompletedTask);

        var exception = await Assert.ThrowsAsync<ClusterException>(
            () => plan.ApplyAsync(session));
        Assert.Equal(ClusterFault.Conflict, exception.Fault);
        Assert.EndsWith(
            $"containers[web].image is now shop/web:v9.0 (was shop/web:v1.0, set by {FieldManagers.Own}; "
            + "this command wanted shop/web:v2.0). Nothing was changed.", exception.Message, StringComparison.Ordinal);
        ConcurrentFieldChange field = Assert.Single(Assert.IsType<UpdateConflict>(exception.Target).Fields);
        Assert.Equal(("shop/web:v1.0", "shop/web:v9.0", "shop/web:v2.0"), (field.Before, field.Theirs, field.Ours));
        KubeObject now = await ns.GetAsync(ResourceTypes.Deployment, "web");
        Assert.Equal("shop/web:v9.0", now.Json.Items("spec", "template", "spec", "containers").Single().Text("image"));
    }

    [Fact]
    public async Task Another_change_of_the_pods_is_kept_and_stays_when_this_one_is_taken_back()
    {
        await using TestNamespace ns = await CreateAsync();
        const string Env = "/spec/template/spec/containers/0/env";
        ServiceChangePlan plan = await PlanAsync(ns, Wish(("Image", "shop/web:v2.0"), ("MinReadySeconds", 1)));
        var other = JsonNode.Parse("""[{"name":"OTHER","value":"1"}]""");
        int writes = 0;
        using var session = new HookedSession(_ => writes++ == 0 ? WriteAsync(ns, Env, other) : Task.CompletedTask);

        ServiceChangeDone done = await plan.ApplyAsync(session);
        JsonObject both = Container(done.Workload);
        Assert.Equal(("shop/web:v2.0", "OTHER"), ((string?)both["image"], (string?)both["env"]![0]!["name"]));
        Assert.Equal("image shop/web:v2.0", done.Workload.Annotations[ServiceLabels.ChangeCause]);

        await WaitForRevisionAsync(ns, done.Workload);
        ChangeRollback back = await ChangeRollback.BeginAsync(TestCluster.Admin, done, CancellationToken.None);
        JsonObject now = Container(back.Workload);
        Assert.Equal(("shop/web:v1.0", "OTHER"), ((string?)now["image"], (string?)now["env"]?[0]!["name"]));
        Assert.Equal(0, back.Workload.Json.Count("spec", "minReadySeconds"));
    }

    [Fact]
    public async Task What_somebody_else_has_done_already_is_not_done_again()
    {
        await using TestNamespace ns = await CreateAsync();
        ServiceChangePlan plan = await PlanAsync(ns, Wish(("Replicas", 0), ("MinReadySeconds", 3)));
        int writes = 0;
        using var session = new HookedSession(
            _ => writes++ == 0 ? WriteAsync(ns, "/spec/minReadySeconds", 3) : Task.CompletedTask);
        KubeObject done = (await plan.ApplyAsync(session)).Workload;
        Assert.Equal((1, 3), (session.Patches, done.Json.Count("spec", "minReadySeconds")));
    }

    [Fact]
    public async Task Two_sessions_and_another_tool_that_change_a_service_at_once_lose_nothing()
    {
        const int Rounds = 20;
        await using TestNamespace ns = await CreateAsync();
        Task[] writers =
        [
            .. new[] { "A", "B" }.Select(session => Task.Run(() =>
            {
                using Shell shell = Shell.Connected(ns.Name);
                string set = $"Set-MicroService web -Environment @{{ \"{session}_$_\" = $_ }}";
                shell.Run($"1..{Rounds} | ForEach-Object {{ {set} }}").AssertNoErrors();
            })),
            Task.Run(async () =>
            {
                for (int round = 1; round <= Rounds; round++)
                {
                    await Kubectl.RunAsync("label", "deployment/web", $"round-{round}=x", "--namespace", ns.Name);
                }
            }),
        ];
        await Task.WhenAll(writers);

        KubeObject now = await ns.GetAsync(ResourceTypes.Deployment, "web");
        IEnumerable<string> expected =
            Enumerable.Range(1, Rounds).SelectMany(round => new[] { $"A_{round}", $"B_{round}" });
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            Container(now)["env"]!.AsArray().Select(item => (string)item!["name"]!).Order(StringComparer.Ordinal));
        Assert.Equal(Rounds, now.Labels.Keys.Count(key => key.StartsWith("round-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task When_the_second_object_fails_the_first_one_is_put_back()
    {
        await using TestNamespace ns = await CreateAsync();
        ServiceChangePlan plan = await PlanAsync(ns, Wish(("Port", "http:80:9090"), ("SessionAffinity", "ClientIP")));
        Assert.True(plan.ServiceFirst);
        using var session = new HookedSession(target => target.Type == ResourceTypes.Deployment
            ? throw new ClusterException(ClusterFault.AccessDenied, "Not any more.")
            : Task.CompletedTask);

        var exception = await Assert.ThrowsAsync<ClusterException>(
            () => plan.ApplyAsync(session));
        Assert.Equal(ClusterFault.AccessDenied, exception.Fault);
        Assert.Contains("is undone", exception.Message, StringComparison.Ordinal);
        KubeObject service = await ns.GetAsync(ResourceTypes.Service, "web");
        Assert.Equal("None", service.Json.Text("spec", "sessionAffinity"));
        Assert.Equal("8080", service.Json.Items("spec", "ports").Single().Text("targetPort"));
    }

    [Fact]
    public async Task When_the_last_object_fails_all_the_others_are_put_back()
    {
        await using TestNamespace ns = await CreateAsync();
        ServiceChangePlan plan = await PlanAsync(
            ns, Wish(("SessionAffinity", "ClientIP"), ("MinReadySeconds", 1), ("DisruptionBudget", "MinAvailable=1")));
        using var session = new HookedSession(target => target.Type.Kind == ResourceTypes.PodDisruptionBudget.Kind
            ? throw new ClusterException(ClusterFault.AccessDenied, "Not any more.")
            : Task.CompletedTask);

        var exception = await Assert.ThrowsAsync<ClusterException>(
            () => plan.ApplyAsync(session));
        Assert.Equal(ClusterFault.AccessDenied, exception.Fault);
        Assert.Equal(0, (await ns.GetAsync(ResourceTypes.Deployment, "web")).Json.Count("spec", "minReadySeconds"));
        Assert.Equal("None", (await ns.GetAsync(ResourceTypes.Service, "web")).Json.Text("spec", "sessionAffinity"));
    }

    [Fact]
    public async Task After_a_lost_answer_the_object_tells_that_nothing_was_written()
    {
        await using TestNamespace ns = await CreateAsync();
        ServiceChangePlan plan = await PlanAsync(ns, Wish(("Port", "http:80:9090"), ("SessionAffinity", "ClientIP")));
        using var session = new HookedSession(target => target.Type == ResourceTypes.Deployment
            ? throw new ClusterException(ClusterFault.Unreachable, "Down.")
            : Task.CompletedTask);

        var exception = await Assert.ThrowsAsync<ClusterException>(
            () => plan.ApplyAsync(session));
        Assert.Equal(
            (ClusterFault.Unreachable, "Down. What was made before is undone."), (exception.Fault, exception.Message));
        Assert.Equal("None", (await ns.GetAsync(ResourceTypes.Service, "web")).Json.Text("spec", "sessionAffinity"));
    }

    [Fact]
    public async Task An_autoscaler_that_somebody_else_removed_meanwhile_is_removed()
    {
        await using TestNamespace ns = await CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("Set-MicroService web -Autoscale 'Max=3'").AssertNoErrors();
        using var session = new HookedSession(target => target.Type.Kind == ResourceTypes.HorizontalPodAutoscaler.Kind
            ? throw new ClusterException(ClusterFault.ResourceNotFound, "Gone.")
            : Task.CompletedTask);
        ServiceChangePlan plan = await ServiceChangePlanner.PlanAsync(
            session, await ns.GetAsync(ResourceTypes.Deployment, "web"), Wish(("Autoscale", null)),
            CancellationToken.None);
        await plan.ApplyAsync(session);
    }

    [Fact]
    public async Task What_cannot_be_put_back_is_named_and_the_rest_is_put_back_all_the_same()
    {
        await using TestNamespace ns = await CreateAsync();
        ServiceChangePlan plan = await PlanAsync(
            ns, Wish(("SessionAffinity", "ClientIP"), ("MinReadySeconds", 1), ("DisruptionBudget", "MinAvailable=1")));
        ServiceChangeDone done =
            await plan.ApplyAsync(TestCluster.Admin.Resources);
        using var session = new HookedSession(target => target.Type == ResourceTypes.Service
            ? throw new ClusterException(ClusterFault.AccessDenied, "Not any more.")
            : Task.CompletedTask);

        ChangeRollback back = await ChangeRollback.BeginAsync(session, done, CancellationToken.None);
        back = await back.EndAsync(session, done, CancellationToken.None);
        var failure = new ClusterException(ClusterFault.RolloutTimeout, "Too late.");
        Assert.Equal(
            $"Too late. Rolled back: spec.minReadySeconds as before; PodDisruptionBudget {ns.Name}/web removed again. "
            + $"These could not be put back and remain: the change of Service {ns.Name}/web (Not any more).",
            ReturnReport.Of(failure, back, problem: null).Message);
        Assert.Null(await ns.FindAsync(ResourceTypes.PodDisruptionBudgetBeta, "web"));
    }

    [Fact]
    public void A_conflict_about_a_variable_does_not_show_its_value()
    {
        ObjectUpdate planned = Plan(WithVariable("=one", "7"), Wish(("Environment", Pairs(("A", "mine")))));
        ObjectUpdate now = planned.PlanAgain(WithVariable("theirs", "8"));
        ConcurrentFieldChange field = Assert.Single(ConcurrentFieldChange.Between(planned, now));
        Assert.Equal("spec.template.spec.containers[web].env[A].value", field.Field);
        Assert.All(["(hidden)", "(hidden, another)"], text => Assert.Contains(text, $"{field}", StringComparison.Ordinal));
        Assert.All(["=one", "theirs", "mine"], text => Assert.DoesNotContain(text, $"{field}", StringComparison.Ordinal));
        Assert.Empty(ConcurrentFieldChange.Between(planned, planned.PlanAgain(WithVariable("mine", "8"))));
    }

    private static KubeObject WithVariable(string value, string version) => DeploymentJson.With(json =>
    {
        json["metadata"]!["resourceVersion"] = version;
        json["spec"]!["template"]!["spec"]!["containers"]![0]!["env"] =
            new JsonArray(new JsonObject { ["name"] = "A", ["value"] = value });
    });

    private static async Task<TestNamespace> CreateAsync()
    {
        TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Port http:80:8080 -Replicas 0").AssertNoErrors();
        return ns;
    }

    private static async Task<ServiceChangePlan> PlanAsync(TestNamespace ns, ServiceChange wish) =>
        await ServiceChangePlanner.PlanAsync(
            TestCluster.Admin, await ns.GetAsync(ResourceTypes.Deployment, "web"), wish, CancellationToken.None);

    private static JsonObject Container(KubeObject workload) =>
        workload.ToNode()["spec"]!["template"]!["spec"]!["containers"]![0]!.AsObject();

    private static async Task WaitForRevisionAsync(TestNamespace ns, KubeObject workload)
    {
        using var limit = Patience.Start();
        var query = ResourceQuery.For(new ResourceRef(ResourceTypes.Deployment, ns.Name, workload.Name));
        await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(query, limit.Token))
        {
            if (change.Item?.Json.Count("status", "observedGeneration") >= workload.Generation) return;
        }
    }

    private static async Task WriteAsync(TestNamespace ns, string path, JsonNode? value)
    {
        // The controller writes too; its write must not spoil this one.
        for (int attempt = 1; ; attempt++)
        {
            KubeObject now = await ns.GetAsync(ResourceTypes.Deployment, "web");
            try
            {
                var target = new ResourceRef(ResourceTypes.Deployment, ns.Name, "web");
                await TestCluster.Admin.Resources.PatchAsync(
                    target, new JsonPatch(now).Add(path, value), dryRun: false, CancellationToken.None);
                return;
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.Conflict && attempt < 10)
            {
            }
        }
    }
}
