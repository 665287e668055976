using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Addresses;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Monitoring;

/// <summary>Plans how a service is monitored.</summary>
public sealed class MonitoringPlanner
{
    private const string Scrape = "prometheus.io/scrape";
    private const string ScrapePath = "prometheus.io/path";
    private const string ScrapeScheme = "prometheus.io/scheme";

    private readonly MonitoringRequest _request;
    private readonly MonitoringSnapshot _scene;
    private readonly KubeObject? _service;
    private readonly List<string> _warnings = [];

    private MonitoringPlanner(MonitoringRequest request, MonitoringSnapshot scene)
    {
        (_request, _scene) = (request, scene);
        _service = scene.Services
            .Where(service => SelectingService.Of(service)?.Selects(scene.Workload) == true
                && (!service.Labels.ContainsKey(ServiceLabels.CanaryOf) || service.Name == scene.Workload.Name))
            .OrderByDescending(service => service.Name == scene.Workload.Name)
            .ThenBy(service => service.Name, StringComparer.Ordinal).FirstOrDefault();
    }

    private KubeObject Workload => _scene.Workload;

    /// <summary>Makes the plan.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="scene">What is there.</param>
    /// <exception cref="ClusterException">
    /// InvalidSpec: no such port, or a value that no monitor can have; KindNotSupported: the server does not have the
    /// kind that was asked for; AlreadyExists: it is monitored in another way, or annotations of others differ.
    /// </exception>
    public static MonitoringPlan Plan(MonitoringRequest request, MonitoringSnapshot scene)
    {
        request.Check();
        var planner = new MonitoringPlanner(request, scene);
        MonitorKind kind = planner.ChooseKind();
        MonitoringPlan plan = kind == MonitorKind.Annotations ? planner.Annotate() : planner.Monitor(kind);
        return plan with
        {
            Warnings = plan.Writes.Count > 0 ? [.. planner._warnings, .. scene.Denials] : planner._warnings,
        };
    }

    private MonitorKind ChooseKind()
    {
        MonitorKind? own = OwnKind();
        if (_request.Kind is { } wanted)
        {
            if (own is { } other && other != wanted)
            {
                throw new ClusterException(
                    ClusterFault.AlreadyExists, $"{Workload} is monitored by {Name(other)} already.", Workload.Name,
                    $"Remove that first: Disable-MicroServiceMonitoring {Workload.Name} -Namespace "
                    + $"{Workload.Namespace}");
            }

            if (wanted != MonitorKind.Annotations && !_scene.ServedKinds.Contains($"{wanted}"))
            {
                throw new ClusterException(
                    ClusterFault.KindNotSupported,
                    $"The server has no {wanted}: the Prometheus operator is not installed.", Workload.Name,
                    "Without the operator, use -MonitorKind Annotations.");
            }

            if (wanted == MonitorKind.ServiceMonitor && _service is null)
            {
                throw new ClusterException(
                    ClusterFault.InvalidSpec, $"No Service selects the pods of {Workload}, so no ServiceMonitor can.",
                    Workload.Name, "Use -MonitorKind PodMonitor.");
            }

            return wanted;
        }

        if (own is not null) return own.Value;
        return _service is not null && Serves(MonitorKind.ServiceMonitor) ? MonitorKind.ServiceMonitor
            : Serves(MonitorKind.PodMonitor) ? MonitorKind.PodMonitor
            : MonitorKind.Annotations;
    }

    private MonitoringPlan Monitor(MonitorKind kind)
    {
        ResourceType type = kind == MonitorKind.PodMonitor ? ResourceTypes.PodMonitor : ResourceTypes.ServiceMonitor;
        ScrapePort port = kind == MonitorKind.PodMonitor
            ? ScrapePortRules.OfPods(Workload, _request.Port)
            : ScrapePortRules.OfService(Workload, _service!, _request.Port);
        TimeSpan interval = _request.Interval ?? MonitoringRequest.UsualInterval;
        KubeObject? own = _scene.Monitors.FirstOrDefault(item => item.Kind == type.Kind && IsOwn(item));
        var plan = new MonitoringPlan(Workload, kind, port.Name, _request.Path, []) { Interval = interval };
        if (own is null && !_request.Force && Others(port.Number, _request.Path) is { } other)
        {
            _warnings.Add(
                $"{other.Kind} {other.Namespace}/{other.Name} of someone else scrapes {_request.Path} of this port "
                + "already, so nothing is written; -Force makes another one, and every request would count twice.");
            return Selected(
                plan with { Kind = Enum.Parse<MonitorKind>(other.Kind), Monitor = other.Name, ExistingBy = $"{other}" },
                other.Kind, other.Labels, other.Namespace);
        }

        KubeObject target = kind == MonitorKind.PodMonitor ? Workload : _service!;
        JsonObject selector;
        string? distinguishing = null;
        if (kind == MonitorKind.PodMonitor) selector = Workload.Json.At("spec", "selector")?.ToNode()!.AsObject() ?? [];
        else selector = ServiceSelection.Of(target, _scene.Services, out distinguishing);

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
            ["port"] = port.Name, ["path"] = _request.Path, ["interval"] = MonitoringRequest.Text(interval),
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
        WarnOfOwner(target);
        if (ofPods)
        {
            _warnings.Add(
                $"The port of the container gets the name {port.Name}, which changes the template: all pods of "
                + $"{target} are replaced.");
        }
        else if (port.Named is { } named)
        {
            _warnings.Add(
                $"The port of {target} gets the name {named.Name}; new connections may fail for a moment, until nodes "
                + "know the endpoints by the new name.");
        }

        if (!ofPods && port.Added is { } added)
        {
            _warnings.Add(
                $"{target} gets the port {added["port"]} ({port.Name}), so every caller of the Service can also "
                + "read the metrics.");
        }

        string ports = ofPods ? $"/spec/template/spec/containers/{port.Container}/ports" : "/spec/ports";
        return ObjectUpdate.Plan(ofPods ? WorkloadKinds.RefOf(target) : RefOf(target), target, read =>
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

    private MonitoringPlan Annotate()
    {
        // The configuration that reads Services asks the same port of every pod behind one.
        ScrapePort port = _service is null
            ? ScrapePortRules.OfPods(Workload, _request.Port)
            : ScrapePortRules.OfService(Workload, _service, _request.Port);
        if (port.Number is not { } number)
        {
            throw InvalidInput.Of(
                "Port", port.Name, $"is a port of {_service} whose number is not known", "Give its number.");
        }

        KubeObject target = _service ?? Workload;
        string[] path = _service is null
            ? ["spec", "template", "metadata", "annotations"]
            : ["metadata", "annotations"];
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Scrape] = "true",
            [ScrapePortRules.PortAnnotation] = number.ToString(CultureInfo.InvariantCulture),
            [ScrapePath] = _request.Path,
            [ScrapeScheme] = "http",
        };
        var plan = new MonitoringPlan(
            Workload, MonitorKind.Annotations, wanted[ScrapePortRules.PortAnnotation], _request.Path, []);
        IReadOnlyDictionary<string, string> there = target.Json.Map(path);
        if (there.GetValueOrDefault(Scrape) == "true" && !MonitoringNote.IsFor(target, Workload.Name))
        {
            bool isSame = there.GetValueOrDefault(ScrapePortRules.PortAnnotation) is var own
                && (own is null || own == wanted[ScrapePortRules.PortAnnotation])
                && (there.GetValueOrDefault(ScrapePath) ?? MonitoringRequest.UsualPath) == _request.Path;
            if (isSame && !_request.Force)
            {
                _warnings.Add($"Annotations of {target} that others set say the same, so nothing is written.");
                return plan with { ExistingBy = $"{target}" };
            }

            if (!_request.Force)
            {
                throw new ClusterException(
                    ClusterFault.AlreadyExists,
                    $"{target} has annotations {Scrape} of someone else with another port or path.", target.Name,
                    "-Force replaces them; Disable-MicroServiceMonitoring puts them back.");
            }
        }

        ResourceRef address = _service is null ? WorkloadKinds.RefOf(target) : RefOf(target);
        ObjectUpdate update = ObjectUpdate.Plan(address, target, read =>
        {
            JsonObject changed = read.ToNode();
            changed.Change(path, wanted.Select(one => new KeyValuePair<string, JsonNode?>(one.Key, one.Value)));
            return MonitoringNote.Add(
                read, changed, Workload.Name,
                wanted.Keys.Select(key => $"/{string.Join('/', path)}/{JsonPatch.Escape(key)}"));
        });
        if (update.IsEmpty) return plan;
        WarnOfOwner(target);
        if (_service is null)
        {
            _warnings.Add(
                $"No Service selects the pods of {Workload}, so the annotations go into its template: all pods are "
                + "replaced.");
        }

        return plan with { Writes = [update] };
    }

    /// <summary>The monitor of someone else that scrapes the same already. Null if there is none.</summary>
    private KubeObject? Others(int? number, string path) => number is null ? null : OthersOf(_scene, _service)
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
            : ScrapePortRules.NumberIn(Workload, _service!, name);
    }

    /// <summary>None if a Prometheus takes the monitor as it is; else those of the first that then does.</summary>
    private IReadOnlyDictionary<string, string> LabelsToBeSelected(
        string kind, IReadOnlyDictionary<string, string> labels)
    {
        var none = new Dictionary<string, string>();
        KubeObject[] near =
        [
            .. (_scene.Prometheuses ?? []).Where(server => PrometheusChoice.LooksInto(
                server, kind, Workload.Namespace, _scene.NamespaceLabels) != false)
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
        if (_scene.Prometheuses is not { } servers)
        {
            _warnings.Add(
                "Which monitors Prometheus selects is not known: the Prometheus objects of the operator cannot be "
                + "read.");
            return plan;
        }

        // Labels of another namespace are not read.
        IReadOnlyDictionary<string, string>? known = space == Workload.Namespace ? _scene.NamespaceLabels : null;
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
            _warnings.Add(
                $"No Prometheus will take {kind} {space}/{plan.Monitor}: " + (servers.Count == 0
                    ? "the operator runs none."
                    : $"{string.Join("; ", servers.Select(server => PrometheusChoice.Describe(server, kind)))}."));
        }
        else if (isSelected is null)
        {
            _warnings.Add(
                $"Whether a Prometheus takes {kind} {space}/{plan.Monitor} depends on the labels of namespace {space}, "
                + "which cannot be read.");
        }

        return plan with { IsSelected = isSelected, Prometheus = takers };
    }

    private void WarnOfOwner(KubeObject target)
    {
        if (OwnershipRules.OwnerOf(target) is { } owner)
        {
            _warnings.Add($"{target} belongs to {owner}, which may take the change back: make it there too.");
        }
    }

    private MonitorKind? OwnKind() =>
        _scene.Monitors.FirstOrDefault(IsOwn) is { } monitor ? Enum.Parse<MonitorKind>(monitor.Kind)
        : Annotated(_service, "/metadata") || Annotated(Workload, "/spec/template/metadata") ? MonitorKind.Annotations
        : null;

    private bool Annotated(KubeObject? item, string metadata) => item is not null && MonitoringNote.IsFor(
        item, Workload.Name, $"{metadata}/annotations/{JsonPatch.Escape(Scrape)}");

    private bool IsOwn(KubeObject monitor) => monitor.Namespace == Workload.Namespace
        && monitor.Labels.GetValueOrDefault(ServiceLabels.MonitoringOf) == Workload.Name;

    private bool Serves(MonitorKind kind) => _scene.ServedKinds.Contains($"{kind}");

    private static string Name(MonitorKind kind) => kind == MonitorKind.Annotations ? "annotations" : $"a {kind}";

    private string FreeName(ResourceType type, string name)
    {
        string[] taken =
        [
            .. _scene.Monitors.Where(item => item.Kind == type.Kind && item.Namespace == Workload.Namespace)
                .Select(item => item.Name),
        ];
        return new[] { name, $"{name}-metrics", $"{name}-monitoring" }.FirstOrDefault(one => !taken.Contains(one))
            ?? throw new ClusterException(
                ClusterFault.AlreadyExists,
                $"{type.Kind} {Workload.Namespace}/{name} is someone else's and scrapes something else.", name);
    }

    private static ResourceRef RefOf(KubeObject service) =>
        new(ResourceTypes.Service, service.Namespace, service.Name);

    private static JsonObject Json(IReadOnlyDictionary<string, string> labels) =>
        new(labels.Select(label => new KeyValuePair<string, JsonNode?>(label.Key, label.Value)));
}
