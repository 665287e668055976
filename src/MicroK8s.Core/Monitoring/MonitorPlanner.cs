using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Monitoring;

/// <summary>Plans a ServiceMonitor or PodMonitor with its port.</summary>
internal sealed class MonitorPlanner(MonitoringSubject subject)
{
    private KubeObject Workload => subject.Workload;

    private MonitoringRequest Request => subject.Request;

    private MonitoringSnapshot Scene => subject.Scene;

    /// <summary>The monitor, and what its Service or template needs so that it can name the port.</summary>
    /// <param name="kind">ServiceMonitor or PodMonitor.</param>
    /// <exception cref="ClusterException">InvalidSpec: no such port; AlreadyExists: no name is free.</exception>
    public MonitoringPlan Plan(MonitorKind kind)
    {
        ResourceType type = kind == MonitorKind.PodMonitor ? ResourceTypes.PodMonitor : ResourceTypes.ServiceMonitor;
        ScrapePort port = kind == MonitorKind.PodMonitor
            ? ScrapePortRules.OfPods(Workload, Request.Port)
            : ScrapePortRules.OfService(Workload, subject.Service!, Request.Port);
        TimeSpan interval = Request.Interval ?? MonitoringRequest.UsualInterval;
        KubeObject? own = Scene.Monitors.FirstOrDefault(item => item.Kind == type.Kind && subject.IsOwn(item));
        var plan = new MonitoringPlan(Workload, kind, port.Name, Request.Path, []) { Interval = interval };
        if (own is null && !Request.Force && Others(port.Number, Request.Path) is { } other)
        {
            subject.Warnings.Add(
                $"{other.Kind} {other.Namespace}/{other.Name} of someone else scrapes {Request.Path} of this port "
                + "already, so nothing is written; -Force makes another one, and every request would count twice.");
            return Selected(
                plan with { Kind = Enum.Parse<MonitorKind>(other.Kind), Monitor = other.Name, ExistingBy = $"{other}" },
                other.Kind, other.Labels, other.Namespace);
        }

        KubeObject target = kind == MonitorKind.PodMonitor ? Workload : subject.Service!;
        JsonObject selector;
        string? distinguishing = null;
        if (kind == MonitorKind.PodMonitor) selector = Workload.Json.At("spec", "selector")?.ToNode()!.AsObject() ?? [];
        else selector = ServiceSelection.Of(target, Scene.Services, out distinguishing);

        string name = own?.Name ?? FreeName(type, target.Name);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [ServiceLabels.App] = Workload.Name,
            [ServiceLabels.RecommendedName] = Workload.Name,
            [ServiceLabels.ManagedBy] = ServiceLabels.Module,
            [ServiceLabels.MonitoringOf] = Workload.Name,
        };
        foreach ((string key, string value) in own?.Labels ?? new Dictionary<string, string>()) labels[key] = value;
        foreach ((string key, string value) in LabelsToBeSelected(type.Kind, labels)) labels[key] = value;

        var endpoint = new JsonObject
        {
            ["port"] = port.Name, ["path"] = Request.Path, ["interval"] = MonitoringRequest.Text(interval),
        };
        var writes = new List<ObjectWrite>();
        if (PrepareTarget(kind, target, port, distinguishing) is { IsEmpty: false } prepared) writes.Add(prepared);
        ObjectWrite monitor = own is null ? Create() : ObjectUpdate.Plan(
            new ResourceRef(type, own.Namespace, own.Name), own, Update);
        if (monitor is not ObjectUpdate { IsEmpty: true }) writes.Add(monitor);
        return Selected(plan with { Monitor = name, Writes = writes }, type.Kind, labels, Workload.Namespace);

        ObjectCreation Create() => new(type, new JsonObject
        {
            ["apiVersion"] = type.ApiVersion,
            ["kind"] = type.Kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = name, ["namespace"] = Workload.Namespace, ["labels"] = Json(labels),
            },
            ["spec"] = new JsonObject
            {
                ["selector"] = selector, [MonitorSelector.Field(type.Kind)] = new JsonArray(endpoint),
            },
        });

        // What somebody added to the monitor, such as rules of relabelling, stays.
        JsonObject Update(KubeObject read)
        {
            JsonObject changed = read.ToNode();
            JsonObject map = changed.Open("metadata").Open("labels");
            foreach ((string key, string value) in labels) map.Put(key, value);
            JsonObject spec = changed.Open("spec");
            spec.Put("selector", selector.DeepClone());
            string field = MonitorSelector.Field(type.Kind);
            if (spec[field] is JsonArray { Count: > 0 } list && list[0] is JsonObject first)
            {
                foreach ((string key, JsonNode? value) in endpoint) first.Put(key, value?.DeepClone());
            }
            else
            {
                spec[field] = new JsonArray(endpoint.DeepClone());
            }

            return changed;
        }
    }

    /// <summary>Makes the port and the Service such that a monitor can name them. Null if they are.</summary>
    private ObjectUpdate? PrepareTarget(MonitorKind kind, KubeObject target, ScrapePort port, string? distinguishing)
    {
        if (!port.NeedsChange && distinguishing is null) return null;
        bool ofPods = kind == MonitorKind.PodMonitor;
        subject.WarnOfOwner(target);
        if (ofPods)
        {
            subject.Warnings.Add(
                $"The port of the container gets the name {port.Name}, which changes the template: all pods of "
                + $"{target} are replaced.");
        }
        else if (port.Named is { } named)
        {
            subject.Warnings.Add(
                $"The port of {target} gets the name {named.Name}; new connections may fail for a moment, until nodes "
                + "know the endpoints by the new name.");
        }

        if (!ofPods && port.Added is { } added)
        {
            subject.Warnings.Add(
                $"{target} gets the port {added["port"]} ({port.Name}), so every caller of the Service can also "
                + "read the metrics.");
        }

        string ports = ofPods ? $"/spec/template/spec/{port.Container}/ports" : "/spec/ports";
        return ObjectUpdate.Plan(ofPods ? WorkloadKinds.RefOf(target) : MonitoringSubject.RefOf(target), target, read =>
        {
            JsonObject changed = read.ToNode();
            var paths = new List<string>();
            var list = JsonPointer.Find(changed, ports) as JsonArray;
            if (port.Named is { } given && list?.Count > given.Index && list[given.Index] is JsonObject one)
            {
                one["name"] = given.Name;
                paths.Add($"{ports}/{given.Index}/name");
            }

            if (port.Added is not null)
            {
                bool isNew = list is null;
                list ??= [];
                if (isNew) (JsonPointer.Find(changed, ports[..ports.LastIndexOf('/')]) as JsonObject)!["ports"] = list;
                list.Add(port.Added.DeepClone());
                paths.Add(isNew ? ports : string.Create(CultureInfo.InvariantCulture, $"{ports}/{list.Count - 1}"));
            }

            if (distinguishing is not null)
            {
                changed.Open("metadata").Open("labels")[ServiceSelection.Label] = distinguishing;
                paths.Add($"/metadata/labels/{JsonPatch.Escape(ServiceSelection.Label)}");
            }

            return MonitoringNote.Add(read, changed, Workload.Name, paths);
        });
    }

    /// <summary>The monitor of someone else that scrapes the same already. Null if there is none.</summary>
    private KubeObject? Others(int? number, string path) => number is null ? null : OthersOf(Scene, subject.Service)
        .FirstOrDefault(item => MonitorSelector.Endpoints(item).Any(endpoint =>
            (endpoint.Text("path") ?? MonitoringRequest.UsualPath) == path && NumberOf(item, endpoint) == number));

    /// <summary>The monitors of others that select the service or its pods.</summary>
    internal static IEnumerable<KubeObject> OthersOf(MonitoringSnapshot scene, KubeObject? service) =>
        scene.Monitors.Where(item => item.Labels.GetValueOrDefault(ServiceLabels.MonitoringOf) != scene.Workload.Name
            && (item.Kind == ResourceTypes.PodMonitor.Kind
                ? MonitorSelector.Selects(item, scene.Workload.Namespace, WorkloadPods.LabelsOf(scene.Workload))
                : service is not null && MonitorSelector.Selects(item, service.Namespace, service.Labels)));

    private int? NumberOf(KubeObject monitor, JsonElement endpoint)
    {
        string? name = endpoint.Text("port");
        int? target = endpoint.Number("targetPort") ?? endpoint.Number("portNumber");
        if (target is not null) return target;
        if (endpoint.Text("targetPort") is { } container) return ScrapePortRules.NumberIn(Workload, container);
        return name is null ? null
            : monitor.Kind == ResourceTypes.PodMonitor.Kind ? ScrapePortRules.NumberIn(Workload, name)
            : ScrapePortRules.NumberIn(Workload, subject.Service!, name);
    }

    /// <summary>None if a Prometheus takes the monitor as it is; else those of the first that then does.</summary>
    private IReadOnlyDictionary<string, string> LabelsToBeSelected(
        string kind, IReadOnlyDictionary<string, string> labels)
    {
        var none = new Dictionary<string, string>();
        KubeObject[] near =
        [
            .. (Scene.Prometheuses ?? []).Where(server => PrometheusChoice.LooksInto(
                server, kind, Workload.Namespace, Scene.NamespaceLabels) != false)
                .OrderBy(server => $"{server.Namespace}/{server.Name}", StringComparer.Ordinal),
        ];
        IReadOnlyDictionary<string, string>[] lacking =
        [
            .. near.Select(server => PrometheusChoice.Lacking(server, kind, labels))
                .OfType<IReadOnlyDictionary<string, string>>(),
        ];
        return lacking.Any(some => some.Count == 0) ? none : lacking.FirstOrDefault() ?? none;
    }

    /// <summary>The plan with what is known of who takes the monitor, and a warning if nobody does.</summary>
    private MonitoringPlan Selected(
        MonitoringPlan plan, string kind, IReadOnlyDictionary<string, string> labels, string? space)
    {
        if (Scene.Prometheuses is not { } servers)
        {
            subject.Warnings.Add(
                "Which monitors Prometheus selects is not known: the Prometheus objects of the operator cannot be "
                + "read.");
            return plan;
        }

        // Labels of another namespace are not read.
        IReadOnlyDictionary<string, string>? known = space == Workload.Namespace ? Scene.NamespaceLabels : null;
        (KubeObject Server, bool? Takes)[] all =
            [.. servers.Select(server => (server, PrometheusChoice.Takes(server, kind, space, labels, known)))];
        string[] takers =
        [
            .. all.Where(one => one.Takes == true).Select(one => $"{one.Server.Namespace}/{one.Server.Name}")
                .Order(StringComparer.Ordinal),
        ];
        bool? isSelected = takers.Length > 0 ? true : all.Any(one => one.Takes is null) ? null : false;
        if (isSelected == false)
        {
            subject.Warnings.Add(
                $"No Prometheus will take {kind} {space}/{plan.Monitor}: " + (servers.Count == 0
                    ? "the operator runs none."
                    : $"{string.Join("; ", servers.Select(server => PrometheusChoice.Describe(server, kind)))}."));
        }
        else if (isSelected is null)
        {
            subject.Warnings.Add(
                $"Whether a Prometheus takes {kind} {space}/{plan.Monitor} depends on the labels of namespace {space}, "
                + "which cannot be read.");
        }

        return plan with { IsSelected = isSelected, Prometheus = takers };
    }

    private string FreeName(ResourceType type, string name)
    {
        string[] taken =
        [
            .. Scene.Monitors.Where(item => item.Kind == type.Kind && item.Namespace == Workload.Namespace)
                .Select(item => item.Name),
        ];
        return new[] { name, $"{name}-metrics", $"{name}-monitoring" }.FirstOrDefault(one => !taken.Contains(one))
            ?? throw new ClusterException(
                ClusterFault.AlreadyExists,
                $"{type.Kind} {Workload.Namespace}/{name} is someone else's and scrapes something else.", name);
    }

    private static JsonObject Json(IReadOnlyDictionary<string, string> labels) =>
        new(labels.Select(label => new KeyValuePair<string, JsonNode?>(label.Key, label.Value)));
}
