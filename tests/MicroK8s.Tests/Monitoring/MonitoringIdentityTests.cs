using System.Text.Json.Nodes;
using MicroK8s.Monitoring;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Tests.Monitoring;

/// <summary>Enable and disable together change nothing, whatever the service was like.</summary>
public sealed class MonitoringIdentityTests
{
    private const int Rounds = 500;

    [Fact]
    public void Enable_then_disable_is_the_identity()
    {
        int changed = 0;
        for (int seed = 0; seed < Rounds; seed++)
        {
            MonitoringSnapshot before = Scene(new Random(seed), out MonitoringRequest request);
            MonitoringPlan plan = MonitoringPlanner.Plan(request, before);
            if (plan.Writes.OfType<ObjectUpdate>().Any()) changed++;
            MonitoringSnapshot enabled = After(before, plan.Writes);
            Assert.Empty(MonitoringPlanner.Plan(request, enabled).Writes);

            MonitoringRemoval removal = MonitoringRemoval.Plan(
                "web", "shop", enabled.Workload, enabled.Services, enabled.Monitors);
            MonitoringSnapshot after = After(enabled, removal.Writes);
            Assert.True(
                Text(before) == Text(after), $"seed {seed}, {plan.Kind}:\n{Text(before)}\n{Text(after)}");
        }

        Assert.InRange(changed, Rounds / 4, Rounds);
    }

    [Fact]
    public void What_others_changed_since_stays_and_is_named()
    {
        KubeObject service = MonitoringScene.Service("""[{"port":80,"targetPort":8080}]""");
        MonitoringSnapshot before = MonitoringScene.Of(MonitoringScene.Workload(), [service]);
        MonitoringSnapshot enabled = After(before, MonitoringPlanner.Plan(new MonitoringRequest { Port = "9090" }, before).Writes);
        JsonObject later = enabled.Services[0].ToNode();
        later["spec"]!["ports"]!.AsArray().Insert(0, new JsonObject { ["name"] = "grpc", ["port"] = 90, ["targetPort"] = 90 });
        later["spec"]!["ports"]![2]!["nodePort"] = 30000;
        MonitoringRemoval removal = MonitoringRemoval.Plan(
            "web", "shop", before.Workload, [KubeObject.Parse(later.ToJsonString())], enabled.Monitors);
        var update = Assert.Single(removal.Writes.OfType<ObjectUpdate>());
        Assert.Equal(
            """[{"name":"grpc","port":90,"targetPort":90},{"port":80,"targetPort":8080,"name":"main"}]""",
            update.Wanted.Json.At("spec", "ports")!.Value.GetRawText());
        Assert.Contains("needs a name", Assert.Single(removal.Warnings), StringComparison.Ordinal);
        Assert.Empty(update.Wanted.Annotations);
    }

    [Fact]
    public void Monitors_of_others_are_named_and_stay()
    {
        MonitoringSnapshot scene = MonitoringScene.Of(
            MonitoringScene.Workload(), [MonitoringScene.Service("""[{"name":"http","port":80}]""")],
            MonitoringScene.Monitor("ServiceMonitor", "theirs", """{"selector":{},"endpoints":[{"port":"http"}]}"""));
        MonitoringRemoval removal = MonitoringRemoval.Plan("web", "shop", scene.Workload, scene.Services, scene.Monitors);
        Assert.Empty(removal.Writes);
        Assert.Equal(["ServiceMonitor shop/theirs of someone else scrapes web too; it stays."], removal.Warnings);
    }

    private static MonitoringSnapshot Scene(Random random, out MonitoringRequest request)
    {
        string[] containers =
        [
            """[{"containerPort":8080}]""", """[{"containerPort":8080,"name":"http"},{"containerPort":9000,"name":"admin"}]""",
            """[{"containerPort":8080,"name":"http"}]""",
        ];
        string[] ports =
        [
            """[{"port":80,"targetPort":8080}]""", """[{"name":"http","port":80,"targetPort":8080,"nodePort":30080}]""",
            """[{"name":"http","port":80,"targetPort":"http"},{"name":"metrics","port":81,"targetPort":9090}]""",
            """[{"port":8080}]""",
        ];
        string[] metadata =
        [
            "\"labels\":{\"app\":\"web\"}", "\"annotations\":{\"note\":\"a\"}", "\"generation\":1",
            "\"labels\":{\"app\":\"web\",\"version\":\"v1\"},\"annotations\":{\"prometheus.io/scrape\":\"false\",\"prometheus.io/path\":\"/x\"}",
        ];
        string Pick(string[] from) => from[random.Next(from.Length)];
        KubeObject workload = MonitoringScene.Workload(Pick(containers));
        KubeObject[] services =
        [
            MonitoringScene.Service(Pick(ports), metadata: Pick(metadata)),
            MonitoringScene.Service(Pick(ports), "web-other", Pick(metadata)),
        ];
        string?[] wanted = [null, "8080", "9090", "7"];
        request = new MonitoringRequest { Port = wanted[random.Next(wanted.Length)], Path = Pick(["/metrics", "/m"]) };
        return random.Next(4) switch
        {
            0 => MonitoringScene.Plain(workload, services),
            1 => MonitoringScene.Plain(workload),
            2 => MonitoringScene.Of(workload, []),
            _ => MonitoringScene.Of(workload, services),
        };
    }

    /// <summary>The cluster after some writes.</summary>
    private static MonitoringSnapshot After(MonitoringSnapshot scene, IReadOnlyList<ObjectWrite> writes)
    {
        foreach (ObjectWrite write in writes)
        {
            KubeObject Now(KubeObject item) => write is ObjectUpdate update && update.Read.Uid == item.Uid ? update.Wanted : item;
            IEnumerable<KubeObject> monitors = write switch
            {
                ObjectCreation made => scene.Monitors.Append(Stored(made)),
                ObjectDeletion gone => scene.Monitors.Where(item => item.Uid != gone.Read.Uid),
                _ => scene.Monitors.Select(Now),
            };
            scene = scene with
            {
                Workload = Now(scene.Workload), Services = [.. scene.Services.Select(Now)], Monitors = [.. monitors],
            };
        }

        return scene;
    }

    private static KubeObject Stored(ObjectCreation made)
    {
        JsonObject copy = made.Manifest.DeepClone().AsObject();
        copy["metadata"]!["uid"] = "made";
        copy["metadata"]!["resourceVersion"] = "1";
        return KubeObject.Parse(copy.ToJsonString());
    }

    private static string Text(MonitoringSnapshot scene) => string.Join(
        '\n', scene.Services.Concat(scene.Monitors).Prepend(scene.Workload).Select(item => item.ToNode().ToJsonString()));
}
