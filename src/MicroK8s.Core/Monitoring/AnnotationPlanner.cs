using System.Globalization;
using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Monitoring;

/// <summary>Plans the annotations that the usual configurations of Prometheus read.</summary>
internal sealed class AnnotationPlanner(MonitoringSubject subject)
{
    /// <summary>The annotation that asks to be scraped.</summary>
    public const string Scrape = "prometheus.io/scrape";

    private const string ScrapePath = "prometheus.io/path";
    private const string ScrapeScheme = "prometheus.io/scheme";

    private KubeObject Workload => subject.Workload;

    private MonitoringRequest Request => subject.Request;

    /// <summary>The annotations, on the Service if there is one.</summary>
    /// <exception cref="ClusterException">InvalidSpec: no such port; AlreadyExists: others set other ones.</exception>
    public MonitoringPlan Plan()
    {
        // The configuration that reads Services asks the same port of every pod behind one.
        ScrapePort port = subject.Service is null
            ? ScrapePortRules.OfPods(Workload, Request.Port)
            : ScrapePortRules.OfService(Workload, subject.Service, Request.Port);
        if (port.Number is not { } number)
        {
            throw InvalidInput.Of(
                "Port", port.Name, $"is a port of {subject.Service} whose number is not known", "Give its number.");
        }

        KubeObject target = subject.Service ?? Workload;
        string[] path = subject.Service is null
            ? ["spec", "template", "metadata", "annotations"]
            : ["metadata", "annotations"];
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Scrape] = "true",
            [ScrapePortRules.PortAnnotation] = number.ToString(CultureInfo.InvariantCulture),
            [ScrapePath] = Request.Path,
            [ScrapeScheme] = "http",
        };
        var plan = new MonitoringPlan(
            Workload, MonitorKind.Annotations, wanted[ScrapePortRules.PortAnnotation], Request.Path, []);
        IReadOnlyDictionary<string, string> there = target.Json.Map(path);
        if (there.GetValueOrDefault(Scrape) == "true" && !MonitoringNote.IsFor(target, Workload.Name))
        {
            bool isSame = there.GetValueOrDefault(ScrapePortRules.PortAnnotation) is var own
                && (own is null || own == wanted[ScrapePortRules.PortAnnotation])
                && (there.GetValueOrDefault(ScrapePath) ?? MonitoringRequest.UsualPath) == Request.Path;
            if (isSame && !Request.Force)
            {
                subject.Warnings.Add($"Annotations of {target} that others set say the same, so nothing is written.");
                return plan with { ExistingBy = $"{target}" };
            }

            if (!Request.Force)
            {
                throw new ClusterException(
                    ClusterFault.AlreadyExists,
                    $"{target} has annotations {Scrape} of someone else with another port or path.", target.Name,
                    "-Force replaces them; Disable-MicroServiceMonitoring puts them back.");
            }
        }

        ResourceRef address = subject.Service is null ? WorkloadKinds.RefOf(target) : MonitoringSubject.RefOf(target);
        ObjectUpdate update = ObjectUpdate.Plan(address, target, read =>
        {
            JsonObject changed = read.ToNode();
            changed.Change(path, wanted.Select(one => new KeyValuePair<string, JsonNode?>(one.Key, one.Value)));
            return MonitoringNote.Add(
                read, changed, Workload.Name,
                wanted.Keys.Select(key => $"/{string.Join('/', path)}/{JsonPatch.Escape(key)}"));
        });
        if (update.IsEmpty) return plan;
        subject.WarnOfOwner(target);
        if (subject.Service is null)
        {
            subject.Warnings.Add(
                $"No Service selects the pods of {Workload}, so the annotations go into its template: all pods are "
                + "replaced.");
        }

        return plan with { Writes = [update] };
    }
}
